#include "polyscape/dynamics/equipartition.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "polyscape/base/parallel.hpp"
#include "polyscape/dynamics/basin.hpp"
#include "polyscape/dynamics/tempering.hpp"

namespace polyscape::dynamics {
namespace {

constexpr double asymptotic = 0.05;  // of the highest temperature: below, corrections of higher order are small
constexpr std::size_t most_temperatures = 24, least_used = 3;

/// A lot of chains is a job of its own: their exchanges are too short to be shared out over threads.
TemperingReport tempered(const Potential& potential, const Confinement& confinement, TemperingOptions tempering,
                         const EquipartitionOptions& options, const Random& random) {
  const auto starts = starts_in_box(confinement.low, confinement.high, options.chains, random.stream("starts"));
  tempering.threads = 1;
  std::vector<TemperingReport> parts((options.chains + lot_size - 1) / lot_size);
  parallel_for(parts.size(), static_cast<std::size_t>(options.threads), [&](std::size_t k) {
    const std::size_t first = k * lot_size, count = std::min<std::size_t>(lot_size, options.chains - first);
    TemperingOptions own = tempering;
    own.chains = count;
    parts[k] = temper(potential, confinement, {}, own, std::span(starts).subspan(first, count),
                      random.stream("draws").stream(k), [](std::size_t, auto) {});
  });
  TemperingReport whole = std::move(parts.front());
  for (std::size_t k = 1; k < parts.size(); ++k)
    for (std::size_t t = 0; t < whole.losses.size(); ++t)
      std::ranges::move(parts[k].losses[t], std::back_inserter(whole.losses[t]));
  return whole;
}

/// Of L/T, the mean over all chains but one; `without` their number: over all.
double mean_without(const Chains& losses, double temperature, std::size_t without) {
  double sum = 0, count = 0;
  for (std::size_t c = 0; c < losses.size(); ++c) {
    if (c == without) continue;
    for (const double x : losses[c]) sum += x;
    count += static_cast<double>(losses[c].size());
  }
  return sum / count / temperature;
}

}  // namespace

namespace {

/// lambda of lambda + a T^g by least squares, g the next pole's distance, among those that low temperatures can tell.
double fitted_simple(std::span<const double> temperatures, std::span<const double> means) {
  constexpr double least = 0.2, largest = 1.5;
  constexpr int steps = 52;
  const auto n = static_cast<double>(means.size());
  double best = 0, least_residual = HUGE_VAL;
  for (int k = 0; k <= steps; ++k) {
    const double g = least + (largest - least) * k / steps;
    double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (std::size_t i = 0; i < means.size(); ++i) {
      const double p = std::pow(temperatures[i], g);
      x += p / n, y += means[i] / n, xx += p * p / n, xy += p * means[i] / n, yy += means[i] * means[i] / n;
    }
    const double slope = (xy - x * y) / (xx - x * x), residual = yy - y * y - slope * (xy - x * y);
    if (residual < least_residual) least_residual = residual, best = y - slope * x;
  }
  return best;
}

}  // namespace

std::optional<double> fitted_lambda(std::span<const double> temperatures, std::span<const double> means,
                                    int multiplicity) {
  if (multiplicity == 1) return fitted_simple(temperatures, means);
  // Given c, lambda is a mean; c by golden sections of its logarithm: log(1/T) + c > 0.
  const double k = multiplicity - 1, least = -std::log(temperatures.back());
  const auto fit = [&](double shift) {
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < means.size(); ++i) {
      const double lambda = means[i] + k / (-std::log(temperatures[i]) - least + shift);
      sum += lambda;
      squares += lambda * lambda;
    }
    const auto n = static_cast<double>(means.size());
    return std::pair(sum / n, squares / n - (sum / n) * (sum / n));
  };
  constexpr double nearest = -3, farthest = 5;  // of log(shift), shift = log(1/T) + c at the highest temperature
  constexpr int steps = 400;
  double best = nearest;
  for (int i = 0; i <= steps; ++i) {
    const double at = nearest + (farthest - nearest) * i / steps;
    if (fit(std::exp(at)).second < fit(std::exp(best)).second) best = at;
  }
  if (best <= nearest || best >= farthest) return std::nullopt;
  double low = best - (farthest - nearest) / steps, high = best + (farthest - nearest) / steps;
  for (int i = 0; i < 60; ++i) {
    const double a = low + (high - low) / 3, b = high - (high - low) / 3;
    (fit(std::exp(a)).second < fit(std::exp(b)).second ? high : low) =
        fit(std::exp(a)).second < fit(std::exp(b)).second ? b : a;
  }
  return fit(std::exp(low)).first;
}

Equipartition equipartition(const Potential& potential, const Confinement& confinement,
                            const EquipartitionOptions& options, Random random) {
  // As far down as temperatures reach at which neighbours exchange places.
  const double ratio = temperature_ladder(1, 1e300, potential.dimension())[1];
  TemperingOptions tempering;
  tempering.temperature = options.highest * std::pow(ratio, 1 - static_cast<double>(most_temperatures));
  tempering.highest = options.highest;
  tempering.rate = tempering.temperature;
  tempering.draws = options.draws;
  tempering.thinning = options.thinning;
  const TemperingReport report = tempered(potential, confinement, tempering, options, random);

  Equipartition result;
  std::vector<double> temperatures;
  for (std::size_t k = 0; k < report.temperatures.size(); ++k) {
    const double t = report.temperatures[k];
    Chains scaled = report.losses[k];
    for (auto& chain : scaled)
      for (double& x : chain) x /= t;
    result.means.push_back({t, chain_mean(scaled)});
    if (t > asymptotic * options.highest && temperatures.size() >= least_used) continue;
    temperatures.push_back(t);
    if (!result.refused) result.refused = refusal(result.means.back().mean);
  }
  result.used = temperatures.size();
  const auto lambda_without = [&](std::size_t chain) {
    std::vector<double> means;
    for (std::size_t k = 0; k < temperatures.size(); ++k)
      means.push_back(mean_without(report.losses[k], temperatures[k], chain));
    return fitted_lambda(temperatures, means, options.multiplicity);
  };
  const std::optional<double> lambda = lambda_without(options.chains);
  double sum = 0, squares = 0;
  bool all = lambda.has_value();
  for (std::size_t c = 0; c < options.chains && all; ++c) {
    const std::optional<double> one = lambda_without(c);
    all = one.has_value();
    sum += one.value_or(0);
    squares += one.value_or(0) * one.value_or(0);
  }
  if (!all) {
    result.refused = "no log(1/T) + c fits the means";
    return result;
  }
  const auto n = static_cast<double>(options.chains);
  result.lambda = *lambda;
  // What is left out of the law shows where the higher temperatures are.
  std::vector<double> low =
      std::vector(temperatures.begin(), temperatures.begin() + (std::ssize(temperatures) + 1) / 2);
  std::vector<double> means;
  for (std::size_t k = 0; k < low.size(); ++k) means.push_back(mean_without(report.losses[k], low[k], options.chains));
  const double lower =
      low.size() < least_used ? *lambda : fitted_lambda(low, means, options.multiplicity).value_or(*lambda);
  result.error = std::hypot(std::sqrt(std::max(0.0, (n - 1) * (squares / n - (sum / n) * (sum / n)))), lower - *lambda);
  return result;
}

}  // namespace polyscape::dynamics
