#include "polyscape/track/valuation.hpp"

#include <algorithm>
#include <cmath>

namespace polyscape::track {
namespace {

constexpr double finite_cauchy = -26;     // first Cauchy loop of a path that seems finite
constexpr double any_cauchy = -45;        // and of any other
constexpr double escaping_cauchy = -60;   // and of one that seems to be on its way to infinity
constexpr double clear_radius = 2;        // in log t, free of branch points before a loop is tried
constexpr double finite_valuation = 0.05;
constexpr double smallest_valuation = 0.02;
constexpr double valuation_slope = 0.1;

/// What a homogenising coordinate on its way to zero has to show over a window of log t: stay below `ratio`, and change its
/// valuation by less than `slope` of it a unit of log t.
struct Escape {
  double ratio, slope, window;
};

/// Whether some homogenising coordinate shows it.
bool shows(const std::deque<Observation>& seen, const Escape& rule) {
  const Observation& now = seen.back();
  for (std::size_t g = 0; g < now.valuation.size(); ++g) {
    const double v = now.valuation[g];
    if (v < smallest_valuation) continue;
    for (auto it = seen.rbegin(); it != seen.rend(); ++it) {
      const double elapsed = it->s - now.s;
      if (it->ratio[g] > rule.ratio || it->valuation[g] < smallest_valuation) break;
      if (elapsed > 0 && std::abs(it->valuation[g] - v) > std::max(rule.slope * v * elapsed, 1e-4)) break;
      if (elapsed >= rule.window) return true;
    }
  }
  return false;
}

}  // namespace

void EndgameWatch::observe(Observation now, const PathOptions& options) {
  seen_.push_back(std::move(now));
  while (seen_.front().s - seen_.back().s > 3 * options.infinity_window) seen_.pop_front();
}

bool EndgameWatch::escaping(const PathOptions& options) const {
  return shows(seen_, {options.infinity_ratio, valuation_slope, options.infinity_window}) ||
         shows(seen_, {10 * options.infinity_ratio, valuation_slope / 10, options.infinity_window + 2});
}

bool EndgameWatch::at_infinity(double inverse_norm, const PathOptions& options) const {
  return first_norm > 0 && inverse_norm > options.infinity_growth * first_norm && escaping(options);
}

bool EndgameWatch::loop_due(double log_radius, const PathOptions& options) const {
  if (log_radius < clear_radius) return false;  // branch points nearby: a loop would be long and would prove nothing
  const bool finite = std::ranges::all_of(seen_.back().valuation, [](double v) { return v < finite_valuation; });
  const double first = finite                                                      ? finite_cauchy
                       : shows(seen_, {1, valuation_slope, options.infinity_window}) ? escaping_cauchy
                                                                                     : any_cauchy;
  return seen_.back().s <= first;
}

}  // namespace polyscape::track
