#pragma once
/// What a plan's paths cost, from a few of them.
#include <optional>
#include <string>

#include "polyscape/solve/options.hpp"
#include "polyscape/solve/plan.hpp"

namespace polyscape::solve {

/// Whether the plan's paths take more work than monodromy would, by a sample of them: nullopt, or what was seen of it.
/// Monodromy follows some thirty paths for each solution of a translate, and their ends are regular; there are no more
/// of these than paths of the plan, and of plans that prefers_monodromy() (solve/strategy.hpp) the sample estimates how
/// many. Plans of few paths, and those of monodromy, are not sampled. Depends on the plan
/// and the options, not on the number of threads.
std::optional<std::string> why_monodromy(const Plan& plan, const Options& options);

}  // namespace polyscape::solve
