#pragma once
/// Which homotopy to track: the form of the target, the partition, the start system.
#include <string>

#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/plan.hpp"

namespace polyscape::solve {

/// What a path is worth in the search for a partition (bounds::PartitionSearch): some 30 us.
constexpr double work_a_path = 1e4;

/// Whether start = "auto" turns to monodromy when the other starts take that many paths: its work grows with the number
/// of solutions alone, some ten paths for each.
bool prefers_monodromy(const algebra::Integer& paths);

/// Chooses the start system by the numbers of paths (options.start overrules), and of the two
/// forms of the system the one with fewer operations. Throws InputError as solve() does.
/// progress: of a monodromy start.
Plan plan(const Problem& problem, const Options& options, const ProgressReport& progress = {});

/// By monodromy over the translates of a plan's square system. why: the end of its reason.
Plan plan_by_monodromy(const Problem& problem, const Options& options, const Plan& squared, const std::string& why,
                       const ProgressReport& progress = {});

}  // namespace polyscape::solve
