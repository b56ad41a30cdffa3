#include "polyscape/solve/options.hpp"

namespace polyscape::solve {
namespace {

/// Empty: none.
TextMember<Options> known_count() {
  return {[](const Options& o) { return o.known_count ? o.known_count->to_string() : std::string(); },
          [](Options& o, const std::string& text) {
            if (text.find_first_not_of("0123456789") != std::string::npos) return false;
            o.known_count = text.empty() ? std::nullopt : algebra::Integer::parse(text);
            return true;
          },
          "a number of solutions", "write an integer of at least 0"};
}

}  // namespace

const std::vector<Option<Options>>& option_table() {
  static const std::vector<Option<Options>> table{
      {"start", &Options::start,
       "start system of the homotopy (lifted: mixed cells of the equations with inner quantities as unknowns)"},
      {"seed", &Options::seed, "of the solver's random numbers: gamma, start system, patches"},
      {"threads", &Options::threads, between(0, 1024), "threads to track paths on; 0: every core"},
      {"max_precision", &Options::max_precision, between(53, 100000), "bits that a path may use before it fails"},
      {"max_paths", &Options::max_paths, between(1, 1e15), "end where a start has more paths than this"},
      {"known_count", known_count(), "exact number of isolated solutions, known from elsewhere"},
      {"confirm", &Options::confirm, "solve again with another seed and start and compare"},
  };
  return table;
}

void require_legal(const Options& options) {
  for (const auto& option : option_table()) polyscape::require_legal(options, option);
}

}  // namespace polyscape::solve
