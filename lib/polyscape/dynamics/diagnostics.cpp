#include "polyscape/dynamics/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

namespace polyscape::dynamics {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::size_t least_draws = 4;

double mean_of(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}
double variance_of(std::span<const double> x, double mean) {
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / static_cast<double>(x.size() - 1);
}

bool usable(const Chains& chains) {
  return !chains.empty() && std::ranges::all_of(chains, [&](const auto& c) {
    return c.size() >= least_draws && c.size() == chains.front().size() &&
           std::ranges::all_of(c, [](double v) { return std::isfinite(v); });
  });
}

bool all_equal(const Chains& chains) {
  return std::ranges::all_of(
      chains, [&](const auto& c) { return std::ranges::all_of(c, [&](double v) { return v == chains[0][0]; }); });
}

/// Halves of the chains; of an odd number of draws the middle one is left out.
Chains split(const Chains& chains) {
  Chains halves;
  for (const auto& c : chains) {
    const auto half = static_cast<std::ptrdiff_t>(c.size() / 2);
    halves.emplace_back(c.begin(), c.begin() + half);
    halves.emplace_back(c.end() - half, c.end());
  }
  return halves;
}

/// Each draw's normal score by its rank among all, equal draws by their mean rank.
Chains normal_scores(const Chains& chains) {
  std::vector<double> sorted;
  for (const auto& c : chains) sorted.insert(sorted.end(), c.begin(), c.end());
  std::ranges::sort(sorted);
  const auto total = static_cast<double>(sorted.size());
  const boost::math::normal standard;
  Chains result = chains;
  for (auto& c : result)
    for (double& v : c) {
      const auto [first, last] = std::ranges::equal_range(sorted, v);
      const double rank =
          (static_cast<double>(first - sorted.begin()) + static_cast<double>(last - sorted.begin()) + 1) / 2;
      v = boost::math::quantile(standard, (rank - 0.375) / (total + 0.25));
    }
  return result;
}

struct Variances {
  double within = 0, total = 0;  ///< var+ of the authors
};
Variances variances(const Chains& chains) {
  const auto n = static_cast<double>(chains.front().size());
  std::vector<double> means, own;
  for (const auto& c : chains) {
    means.push_back(mean_of(c));
    own.push_back(variance_of(c, means.back()));
  }
  const double within = mean_of(own), between = chains.size() > 1 ? variance_of(means, mean_of(means)) : 0;
  return {within, within * (n - 1) / n + between};
}

double r_hat(const Chains& chains) {
  const Variances v = variances(chains);
  constexpr double rounding = 1e-12;  // within chains of equal draws
  return v.within > rounding * v.total ? std::sqrt(v.total / v.within) : infinity;
}

/// Of chains as they are.
double ess(const Chains& chains) {
  const std::size_t n = chains.front().size();
  const Variances v = variances(chains);
  if (!(v.total > 0)) return 0;
  std::vector<double> means;
  for (const auto& c : chains) means.push_back(mean_of(c));
  const auto correlation = [&](std::size_t lag) {
    double covariance = 0;
    for (std::size_t k = 0; k < chains.size(); ++k) {
      double sum = 0;
      for (std::size_t t = 0; t + lag < n; ++t) sum += (chains[k][t] - means[k]) * (chains[k][t + lag] - means[k]);
      covariance += sum / static_cast<double>(n);
    }
    covariance /= static_cast<double>(chains.size());
    return 1 - (v.within - covariance * static_cast<double>(n) / static_cast<double>(n - 1)) / v.total;
  };
  // Sums of pairs are positive and fall; tau = -1 + 2 sum of them.
  double tau = -1, before = infinity;
  for (std::size_t lag = 0; lag + 1 < n; lag += 2) {
    const double pair = (lag == 0 ? 1 : correlation(lag)) + correlation(lag + 1);
    if (!(pair > 0)) break;
    before = std::min(before, pair);
    tau += 2 * before;
  }
  const double draws = static_cast<double>(n * chains.size());
  return std::min(draws / std::max(tau, 1 / std::log10(draws)), draws * std::log10(draws));
}

}  // namespace

double split_r_hat(const Chains& chains) {
  if (!usable(chains)) return infinity;
  if (all_equal(chains)) return 1;
  const Chains halves = split(chains);
  std::vector<double> draws;
  for (const auto& c : halves) draws.insert(draws.end(), c.begin(), c.end());
  const auto middle = draws.begin() + static_cast<std::ptrdiff_t>(draws.size() / 2);
  std::nth_element(draws.begin(), middle, draws.end());
  double median = *middle;
  if (draws.size() % 2 == 0) median = (median + *std::max_element(draws.begin(), middle)) / 2;
  Chains folded = halves;
  for (auto& c : folded)
    for (double& v : c) v = std::abs(v - median);
  const double bulk = r_hat(normal_scores(halves));
  return all_equal(folded) ? bulk : std::max(bulk, r_hat(normal_scores(folded)));
}

double bulk_ess(const Chains& chains) {
  if (!usable(chains) || all_equal(chains)) return 0;
  return ess(normal_scores(split(chains)));
}

ChainMean chain_mean(const Chains& chains) {
  ChainMean result{0, infinity, split_r_hat(chains), bulk_ess(chains)};
  if (!usable(chains)) return result;
  std::vector<double> draws;
  for (const auto& c : chains) draws.insert(draws.end(), c.begin(), c.end());
  result.value = mean_of(draws);
  const double size = all_equal(chains) ? 0 : ess(split(chains));
  if (size > 0) result.error = std::sqrt(variance_of(draws, result.value) / size);
  return result;
}

std::optional<std::string> refusal(const ChainMean& mean) {
  if (!(mean.r_hat <= largest_r_hat)) return fmt::format("R-hat {:.3g}, above {}", mean.r_hat, largest_r_hat);
  if (!(mean.ess >= least_ess)) return fmt::format("effective sample size {:.0f}, below {}", mean.ess, least_ess);
  return std::nullopt;
}

}  // namespace polyscape::dynamics
