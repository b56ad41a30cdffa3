#pragma once
/// All isolated solutions of a square or overdetermined polynomial system, by homotopy continuation.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/solve/options.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/problem.hpp"
#include "polyscape/track/trace.hpp"

namespace polyscape::solve {

/// Finds all isolated solutions. Results depend on the problem and the options, not on the number of threads.
/// Badly scaled systems are tracked in scaled unknowns (solve/scaling.hpp): conditions are then those of the scaled
/// system. Overdetermined systems are squared up by a random combination and the excess tested afterwards. Throws
/// InputError when the system has fewer equations than variables, a zero or a nonzero constant equation where none can
/// be, or more start solutions than options.max_paths.
Outcome solve(const Problem& problem, const Options& options, const ProgressReport& report = {});

/// One of the paths that solve() follows.
struct TracedPath {
  std::string start, start_reason;  ///< the start system and why, as of an Outcome
  std::uint64_t paths = 0;          ///< that start there
  bool scaled = false;              ///< tracked in scaled unknowns
  track::PathTrace trace;           ///< with its end in the problem's unknowns, to double-double precision or better
};

/// Follows path `number`, counted from 1, of the start that is chosen for the problem (before any of its paths is
/// looked at, see solve/path_sample.hpp), on its own and once, and says what each step was limited by. Throws
/// InputError as solve(), and where there is no such path.
TracedPath trace_path(const Problem& problem, const Options& options, std::uint64_t number);

/// The solution near `point` of the square system `program` (variables only), by Newton's method in `bits` bits;
/// `point` is the approximation. nullopt when Newton does not converge there.
std::optional<std::vector<algebra::GaussianRational>> refine(const algebra::Program& program,
                                                             const std::vector<algebra::GaussianRational>& point,
                                                             int bits);

}  // namespace polyscape::solve
