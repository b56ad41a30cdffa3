#include "polyscape/track/valuation.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/track/layout.hpp"

namespace polyscape::track {
namespace {

constexpr double any_cauchy = -45;       // first Cauchy loop of a path that seems neither finite nor infinite
constexpr double escaping_cauchy = -80;  // and of one that seems to be on its way to infinity
constexpr double clear_radius = 6;       // in log t, free of branch points before a loop is tried: about one turn
constexpr double finite_valuation = 0.05;
constexpr double smallest_valuation = 0.02;
constexpr double valuation_slope = 0.1;
constexpr double fast_valuation = 6;   // above it a window is measured in digits lost, not in log t
constexpr int most_steps_a_unit = 12;  // of the exponents of a path's series
constexpr int largest_cycle = 8;
constexpr double largest_numerator = 1000;
constexpr double near_valuation = 0.03;  // relative distance from a fraction that may be the valuation
constexpr double double_noise = 0x1p-52;
constexpr double largest_simple = 1e-15, largest_cluster = 1e-24;  // of what may be left unseen at infinity

/// What a homogenising coordinate on its way to zero has to show over a window of log t: stay below `ratio`, and change
/// its valuation by less than `slope` of it a unit of log t.
struct Escape {
  double ratio, slope, window;
};

/// Whether homogenising coordinate g shows it.
bool shows(std::span<const Observation> seen, std::size_t groups, std::size_t g, const Escape& rule) {
  const Observation& now = seen[seen.size() - groups + g];
  const double v = now.valuation.real();
  if (v < smallest_valuation) return false;
  for (std::size_t end = seen.size(); end > 0; end -= groups) {
    const Observation& then = seen[end - groups + g];
    const double elapsed = then.s - now.s, slope = std::abs(then.valuation.real() - v);
    if (then.ratio > rule.ratio || then.valuation.real() < smallest_valuation) return false;
    if (elapsed > 0 && slope > std::max(rule.slope * v * elapsed, 1e-4)) return false;
    if (elapsed >= rule.window * std::min(1.0, fast_valuation / v)) return true;
  }
  return false;
}

bool escapes(std::span<const Observation> seen, std::size_t groups, std::size_t g, const PathOptions& options) {
  return shows(seen, groups, g, {options.infinity_ratio, valuation_slope, options.infinity_window}) ||
         shows(seen, groups, g, {10 * options.infinity_ratio, valuation_slope / 10, options.infinity_window + 2});
}

/// |prod_k (1 - D / e_k) x / x| over the exponents e_k = (p + k) / q of four terms that it takes out; D = d / ds.
double without_terms(const Observation& seen, int p, int q) {
  std::array<double, 5> polynomial{1};
  for (int k = 0; k < 4; ++k)
    for (std::size_t i = 4; i > 0; --i) polynomial[i] -= polynomial[i - 1] * q / (p + k);
  return std::abs(polynomial[0] + polynomial[1] * seen.valuation + polynomial[2] * seen.higher[0] +
                  polynomial[3] * seen.higher[1] + polynomial[4] * seen.higher[2]);
}

}  // namespace

Unseen unseen_limit(const Observation& seen, double noise) {
  Unseen best{seen.ratio, std::min(1.0, seen.ratio * seen.ratio), 1, 2};
  const auto size = [](const Unseen& u) { return std::max(u.simple / largest_simple, u.cluster / largest_cluster); };
  for (int q = 1; q <= largest_cycle; ++q) {
    const double p = std::round(seen.valuation.real() * q);
    if (p < 1 || p > largest_numerator || std::abs(seen.valuation - p / q) > near_valuation * p / q) continue;
    const int whole = static_cast<int>(p), paths = std::max(q, 2);
    if (std::gcd(whole, q) != 1) continue;
    for (int times = 1; times * q <= most_steps_a_unit; ++times) {
      const double rest = without_terms(seen, times * whole, times * q), share = std::max(noise, rest);
      const Unseen now{seen.ratio * share, std::pow(seen.ratio, paths) * share, rest, paths};
      if (size(now) < size(best)) best = now;
    }
  }
  return best;
}

void EndgameWatch::observe(std::span<const Observation> now, const PathOptions& options) {
  groups_ = now.size();
  // A path that went back for more digits is seen anew from there.
  while (!seen_.empty() && seen_.back().s <= now.back().s) seen_.pop_back();
  seen_.insert(seen_.end(), now.begin(), now.end());
  std::size_t old = 0;
  while (seen_[old].s - seen_.back().s > 5 * options.infinity_window) ++old;
  seen_.erase(seen_.begin(), seen_.begin() + static_cast<std::ptrdiff_t>(old));
}

bool EndgameWatch::escaping(const PathOptions& options) const {
  for (std::size_t g = 0; g < groups_; ++g)
    if (escapes(seen_, groups_, g, options)) return true;
  return false;
}

Infinity EndgameWatch::at_infinity(double inverse_norm, double weighted_inverse_norm, int bits,
                                   const PathOptions& options) const {
  Infinity result = Infinity::open;
  if (!degenerates(inverse_norm, options)) return result;
  for (std::size_t g = 0; g < groups_; ++g) {
    if (!escapes(seen_, groups_, g, options)) continue;
    const Observation& now = last()[g];
    // Errors are relative to the weights, which have a floor; derivatives are doubles.
    const double noise = std::max(
        double_noise, std::ldexp(weighted_inverse_norm, -bits) * std::max(1.0, options.weight_floor / now.ratio));
    const Unseen unseen = unseen_limit(now, noise);
    if (unseen.simple < largest_simple && unseen.cluster < largest_cluster) return Infinity::shown;
    if (unseen.rest < 10 * noise && now.ratio * double_noise < largest_simple &&
        std::pow(now.ratio, unseen.paths) * double_noise < largest_cluster)
      result = Infinity::short_of_digits;
  }
  return result;
}

bool EndgameWatch::seems_finite() const {
  return std::ranges::all_of(last(), [](const Observation& now) { return now.valuation.real() < finite_valuation; });
}

bool EndgameWatch::loop_due(double log_radius, const PathOptions& options) const {
  if (log_radius < clear_radius) return false;  // branch points nearby: a loop would be long and would prove nothing
  const double s = seen_.back().s;
  if (seems_finite()) return s <= options.first_loop;
  bool infinite = false;
  for (std::size_t g = 0; g < groups_; ++g)
    infinite = infinite || last()[g].ratio < options.infinity_ratio ||
               shows(seen_, groups_, g, {1, valuation_slope, options.infinity_window});
  return s <= std::min(infinite ? escaping_cauchy : any_cauchy, options.first_loop);
}

}  // namespace polyscape::track
