#pragma once
/// The paths of one plan, followed, and what becomes of their ends.
#include <optional>

#include "polyscape/base/shard.hpp"
#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/problem.hpp"

namespace polyscape::solve {

/// Tracks the plan's paths and sorts their ends. `problem`: what the ends are checked against; its system may be empty.
/// shard: the paths to follow; throws ShardDone then, unless the job is cancelled before.
Outcome follow(const Problem& problem, const Options& options, const Plan& plan, const ProgressReport& report,
               const std::optional<Shard>& shard = std::nullopt);

/// The same along a line of square systems (plan.hpp) from solutions that may be any at t = 1: nothing is known of the
/// ends, not even that they are closed under conjugation. cluster_work: the plan's.
Outcome follow_line(const algebra::Program& line, const std::vector<eval::Point>& solutions, const Options& options,
                    Random random, const ProgressReport& report, double cluster_work = much_work);

}  // namespace polyscape::solve
