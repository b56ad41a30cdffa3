#pragma once
/// What a user may choose of the solver.
#include <cstdint>
#include <string>
#include <vector>

#include "polyscape/base/option.hpp"

namespace polyscape::solve {

/// What a user may choose; the `[solve]` table of a specification and the command line share these names.
struct Options {
  std::string start = "auto";          ///< auto | total-degree | multihomogeneous | polyhedral | monodromy
  std::uint64_t seed = 1;              ///< of gamma, start system and patches
  int threads = 0;                     ///< 0: every core
  int max_precision = 2048;            ///< bits; a path that needs more fails
  std::uint64_t max_paths = 10000000;  ///< refuse to start more
  std::string known_count;             ///< an exact count of isolated solutions from elsewhere; empty: none. A smaller
                                       ///< one found has every path that found none followed again
  std::string gauge =
      "none";  ///< none | slice: of networks, only critical sets that cut the fibres of the parametrisation
  std::string certify = "auto";  ///< auto | always | never: proofs for the solutions found
  bool confirm = false;          ///< solve again with another seed and start, and compare
};
/// One row an option; help, TOML, documentation and result.json walk it.
const std::vector<Option<Options>>& option_table();
/// Throws InputError, with the messages of the command line, where an option has no legal value: solve and all of study
/// ask first.
void require_legal(const Options& options);
/// Throws InputError naming `place` unless the text is empty or an integer of at least 0.
void require_known_count(const std::string& text, const std::string& place);

}  // namespace polyscape::solve
