#pragma once
/// How far along s = log t the next step reaches, what keeps it from being longer, and what to do when Newton's method
/// refuses it: one set of rules for paths in lanes and for single ones. Errors are in the weighted norm.
#include <cmath>

#include "polyscape/track/acceptance.hpp"
#include "polyscape/track/path_options.hpp"

namespace polyscape::track {

/// What kept a step from being longer.
enum class StepLimit {
  start,      ///< nothing is known yet: the first step is short
  region,     ///< the share of the series' radius of convergence that a step may cross
  error,      ///< the prediction's error against what Newton's method allows
  growth,     ///< the step before
  rejection,  ///< Newton's method refused a longer one
  target,     ///< t = 0.1, where the endgame begins, or the place that a loop around t = 0 leads to
};
/// "start", "region", ...
const char* name(StepLimit limit);

struct Step {
  double length;
  StepLimit limit;
};

/// What the steps of a path so far tell of the next one.
struct StepHistory {
  double length = 0;      ///< of the last one; 0: there was none
  double error = 0;       ///< of its prediction, over length^5; 0: no more than rounding errors
  double omega = 1;       ///< Lipschitz estimate of Newton's method; below 1 it allows no more than 1 does
  bool rejected = false;  ///< longer ones were tried before it
  int crawling = 0;       ///< steps in a row that were far shorter than the radius of convergence explains
};

/// The longest step by the Pade approximant that every rule allows. radius: of convergence, in log t; remaining: to
/// where no step leads beyond. The error rule is Timme's (arXiv 1902.02968), the region's that of Telen, Van Barel,
/// Verschelde (arXiv 1909.04984).
Step next_step(const StepHistory& before, double radius, double remaining, const PathOptions& options);

/// Order of the Taylor polynomial that predicts beyond double precision where Newton's basin is so small that it takes
/// a far better prediction than the Pade approximant: it makes steps long for the work, which grows like its square;
/// with a share q of the radius of convergence for errors of q^(order + 1) that is about half the logarithm of the
/// basin. series_order (series.hpp) where the basin is not so small.
int prediction_order(double omega);
constexpr int most_order = 32;

/// The longest step by a Taylor polynomial: to where its first missing term, extrapolated from the last two, reaches
/// what Newton's basin allows. last, second_last: sizes of the coefficients of orders `order` and `order` - 1.
Step next_taylor_step(const StepHistory& before, double last, double second_last, int order, double remaining,
                      const PathOptions& options);

/// A step that Newton's method accepted.
struct StepMade {
  double length;
  double remaining;  ///< before it
  double radius;     ///< of convergence, where it began
  int order;         ///< of the prediction
  int rejections;    ///< longer ones tried before
};
StepHistory after(const StepHistory& before, const StepMade& made, const Corrections& newton, const Digits& digits,
                  const PathOptions& options);

/// In double precision so many crawling steps in a row are a sign of rounding errors in the series: predictions then
/// err by as much however short the step.
constexpr int most_crawling = 20;

/// Tries of one step that Newton's method refused; each is half as long as the one before.
struct Rejections {
  int count = 0, without_effect = 0;  ///< the latter in a row
  double last = HUGE_VAL;             ///< Newton's last correction in the last of them

  enum class Advice {
    halve,
    precision,  ///< rounding errors are what a shorter step does not make smaller
    stuck,      ///< no length is accepted
  };
  /// After one more.
  Advice add(const Corrections& newton);
};

}  // namespace polyscape::track
