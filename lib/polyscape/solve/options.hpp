#pragma once
/// What a user may choose of the solver.
#include <cstdint>
#include <optional>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/names.hpp"
#include "polyscape/base/option.hpp"

namespace polyscape::solve {

/// The start system of the homotopy.
enum class Start { automatic, total_degree, multihomogeneous, polyhedral, lifted, monodromy };
constexpr auto names_of(Start) {
  return std::to_array<std::string_view>(
      {"auto", "total-degree", "multihomogeneous", "polyhedral", "lifted", "monodromy"});
}

/// What a user may choose; the `[solve]` table of a specification and the command line share these names.
struct Options {
  Start start = Start::automatic;
  std::uint64_t seed = 1;                       ///< of gamma, start system and patches
  int threads = 0;                              ///< 0: every core
  int max_precision = 2048;                     ///< bits of a path; one that needs more fails
  std::uint64_t max_paths = 10000000;           ///< end where a start has more: TooManyPaths
  std::optional<algebra::Integer> known_count;  ///< an exact count of isolated solutions from elsewhere. A smaller one
                                                ///< found has every path that found none followed again
  bool confirm = false;                         ///< solve again with another seed and start, and compare
};
/// One row an option; help, TOML, documentation and result.json walk it.
const std::vector<Option<Options>>& option_table();
/// Throws InputError, with the messages of the command line, where an option has no legal value: solve and all of study
/// ask first.
void require_legal(const Options& options);

}  // namespace polyscape::solve
