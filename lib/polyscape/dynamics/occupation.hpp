#pragma once
/// How much of a law is near each minimum, and how much is not near any.
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/dynamics/diagnostics.hpp"
#include "polyscape/dynamics/march.hpp"
#include "polyscape/dynamics/places.hpp"

namespace polyscape::dynamics {

/// What a neighbourhood holds of a minimum's Gaussian mass.
inline constexpr double neighbourhood_mass = 0.99;

/// Neighbourhoods of minima at a temperature: of an isolated one the ellipsoid {(x - w) H (x - w) <= T q}, of a set of
/// codimension c all points where 2 (L - L_set) <= T q that are in no ellipsoid and whose flow need not be known; q the
/// quantile of chi-square with M, c degrees of freedom. Sets of one loss are told apart by nothing: the first one
/// counts.
class Neighbourhoods {
 public:
  Neighbourhoods(const Potential& potential, std::span<const Place> places, double temperature);

  /// Indices of the places that have one.
  const std::vector<std::size_t>& places() const { return indices_; }
  /// Whether one of them is a set's.
  bool have_sets() const;
  /// Index into places(), or nullopt: the bulk. In several ellipsoids the one of the smallest quadratic form counts.
  std::optional<std::size_t> of(std::span<const double> x) const;
  /// Index into places() of the isolated minimum nearest; nullopt where there is none.
  std::optional<std::size_t> nearest(std::span<const double> x) const;

 private:
  struct Region {
    std::vector<double> at, hessian;  ///< hessian: isolated ones
    double loss = 0, limit = 0;
  };
  const Potential& potential_;
  std::vector<std::size_t> indices_;
  std::vector<Region> regions_;
};

/// Counts draws by region; those of different chains may be added by several threads at once.
class Occupancy {
 public:
  /// plateau: its level, where there is one: then shares of the plateau and of the wells above it are counted, too.
  Occupancy(const Potential& potential, const Neighbourhoods& neighbourhoods, std::optional<double> plateau,
            double temperature, std::size_t chains);
  void add(std::size_t chain, std::span<const double> x);

  /// Of each neighbourhood, then of the bulk.
  std::vector<ChainMean> regions() const;
  /// Of each isolated minimum's well above the plateau's level, then of the plateau; empty without one. Of a law
  /// exp(-L/T): its part exp(-L_plateau/T) is the plateau's, the rest belongs to the nearest isolated minimum, which is
  /// of no use where there are sets.
  std::vector<ChainMean> wells() const;

 private:
  const Potential& potential_;
  const Neighbourhoods& neighbourhoods_;
  std::optional<double> plateau_;
  double temperature_;
  std::vector<Chains> regions_, wells_;  ///< by region, chain, draw
};

/// Shows the draws of March's walkers, each a chain, after as many that are thrown away: all chains at each draw, which
/// are numbered from 0.
void observe(March& march, std::uint64_t draws, std::uint64_t thinning, int threads,
             const std::function<void(std::uint64_t draw, std::size_t chain, std::span<const double> x)>& see);

}  // namespace polyscape::dynamics
