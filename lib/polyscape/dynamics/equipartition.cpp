#include "polyscape/dynamics/equipartition.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/dynamics/basin.hpp"
#include "polyscape/dynamics/tempering.hpp"

namespace polyscape::dynamics {
namespace {

constexpr double asymptotic = 0.05;  // of the highest temperature: below, corrections of higher order are small
constexpr std::size_t most_temperatures = 24, least_used = 3;

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

namespace {

/// L/T of each draw of each chain at the temperatures that are fitted.
struct Sample {
  std::vector<double> temperatures;
  std::vector<Chains> energies;  ///< by temperature
};

Sample sampled(const Potential& potential, const Confinement& confinement, const EquipartitionOptions& options,
               const Random& random) {
  // As far down as temperatures reach at which neighbours exchange places.
  const double ratio = temperature_ladder(1, 1e300, potential.dimension())[1];
  TemperingOptions o;
  o.temperature = options.highest * std::pow(ratio, 1 - static_cast<double>(most_temperatures));
  o.highest = options.highest;
  o.rate = o.temperature;
  o.chains = options.chains;
  o.draws = options.draws;
  o.thinning = options.thinning;
  o.threads = options.threads;
  Sample result;
  for (const double t : temperature_ladder(o.temperature, o.highest, potential.dimension()))
    if (t <= asymptotic * options.highest || result.temperatures.size() < least_used) result.temperatures.push_back(t);
  result.energies.assign(result.temperatures.size(), Chains(options.chains));
  const auto starts = starts_in_box(confinement.low, confinement.high, options.chains, random.stream("starts"));
  temper(potential, confinement, {}, o, starts, random.stream("draws"), [&](const TemperedDraw& d) {
    if (d.level < result.temperatures.size())
      result.energies[d.level][d.chain].push_back(d.loss / result.temperatures[d.level]);
  });
  return result;
}

/// Of each chain.
std::vector<double> means_of(const Chains& chains) {
  std::vector<double> result;
  for (const auto& chain : chains)
    result.push_back(std::accumulate(chain.begin(), chain.end(), 0.0) / static_cast<double>(chain.size()));
  return result;
}

/// Means over the chains by temperature, and with each chain left out.
class ChainMeans {
 public:
  explicit ChainMeans(const std::vector<Chains>& energies) {
    for (const Chains& chains : energies) {
      means_.push_back(means_of(chains));
      sums_.push_back(std::accumulate(means_.back().begin(), means_.back().end(), 0.0));
    }
  }
  std::vector<double> all() const {
    std::vector<double> result;
    for (const double sum : sums_) result.push_back(sum / static_cast<double>(chains()));
    return result;
  }
  std::vector<double> without(std::size_t chain) const {
    std::vector<double> result;
    for (std::size_t k = 0; k < sums_.size(); ++k)
      result.push_back((sums_[k] - means_[k][chain]) / static_cast<double>(chains() - 1));
    return result;
  }
  std::size_t chains() const { return means_.front().size(); }

 private:
  std::vector<std::vector<double>> means_;  ///< by temperature and chain
  std::vector<double> sums_;
};

/// Standard error of the fitted lambda, from fits with a chain left out each. nullopt where one of them fails.
std::optional<double> jackknife(const ChainMeans& means, std::span<const double> temperatures, int multiplicity) {
  double sum = 0, squares = 0;
  for (std::size_t c = 0; c < means.chains(); ++c) {
    const auto one = fitted_lambda(temperatures, means.without(c), multiplicity);
    if (!one) return std::nullopt;
    sum += *one;
    squares += *one * *one;
  }
  const auto n = static_cast<double>(means.chains());
  return std::sqrt(std::max(0.0, (n - 1) * (squares / n - (sum / n) * (sum / n))));
}

}  // namespace

Equipartition equipartition(const Potential& potential, const Confinement& confinement,
                            const EquipartitionOptions& options, Random random) {
  const Sample sample = sampled(potential, confinement, options, random);
  Equipartition result;
  for (std::size_t k = 0; k < sample.temperatures.size(); ++k) {
    result.means.push_back({sample.temperatures[k], chain_mean(sample.energies[k])});
    if (!result.refused) result.refused = refusal(result.means.back().mean);
  }
  const ChainMeans means(sample.energies);
  const std::vector<double> all = means.all();
  const auto lambda = fitted_lambda(sample.temperatures, all, options.multiplicity);
  const auto error = jackknife(means, sample.temperatures, options.multiplicity);
  if (!lambda || !error) {
    result.refused = "no log(1/T) + c fits the means";
    return result;
  }
  result.lambda = *lambda;
  // What is left out of the law shows where the higher temperatures are.
  const std::size_t half = (all.size() + 1) / 2;
  const double lower = half < least_used ? *lambda
                                         : fitted_lambda(std::span(sample.temperatures).first(half),
                                                         std::span(all).first(half), options.multiplicity)
                                               .value_or(*lambda);
  result.error = std::hypot(*error, lower - *lambda);
  return result;
}

}  // namespace polyscape::dynamics
