#include "polyscape/track/valuation.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/track/layout.hpp"

namespace polyscape::track {
namespace {

constexpr double any_cauchy = -45;        // first Cauchy loop of a path that seems neither finite nor infinite
constexpr double escaping_cauchy = -80;   // and of one that seems to be on its way to infinity
constexpr double clear_radius = 6;        // in log t, free of branch points before a loop is tried: about one turn
constexpr double finite_valuation = 0.05;
constexpr double smallest_valuation = 0.02;
constexpr double valuation_slope = 0.1;
constexpr double fast_valuation = 6;      // above it a window is measured in digits lost, not in log t
constexpr double surely_infinite = 5e-7;  // homogenising coordinates with a limit below this are as good as zero
constexpr double singular = 4e10;         // a weighted inverse's norm beyond what double precision could carry
constexpr double nearly_infinite = 4e-6;  // there the same as surely_infinite, for a limit that bends the valuation by a / r

/// What a homogenising coordinate on its way to zero has to show over a window of log t: stay below `ratio`, and change its
/// valuation by less than `slope` of it a unit of log t.
struct Escape {
  double ratio, slope, window;
};

/// At most what the limit of a homogenising coordinate may be: of one that branches like a square root there, and of any other.
struct Limit {
  double square_root = HUGE_VAL, simple = HUGE_VAL;
};

/// Whether some homogenising coordinate shows it whose limit is small enough. A limit a below r(t) = a + b t^v or
/// r(t)^2 = a^2 + b t^2v bends the valuation: while r falls to 1/e of itself it drops by the share a / r or (a / r)^2 or so.
bool shows(std::span<const Observation> seen, std::size_t groups, const Escape& rule, const Limit& limit = {}) {
  for (std::size_t g = 0; g < groups; ++g) {
    const Observation& now = seen[seen.size() - groups + g];
    const double v = now.valuation.real();
    if (v < smallest_valuation) continue;
    double bend = 0;
    for (std::size_t end = seen.size(); end > 0; end -= groups) {
      const Observation& then = seen[end - groups + g];
      const double elapsed = then.s - now.s, slope = std::abs(then.valuation.real() - v);
      if (then.ratio > rule.ratio || then.valuation.real() < smallest_valuation) break;
      if (elapsed > 0 && slope > std::max(rule.slope * v * elapsed, 1e-4)) break;
      bend = std::max(bend, std::abs(then.valuation - v) / v);  // the imaginary part tends to 0
      if (elapsed < rule.window * std::min(1.0, fast_valuation / v)) continue;
      const double share = elapsed * v < 1 ? 1 : std::min(1.0, 2 * bend);
      if (now.ratio * std::sqrt(share) <= limit.square_root && now.ratio * share <= limit.simple) return true;
    }
  }
  return false;
}

bool escaped(std::span<const Observation> seen, std::size_t groups, const Limit& limit, const PathOptions& options) {
  return shows(seen, groups, {options.infinity_ratio, valuation_slope, options.infinity_window}, limit) ||
         shows(seen, groups, {10 * options.infinity_ratio, valuation_slope / 10, options.infinity_window + 2}, limit);
}

}  // namespace

void EndgameWatch::observe(std::span<const Observation> now, const PathOptions& options) {
  groups_ = now.size();
  seen_.insert(seen_.end(), now.begin(), now.end());
  std::size_t old = 0;
  while (seen_[old].s - seen_.back().s > 5 * options.infinity_window) ++old;
  seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(old));
}

bool EndgameWatch::escaping(const PathOptions& options) const { return escaped(seen_, groups_, {}, options); }

bool EndgameWatch::at_infinity(double inverse_norm, double weighted_inverse_norm, const PathOptions& options) const {
  const Limit limit = weighted_inverse_norm > singular ? Limit{surely_finite, nearly_infinite} : Limit{surely_infinite, surely_infinite};
  return degenerates(inverse_norm, options) && escaped(seen_, groups_, limit, options);
}

bool EndgameWatch::seems_finite() const {
  return std::ranges::all_of(last(), [](const Observation& now) { return now.valuation.real() < finite_valuation; });
}

bool EndgameWatch::loop_due(double log_radius, const PathOptions& options) const {
  if (log_radius < clear_radius) return false;  // branch points nearby: a loop would be long and would prove nothing
  const double s = seen_.back().s;
  if (seems_finite()) return s <= options.first_loop;
  const bool infinite = shows(seen_, groups_, {1, valuation_slope, options.infinity_window}) ||
                        std::ranges::any_of(last(), [&](const Observation& now) { return now.ratio < options.infinity_ratio; });
  return s <= std::min(infinite ? escaping_cauchy : any_cauchy, options.first_loop);
}

}  // namespace polyscape::track
