#pragma once
/// Whether chains have forgotten where they started, and how many independent draws they are worth. Vehtari, Gelman,
/// Simpson, Carpenter, Bürkner 2021 (arXiv 1903.08008).
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace polyscape::dynamics {

/// Draws of one quantity, chain by chain, equally many each.
using Chains = std::vector<std::vector<double>>;

/// The larger of the rank-normalised split R-hat of the draws and of their distances from the median. Infinity where it
/// does not exist: fewer than four draws a chain, draws that are no numbers, chains that stay at different values; 1
/// where all draws are equal.
double split_r_hat(const Chains& chains);

/// Effective sample size of the rank-normalised, split chains (bulk), by Geyer's initial monotone sequence. 0 where it
/// does not exist.
double bulk_ess(const Chains& chains);

/// A mean over chains, with its standard error from the effective sample size of the draws themselves.
struct ChainMean {
  double value = 0, error = 0, r_hat = 0, ess = 0;
};
ChainMean chain_mean(const Chains& chains);

inline constexpr double largest_r_hat = 1.01;  // of these authors
inline constexpr double least_ess = 400;

/// Why a figure is not to be trusted; nullopt where both limits are kept.
std::optional<std::string> refusal(const ChainMean& mean);

}  // namespace polyscape::dynamics
