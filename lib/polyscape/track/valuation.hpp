#pragma once
/// Whether a path near t = 0 is on its way to infinity, from what its homogenising coordinates do.
#include <array>
#include <complex>
#include <span>
#include <vector>

#include "polyscape/track/path_options.hpp"

namespace polyscape::track {

constexpr double endgame_log_t = -2.3;  ///< t = 0.1: from here on the end of a path is looked for

/// What was seen of one homogenising coordinate x at one time.
struct Observation {
  double s;                                      ///< log t
  std::complex<double> valuation;                ///< d log x / ds
  double ratio;                                  ///< |x| over the largest coordinate of its group
  std::array<std::complex<double>, 3> higher{};  ///< d^k x / ds^k over x, k = 2..4
};

/// What else than zero the limit of a homogenising coordinate could be, relative to its group's largest.
struct Unseen {
  double simple = 1;   ///< largest limit of a single path
  double cluster = 1;  ///< largest |product of m limits| of m paths, at least 2, that only come apart nearer to t = 0
  double rest = 1;     ///< what the terms leave over, relative, noise included
  int paths = 2;       ///< m
};

/// The path's terms t^(p/q), t^((p + 1)/q), ... are taken out of x by its derivatives, as many as these allow: what
/// they leave over is the limit, or, where m paths with x^m = a^m + b t^p seem one cycle, its first effect a^m /
/// x^(m-1). p / q: near the valuation, q <= 8; m: 2 or q. noise: relative error of x and its derivatives.
Unseen unseen_limit(const Observation& seen, double noise);

enum class Infinity {
  open,             ///< not shown
  short_of_digits,  ///< not shown in this precision; at this place a higher one might
  shown,
};

class EndgameWatch {
 public:
  /// now: of the homogenising coordinate of each group.
  void observe(std::span<const Observation> now, const PathOptions& options);
  /// Whether some homogenising coordinate stayed small over a window of log t, with a stable valuation.
  bool escaping(const PathOptions& options) const;
  /// The same, the Jacobian degenerates (its inverse, without scaling, which would hide a row that vanishes, has grown
  /// by infinity_growth since first_norm), and the coordinate has no other limit than zero, by unseen_limit():
  /// solutions up to 10^14 in size would show, also those that come in clusters of m paths with |x|^m up to 10^24.
  /// weighted_inverse_norm, bits: of the arithmetic in which the path is followed.
  Infinity at_infinity(double inverse_norm, double weighted_inverse_norm, int bits, const PathOptions& options) const;
  /// Whether that inverse has grown so much.
  bool degenerates(double inverse_norm, const PathOptions& options) const {
    return first_norm > 0 && inverse_norm > options.infinity_growth * first_norm;
  }
  /// No homogenising coordinate shrinks at the last place observed.
  bool seems_finite() const;
  /// The first norm observed; 0 before that.
  double first_norm = 0;
  /// Whether the path is so near its end that a Cauchy loop may tell it. log_radius: of convergence, in log t.
  bool loop_due(double log_radius, const PathOptions& options) const;
  /// All that it holds, for archives (recall.hpp).
  template <class Archive>
  void serialize(Archive& archive) {
    archive(first_norm, groups_, seen_);
  }

 private:
  std::span<const Observation> last() const { return std::span(seen_).last(groups_); }

  std::size_t groups_ = 0;
  std::vector<Observation> seen_;  ///< time by time
};

}  // namespace polyscape::track
