#pragma once
/// One path of a homotopy, from its start solution at t = 1 to its end at t = 0.
///
/// The method. Time is s = log t throughout, so that the distance to the nearest singularity grows as t -> 0. At a
/// point the Taylor coefficients x_0..x_4 in s come from automatic differentiation and one LU; a Pade (2,2) approximant
/// a coordinate predicts, Newton corrects, and the step is kept only if Newton contracts by `contraction` at once (then
/// by its square). The length of the next step is the least of: what the last prediction error allows (Timme, arXiv
/// 1902.02968, order 5), `region_share` of the radius of convergence by the root test on x_3 and x_4 (Telen, Van Barel,
/// Verschelde, arXiv 1909.04984), `max_growth` times the last. Norms are weighted by |x_i|, with a floor relative to
/// the largest coordinate of its group, so that a coordinate that is exactly zero has a weight. A step that fails for
/// rounding error moves the path to double-double, then to MPFR of doubling precision, and back when the path eases.
/// Beyond double precision, where Newton's basin (the inverse of its Lipschitz estimate omega) is below 10^-4, the
/// predictor is a Taylor polynomial of the order that makes the longest steps for its work, about log(omega) / 2 and at
/// most 32, its length from the first missing term. Near a set on which a loss vanishes, say, a path is smooth while
/// basins shrink to 10^-15: at order 4 that takes thousands of steps.
///
/// The end. Three ways, each with its own proof of arrival: a step to t = 0 that Newton accepts like any other and that
/// was predicted to `end_error` (regular endpoints, also those at infinity); a homogenising coordinate that vanishes
/// with a stable valuation, by its extrapolated limit, while the Jacobian degenerates (at infinity); two Cauchy loops
/// at different radii with the same limit, confirmed by a third in double-double or more, whose samples lie on the
/// circle exactly: m paths end at one point when the residual there is below 10^-8m and 10^-28, which the centre of a
/// cluster of m zeros 10^-8 wide is not (singular endpoints, everything else). The loop came by all m paths: the others
/// are recognised by their places at its t and make none of their own.
///
/// The work is done in three parts: batches of paths in SIMD lanes (batch.hpp) take every path as far as double
/// precision easily does, to its end for most; batches in double-double go on with those that ran short of digits, from
/// the last place that was safe; the others are finished one by one.
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/track/batch.hpp"
#include "polyscape/track/finish.hpp"
#include "polyscape/track/homotopy.hpp"
#include "polyscape/track/path_options.hpp"
#include "polyscape/track/starts.hpp"
#include "polyscape/track/trace.hpp"

namespace polyscape::track {

/// A homotopy made ready for every precision; share it between threads.
class Tracker {
 public:
  /// set: an instruction set of instruction_sets(); empty: the best. Throws ArgumentError for one that is not there.
  explicit Tracker(const Homotopy& homotopy, std::string_view set = {});
  ~Tracker();

  /// Takes paths 0..count-1 from t = 1 as far as batches do. done: called as each leaves its batch, from any thread.
  /// exact: for paths that double precision cannot take away from `start`. first: the number that path 0 has among all
  /// of the homotopy's, where these are some. On cancellation the rest is returned as cancelled.
  std::vector<Arrival> advance(std::size_t count, const StartPoint& start, const PathOptions& options,
                               std::size_t threads, const std::function<void()>& done = {},
                               const ExactStart& exact = {}, std::size_t first = 0) const;
  /// Follows a path to its end from where a batch left it. known: cycles of other paths of the homotopy, which save
  /// this one's loops where it is one of them.
  Finish finish(const Arrival& arrival, const PathOptions& options, std::span<const Cycle> known) const;
  PathResult finish(const Arrival& arrival, const PathOptions& options) const {
    return finish(arrival, options, {}).result;
  }
  /// What members of a team tell a loop by that finishes these paths (base/shared_loop.hpp), all with so many known
  /// cycles; threads: to compute it on.
  std::string finish_identity(std::span<const Arrival* const> arrivals, const PathOptions& options, std::size_t known,
                              std::size_t threads) const;
  /// Keeps in the job's journal, if there is one, what another member came to for a path: bytes_of() a Finish that
  /// took loops.
  void remember(const Arrival& arrival, const PathOptions& options, std::size_t known, std::string bytes) const;
  /// One path from t = 1 to its end, step by step: in double precision first, like the others, but on its own. start:
  /// on the patches or not, with all the digits that are known.
  PathTrace trace(const eval::Point& start, const PathOptions& options) const;
  /// Takes paths 0..count-1, each along parameter paths of its own, from t = 1 to t = exp(options.stop_log_t), at any
  /// precision it takes.
  std::vector<Carried> carry(std::size_t count, const StartPoint& start, const OwnParameters& parameters,
                             const PathOptions& options, std::size_t threads, const ExactStart& exact = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::track
