#include "polyscape/study/options.hpp"

#include <algorithm>
#include <numeric>

#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"

namespace polyscape::study {

namespace {

// Levenshtein's distance: insertions, deletions and substitutions.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
    }
  }
  return row.back();
}

void set(solve::Options& options, const spec::SolveEntry& entry) {
  const auto& table = solve::option_table();
  const auto row = std::ranges::find(table, std::string_view(entry.key), &Option<solve::Options>::name);
  if (row == table.end()) {
    std::string names;
    for (const auto& option : table) names += (names.empty() ? "" : ", ") + std::string(option.name);
    const auto nearest =
        std::ranges::min_element(table, {}, [&](const auto& option) { return edit_distance(option.name, entry.key); });
    throw InputError(entry.place, "one of " + names, "\"" + entry.key + "\"",
                     "write " + std::string(nearest->name) + ", or leave it out");
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
