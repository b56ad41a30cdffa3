#pragma once
/// Where walkers may end: known critical points, the zero-loss set, and other sets of critical points.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/dynamics/newton.hpp"
#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

enum class PlaceKind {
  minimum,       ///< an isolated known point without negative or zero eigenvalues
  saddle,        ///< an isolated known point with negative ones, maxima included
  degenerate,    ///< an isolated known point with zero ones
  zero_loss,     ///< the set where every residual vanishes
  valley,        ///< the set of minima that a potential's equations describe
  critical_set,  ///< critical points with zero eigenvalues that are not among the known points
};
constexpr auto names_of(PlaceKind) {
  return std::to_array<std::string_view>(
      {"minimum", "saddle", "degenerate", "zero-loss set", "valley", "critical set"});
}

/// A critical point that is known before any walker moves.
struct KnownPoint {
  std::vector<double> at;
  std::size_t index = 0;  ///< in the list that it comes from
  bool certified = false;
  std::optional<PlaceKind> kind;  ///< where the list knows; else by the spectrum
};

struct Place {
  PlaceKind kind = PlaceKind::minimum;
  std::optional<std::size_t> known;  ///< index in the known points
  std::vector<double> at;            ///< a point of it
  double loss = 0;
  Spectrum spectrum;                  ///< there
  Evidence by = Evidence::numerical;  ///< that there is such a critical point
};

/// What an end is matched with, or why with nothing.
struct Match {
  std::optional<std::size_t> place;
  std::string reason;
  double distance = 0;        ///< from the place
  std::vector<double> there;  ///< its point nearest, where there is a place
};

/// All places; sets of critical points are added as ends turn them up.
class Places {
 public:
  /// residuals: equations of a set whose points are critical, zero_loss or valley (the loss without regularisation),
  /// nullptr: there is none. Keeps a reference to `potential`.
  Places(const Potential& potential, std::vector<KnownPoint> known, const algebra::Program* residuals,
         PlaceKind set = PlaceKind::zero_loss);
  ~Places();
  Places(Places&&) noexcept;

  const std::vector<Place>& all() const { return places_; }

  /// Of an end at rest: the known point that Newton's method from there leads to; the zero-loss set where a zero of all
  /// residuals is near; else a set of critical points of that loss and nullity. Not thread-safe, ends in order.
  Match match(std::span<const double> end);

 private:
  struct Impl;
  std::optional<Match> zero_loss(std::span<const double> end);
  const Potential* potential_;
  std::vector<KnownPoint> known_;
  std::vector<Place> places_;
  PlaceKind set_;
  std::unique_ptr<Impl> impl_;
};

/// Critical points of a potential that no solver has solved: ends of Newton's method from these points, then from
/// starts in a box, each once, those with an invertible Hessian in the box. There may be others.
std::vector<KnownPoint> search_critical_points(const Potential& potential, std::span<const double> low,
                                               std::span<const double> high, int starts, Random random, int threads,
                                               std::span<const std::vector<double>> near = {});

}  // namespace polyscape::dynamics
