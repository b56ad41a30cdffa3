#include "polyscape/study/options.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/spec/document.hpp"

namespace polyscape::study {

namespace {

void set(solve::Options& options, const spec::SolveEntry& entry) {
  const auto& table = solve::option_table();
  const auto row = std::ranges::find(table, std::string_view(entry.key), &Option<solve::Options>::name);
  if (row == table.end()) {
    std::vector<std::string_view> known;
    std::string names;
    for (const auto& option : table) {
      known.push_back(option.name);
      names += (names.empty() ? "" : ", ") + std::string(option.name);
    }
    throw InputError(entry.place, "one of " + names, "\"" + entry.key + "\"",
                     "write " + spec::nearest(entry.key, known) + ", or leave it out");
  }
  set_option(options, *row, entry.text, entry.place);
  if (entry.key == "known_count") solve::require_known_count(entry.text, entry.place);
}

}  // namespace

solve::Options solver_options(std::span<const spec::SolveEntry> specified, std::span<const spec::SolveEntry> given) {
  solve::Options options;
  for (const spec::SolveEntry& entry : specified) set(options, entry);
  for (const spec::SolveEntry& entry : given) set(options, entry);
  return options;
}

void require_no_gauge(const solve::Options& options) {
  if (options.gauge != "none")
    throw InputError("--gauge", "none: only networks have fibres", "gauge " + options.gauge, "leave it out");
}

std::vector<std::pair<std::string, std::string>> option_values(const solve::Options& options) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& option : solve::option_table())
    if (option.name != "threads") values.emplace_back(std::string(option.name), option_text(options, option));
  return values;
}

report::Result blank_result(const solve::Options& options) {
  solve::require_legal(options);
  report::Result result;
  result.version = report::library_version();
  result.versions = report::dependency_versions();
  result.seed = options.seed;
  result.options = option_values(options);
  result.threads = options.threads > 0 ? options.threads : static_cast<int>(hardware_threads());
  return result;
}

}  // namespace polyscape::study
