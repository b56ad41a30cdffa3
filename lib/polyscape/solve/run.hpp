#pragma once
/// The paths of one plan, followed, and what becomes of their ends.
#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/problem.hpp"

namespace polyscape::solve {

/// Tracks the plan's paths and sorts their ends. `problem`: what the ends are checked against; its system may be empty.
Outcome follow(const Problem& problem, const Options& options, const Plan& plan, const ProgressReport& report);

}  // namespace polyscape::solve
