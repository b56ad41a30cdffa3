#include "polyscape/solve/options.hpp"

#include <string_view>

#include "polyscape/base/error.hpp"

namespace polyscape::solve {

const std::vector<Option<Options>>& option_table() {
  static const std::vector<Option<Options>> table{
      {"start", &Options::start,
       std::vector<std::string_view>{"auto", "total-degree", "multihomogeneous", "polyhedral", "monodromy"},
       "start system of the homotopy"},
      {"seed", &Options::seed, "of the solver's random numbers: gamma, start system, patches"},
      {"threads", &Options::threads, between(0, 1024), "threads to track paths on; 0: every core"},
      {"max_precision", &Options::max_precision, between(53, 100000), "bits that a path may use before it fails"},
      {"max_paths", &Options::max_paths, between(1, 1e15), "refuse to track more paths than this"},
      {"known_count", &Options::known_count, "exact number of isolated solutions, known from elsewhere"},
      {"gauge", &Options::gauge, std::vector<std::string_view>{"none", "slice"},
       "of networks: slice looks for sets of critical weights as large as the weights of one function, by cutting "
       "these"},
      {"certify", &Options::certify, std::vector<std::string_view>{"auto", "always", "never"},
       "prove that each solution exists, alone, and is real or not (auto: where that is quick)"},
      {"confirm", &Options::confirm, "solve again with another seed and start and compare"},
  };
  return table;
}

void require_known_count(const std::string& text, const std::string& place) {
  if (!text.empty() && text.find_first_not_of("0123456789") != std::string::npos)
    throw InputError(place, "a number of solutions", "\"" + text + "\"", "write an integer of at least 0");
}

void require_legal(const Options& options) {
  for (const auto& option : option_table()) polyscape::require_legal(options, option);
  require_known_count(options.known_count, "known_count");
}

}  // namespace polyscape::solve
