#include "polyscape/track/step_control.hpp"

#include <algorithm>

#include "polyscape/track/series.hpp"

namespace polyscape::track {
namespace {

constexpr double first_length = 0.05;
// Of the steps that the radius of convergence allows: shorter ones crawl.
constexpr double crawling_share = 0.02;
// A prediction as good as this many of Newton's last corrections is at rounding level, which does not grow like
// length^5; but one as bad as `most_noise` times what passes for noise is not put down to it.
constexpr double rounding_factor = 30, most_noise = 1000;
// What single corrections tell of the Lipschitz constant, in their own direction only, is forgotten at this rate.
constexpr double forgetting = 4;
constexpr double small_basin = 1e4;  // Lipschitz estimate from which on Taylor polynomials predict,
constexpr double far_error = 0.02;   // and the error allowed to them, times that estimate
constexpr int max_rejections = 12;
constexpr double same_correction = 0.3;    // of the one before: a step half as long had no effect
constexpr double noisy_correction = 1e-4;  // larger ones are never put down to rounding
constexpr double arrival_tolerance = 1e-12;

Step shortest(std::initializer_list<Step> rules) { return std::ranges::min(rules, {}, &Step::length); }

Step by_growth(const StepHistory& before, const PathOptions& options) {
  return {(before.rejected ? 1.0 : options.max_growth) * before.length, StepLimit::growth};
}

/// For a prediction that errs like length^5.
Step by_error(const StepHistory& before, const PathOptions& options) {
  const double a = options.contraction, h = 2 * a * (std::sqrt(4 * a * a + 1) - 2 * a);
  // A Lipschitz constant below one would allow errors larger than the coordinates themselves.
  const double allowed = (std::sqrt(1 + 2 * h) - 1) / (std::max(before.omega, 1.0) * std::max(before.error, 1e-300));
  return {std::pow(allowed, 1.0 / (series_order + 1)) / options.error_divisor, StepLimit::error};
}

double fifth_power(double x) { return (x * x) * (x * x) * x; }

}  // namespace

const char* name(StepLimit limit) {
  constexpr const char* names[] = {"start", "region", "error", "growth", "rejection", "target"};
  return names[static_cast<std::size_t>(limit)];
}

Step next_step(const StepHistory& before, double radius, double remaining, const PathOptions& options) {
  const Step target{remaining, StepLimit::target}, region{options.region_share * radius, StepLimit::region};
  if (before.length == 0) return shortest({target, {first_length, StepLimit::start}, region});
  return shortest({target, region, by_error(before, options), by_growth(before, options)});
}

int prediction_order(double omega) {
  if (omega < small_basin) return series_order;
  return std::clamp(static_cast<int>(std::log(omega / far_error) / 2) + 1, series_order + 1, most_order);
}

Step next_taylor_step(const StepHistory& before, double last, double second_last, int order, double remaining,
                      const PathOptions& options) {
  Step error{last > 0 ? 0 : HUGE_VAL, StepLimit::error};
  if (last > 0 && std::isfinite(last)) {
    const double rate = std::max(second_last > 0 ? last / second_last : 0.0, std::pow(last, 1.0 / order));
    error.length =
        std::min(options.region_share / rate, std::pow(far_error / before.omega / (last * rate), 1.0 / (order + 1)));
  }
  const Step target{remaining, StepLimit::target};
  return before.length == 0 ? shortest({target, error}) : shortest({target, error, by_growth(before, options)});
}

StepHistory after(const StepHistory& before, const StepMade& made, const Corrections& newton, const Digits& digits,
                  const PathOptions& options) {
  const bool in_double = digits.bits == double_bits;
  const double rounding =
      std::clamp(rounding_factor * newton.last, digits.prediction_noise, most_noise * digits.prediction_noise);
  const bool cut = made.length >= made.remaining * (1 - arrival_tolerance);
  const bool crawls = made.length < crawling_share * options.region_share * made.radius;
  return {.length = made.length,
          .error = made.order > series_order || newton.first < rounding ? 0 : newton.first / fifth_power(made.length),
          .omega = in_double ? newton.omega : std::max(newton.omega, before.omega / forgetting),
          .rejected = made.rejections > 0,
          .crawling = in_double && crawls && !cut ? before.crawling + 1 : 0};
}

Rejections::Advice Rejections::add(const Corrections& newton) {
  without_effect = newton.last > same_correction * last ? without_effect + 1 : 0;
  last = newton.last;
  ++count;
  if (without_effect >= 2 && newton.last < noisy_correction) return Advice::precision;
  return count == max_rejections ? Advice::stuck : Advice::halve;
}

}  // namespace polyscape::track
