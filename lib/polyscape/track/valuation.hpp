#pragma once
/// Whether a path near t = 0 is on its way to infinity, from what its homogenising coordinates do.
#include <complex>
#include <span>
#include <vector>

#include "polyscape/track/path_options.hpp"

namespace polyscape::track {

constexpr double endgame_log_t = -2.3;  ///< t = 0.1: from here on the end of a path is looked for

/// What was seen of one homogenising coordinate x at one time.
struct Observation {
  double s;                        ///< log t
  std::complex<double> valuation;  ///< d log x / ds
  double ratio;                    ///< |x| over the largest coordinate of its group
};

class EndgameWatch {
 public:
  /// now: of the homogenising coordinate of each group.
  void observe(std::span<const Observation> now, const PathOptions& options);
  /// Whether some homogenising coordinate stayed small over a window of log t, with a stable valuation.
  bool escaping(const PathOptions& options) const;
  /// The same, and the Jacobian degenerates: its inverse, without scaling (that would hide a row that vanishes), has grown by
  /// infinity_growth since first_norm. The coordinate's limit has to be as good as zero: a solution of size 10^6 looks for a long time as if it
  /// were at infinity; where the weighted inverse is beyond double precision, too, one of size 10^5.
  bool at_infinity(double inverse_norm, double weighted_inverse_norm, const PathOptions& options) const;
  /// Whether that inverse has grown so much.
  bool degenerates(double inverse_norm, const PathOptions& options) const { return first_norm > 0 && inverse_norm > options.infinity_growth * first_norm; }
  /// No homogenising coordinate shrinks at the last place observed.
  bool seems_finite() const;
  /// The first norm observed; 0 before that.
  double first_norm = 0;
  /// Whether the path is so near its end that a Cauchy loop may tell it. log_radius: of convergence, in log t.
  bool loop_due(double log_radius, const PathOptions& options) const;

 private:
  std::span<const Observation> last() const { return std::span(seen_).last(groups_); }

  std::size_t groups_ = 0;
  std::vector<Observation> seen_;  ///< time by time
};

}  // namespace polyscape::track
