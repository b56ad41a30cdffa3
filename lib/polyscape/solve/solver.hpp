#pragma once
/// All isolated solutions of a square or overdetermined polynomial system, by homotopy continuation.
#include <optional>
#include <vector>

#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/problem.hpp"

namespace polyscape::solve {

/// Finds all isolated solutions. Results depend on the problem and the options, not on the number of threads.
/// Badly scaled systems are tracked in scaled unknowns (solve/scaling.hpp): conditions are then those of the scaled
/// system. Overdetermined systems are squared up by a random combination and the excess tested afterwards. Throws
/// InputError when the system has fewer equations than variables, a zero or a nonzero constant equation where none can
/// be, or more start solutions than options.max_paths.
Outcome solve(const Problem& problem, const Options& options, const ProgressReport& report = {});

/// The solution near `point` of the square system `program` (variables only), by Newton's method in `bits` bits;
/// `point` is the approximation. nullopt when Newton does not converge there.
std::optional<std::vector<algebra::GaussianRational>> refine(const algebra::Program& program,
                                                             const std::vector<algebra::GaussianRational>& point,
                                                             int bits);

}  // namespace polyscape::solve
