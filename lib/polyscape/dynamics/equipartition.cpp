#include "polyscape/dynamics/equipartition.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/dynamics/basin.hpp"
#include "polyscape/dynamics/tempering.hpp"

namespace polyscape::dynamics {
namespace {

constexpr double asymptotic = 0.05;  // of the highest temperature: below, corrections of higher order are small
constexpr std::size_t most_temperatures = 24, least_used = 3;

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

std::optional<double> fitted_lambda(std::span<const double> temperatures, std::span<const double> means,
                                    int multiplicity) {
  if (multiplicity == 1) return means.front();
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
  tempering.chains = options.chains;
  tempering.draws = options.draws;
  tempering.thinning = options.thinning;
  tempering.threads = options.threads;
  const auto starts = starts_in_box(confinement.low, confinement.high, options.chains, random.stream("starts"));
  const TemperingReport report =
      temper(potential, confinement, {}, tempering, starts, random.stream("draws"), [](std::size_t, auto) {});

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
  result.used = options.multiplicity == 1 ? 1 : temperatures.size();
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
  result.error = std::sqrt(std::max(0.0, (n - 1) * (squares / n - (sum / n) * (sum / n))));
  return result;
}

}  // namespace polyscape::dynamics
