#pragma once
/// The solver's options from where users write them: the `[solve]` table of a specification, then the command line.
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

/// Defaults, then `specified` in order, then `given` (keys with underscores). Throws InputError at an entry's place for
/// an unknown key (naming the nearest one) or an illegal value.
solve::Options solver_options(std::span<const spec::SolveEntry> specified, std::span<const spec::SolveEntry> given);

/// For systems that are no network's. InputError for another gauge than none.
void require_no_gauge(const solve::Options& options);

/// Every option with its value as text, in the table's order, without `threads` (results do not depend on it).
std::vector<std::pair<std::string, std::string>> option_values(const solve::Options& options);

/// A result that says what it was made by and with: versions, seed, options, threads. Throws InputError where an option
/// has no legal value.
report::Result blank_result(const solve::Options& options);

}  // namespace polyscape::study
