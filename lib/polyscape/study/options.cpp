#include "polyscape/study/options.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/spec/document.hpp"

namespace polyscape::study {

void refuse_unknown(const spec::SolveEntry& entry, std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  throw InputError(entry.place, "one of " + list, "\"" + entry.key + "\"",
                   "write " + spec::nearest(entry.key, names) + ", or leave it out");
}

const std::vector<Option<Options>>& option_table() {
  static const std::vector<Option<Options>> table = [] {
    std::vector<Option<Options>> rows(solve::option_table().begin(), solve::option_table().end());
    rows.insert(rows.end() - 1,
                {{"gauge", &Options::gauge,
                  "of networks: slice looks for sets of critical weights as large as the weights of one function, by "
                  "cutting these"},
                 {"certify", &Options::certify,
                  "prove that each solution exists, alone, and is real or not (auto: where that is quick)"},
                 {"exact", &Options::exact,
                  "count all solutions by Groebner bases modulo random primes (auto: where fewer are found than the "
                  "bounds allow, as long as that takes no more work than the paths)"}});
    return rows;
  }();
  return table;
}

void require_legal(const Options& options) {
  for (const auto& option : option_table()) polyscape::require_legal(options, option);
}

Options solver_options(std::span<const spec::SolveEntry> specified, std::span<const spec::SolveEntry> given) {
  Options options;
  for (const spec::SolveEntry& entry : specified) set_by_name(options, option_table(), entry);
  for (const spec::SolveEntry& entry : given) set_by_name(options, option_table(), entry);
  return options;
}

void require_no_gauge(const Options& options) {
  if (options.gauge != Gauge::none)
    throw InputError("--gauge", "none: only networks have fibres", "gauge " + std::string(name(options.gauge)),
                     "leave it out");
}

std::vector<std::pair<std::string, std::string>> option_values(const Options& options) {
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& option : option_table())
    if (option.name != "threads") values.emplace_back(std::string(option.name), option_text(options, option));
  return values;
}

report::Result blank_result(const Options& options) {
  require_legal(options);
  report::Result result;
  result.version = report::library_version();
  result.versions = report::dependency_versions();
  result.seed = options.seed;
  result.options = option_values(options);
  result.threads = options.threads > 0 ? options.threads : static_cast<int>(hardware_threads());
  return result;
}

}  // namespace polyscape::study
