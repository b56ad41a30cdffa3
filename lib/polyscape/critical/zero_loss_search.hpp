#pragma once
/// Points of the zero-loss set: looked for from seeded starts, refined, and seen for what they are.
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/eval/symmetric.hpp"
#include "polyscape/variety/gauss_newton.hpp"
#include "polyscape/variety/nullstellensatz.hpp"

namespace polyscape::critical {

struct ZeroLossOptions {
  std::uint64_t seed = 1;
  int real_starts = 48;                ///< of damped Gauss-Newton, in R^M
  int complex_starts = 24;             ///< in C^M
  int points = 4;                      ///< real and as many complex ones refined and examined
  std::uint64_t nearest_paths = 5000;  ///< of nearest-point equations; with more they are not solved
  /// The same where they take limits, as the zeros are not known to be smooth, but can only tell of further pieces:
  /// there are real zeros, and none on larger sets.
  std::uint64_t further_nearest_paths = 100;
  std::uint64_t counting = 30'000'000;      ///< products of coefficients for a Groebner basis modulo a prime; 0: none
  std::optional<long> most_dimension = {};  ///< over C, from elsewhere
  int threads = 0;                          ///< 0: every core
  eval::RankOptions rank;
  variety::NullstellensatzLimits proof;
  /// Called, from one thread at a time, with what is being done, how much of it, and of how much (0: not known).
  std::function<void(const std::string& step, std::uint64_t done, std::uint64_t total)> progress = {};
};

/// A point of the variety, refined.
struct ZeroLossPoint {
  std::vector<algebra::GaussianRational> coordinates;
  bool real = false;
  bool smooth = false;      ///< Gauss-Newton converges quadratically and the rank of J is the generic one
  eval::RankDecision rank;  ///< of the Jacobian J of the residuals
  int local_dimension = 0;  ///< over C
  /// Of the Hessian of 1/2 sum r^2; real points only. Morse-Bott: nullity = local dimension.
  std::optional<eval::InertiaDecision> hessian;
  std::optional<bool> morse_bott;
};

/// For one set of residuals. All calls throw Cancelled when the job is.
class ZeroLossSearch {
 public:
  /// independent: the residuals that imply the others; lower: the dimension that every component of the set has at
  /// least. The residuals and options must outlive it.
  ZeroLossSearch(const algebra::Program& residuals, const algebra::Program& independent, int lower,
                 const ZeroLossOptions& options);

  /// Where Gauss-Newton leads from options' starts.
  std::vector<solve::Coordinates> from_starts(variety::Field field) const;

  /// Those of the places that are near zeros, as far as confirming_bits() tell.
  std::vector<solve::Coordinates> zeros_among(const std::vector<std::vector<double>>& places) const;

  std::size_t approximate_rank(const solve::Coordinates& place) const { return refiner_.approximate_rank(place); }

  /// Adds to the points options.points new ones at most: some of the places, refined, those first where the Jacobian
  /// seems to have the smaller rank (components of larger dimension, or singular points), but of each rank at most half
  /// as many as wanted while others wait.
  void examine(const std::vector<solve::Coordinates>& places, variety::Field field,
               std::vector<ZeroLossPoint>& points) const;

  /// To how many bits a point is refined before it counts: where |F| has a minimum close to zero, the iteration fails
  /// at some precision.
  int confirming_bits() const;

 private:
  std::optional<ZeroLossPoint> examined(eval::Point start, variety::Field field) const;
  void add_hessian(ZeroLossPoint& point, variety::RefinedZero& zero) const;
  void report(const char* step, std::uint64_t done, std::uint64_t total) const {
    if (options_.progress) options_.progress(step, done, total);
  }

  const algebra::Program& independent_;
  const ZeroLossOptions& options_;
  std::size_t entries_;  ///< of all residuals' Jacobian
  int lower_;
  variety::Refiner refiner_;
  eval::Evaluator gradient_;
};

}  // namespace polyscape::critical
