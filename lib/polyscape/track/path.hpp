#pragma once
/// One path of a homotopy, from its start solution at t = 1 to its end at t = 0.
///
/// The method. Time is s = log t throughout, so that the distance to the nearest singularity grows as t -> 0. At a
/// point the Taylor coefficients x_0..x_4 in s come from automatic differentiation and one LU; a Pade (2,2) approximant a
/// coordinate predicts, Newton corrects, and the step is kept only if Newton contracts by `contraction` at once (then by its
/// square). The length of the next step is the least of: what the last prediction error allows (Timme, arXiv 1902.02968,
/// order 5), `region_share` of the radius of convergence by the root test on x_3 and x_4 (Telen, Van Barel, Verschelde,
/// arXiv 1909.04984), `max_growth` times the last. Norms are weighted by |x_i|, with a floor relative to the largest
/// coordinate of its group, so that a coordinate that is exactly zero has a weight. A step that fails for rounding error moves the path to
/// double-double, then to MPFR of doubling precision, and back when the path eases.
///
/// The end. Three ways, each with its own proof of arrival: a step to t = 0 that Newton accepts like any other (regular
/// endpoints, also those at infinity); a homogenising coordinate that vanishes with a stable valuation while the Jacobian
/// degenerates (at infinity); two Cauchy loops at different radii with the same limit (singular endpoints, everything else).
#include <memory>
#include <vector>

#include "polyscape/base/option.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/track/homotopy.hpp"

namespace polyscape::track {

struct PathOptions {
  double contraction = 0.125;     ///< a: what Newton must contract by at the predicted point
  double error_divisor = 2;       ///< of the step that the local error alone allows
  double region_share = 0.5;      ///< part of the radius of convergence that one step may cross
  double max_growth = 10;         ///< against the step before
  double weight_floor = 1e-4;     ///< of the weights, relative to the group's largest coordinate
  double infinity_ratio = 0.02;   ///< the homogenising coordinate of a path to infinity stays below
  double infinity_window = 3;     ///< in log t, over which its valuation must be stable
  double infinity_growth = 1e4;   ///< and the condition number must have grown by this factor
  double cauchy_agreement = 1e-8; ///< of the limits of two loops
  double last_log_t = -200;       ///< a path that is undecided here fails
  int max_winding = 40;
  int max_precision = 2048;       ///< bits
  int max_steps = 20000;
};

/// The options for a path that has to be followed again: smaller steps, stricter acceptance, later decisions.
PathOptions tightened(const PathOptions& options, int round);

enum class PathEnd { regular, singular, at_infinity, failed };

enum class PathFailure { none, start, precision, steps, undecided };
/// A sentence for the ledger.
const char* name(PathFailure failure);

struct PathResult {
  PathEnd end = PathEnd::failed;
  PathFailure failure = PathFailure::none;
  eval::Point endpoint;    ///< n affine coordinates; empty at infinity or when failed
  int winding = 1;
  double condition = 0;    ///< of the Jacobian on the patches at a regular end
  double last_log_t = 0;   ///< where the end was decided
  int steps = 0, rejected = 0;
  int highest_bits = 53;   ///< precision that the path needed
};

/// A homotopy made ready for every precision; share it between threads.
class Tracker {
 public:
  explicit Tracker(const Homotopy& homotopy);
  ~Tracker();
  /// Follows the path from `start` (n + groups coordinates, approximately on H(x, 1) = 0).
  PathResult track(const eval::Point& start, const PathOptions& options) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::track
