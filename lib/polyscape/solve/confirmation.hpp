#pragma once
/// A second solve with another seed and, where there is one, another start, held against the first.
#include <functional>

#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/problem.hpp"

namespace polyscape::solve {

/// Solves once more and compares the sets of isolated solutions, each at its own digits. What the first solve lacked is
/// added to `first`, and as many of its paths count as failed: they ended elsewhere than they should have. A difference
/// either way is told in a note and in first.confirmation. `once`: one solve, without confirmation.
void confirm(const Problem& problem, const Options& options,
             const std::function<Outcome(const Problem&, const Options&)>& once, Outcome& first);

}  // namespace polyscape::solve
