#include "polyscape/study/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <span>

#include "output.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

constexpr std::size_t most_samples = 10000;
constexpr std::size_t most_rows = 40;  // of a table on a screen

std::string more_rows(std::size_t all) {
  return all > most_rows
             ? fmt::format("and {} more rows: --out DIR writes all of them, --json prints them\n", all - most_rows)
             : "";
}

/// How many draws have each list of real critical points by Hessian index.
std::map<std::map<int, std::uint64_t>, std::size_t> by_pattern(const study::Sweep& sweep) {
  std::map<std::map<int, std::uint64_t>, std::size_t> result;
  for (const report::Result& r : sweep.draws) ++result[r.solutions->real_by_index];
  return result;
}

std::string pattern_text(const std::map<int, std::uint64_t>& pattern) {
  std::string text;
  for (const auto& [index, count] : pattern) text += fmt::format("{}{}:{}", text.empty() ? "" : " ", index, count);
  return text;
}

std::string json_of(const study::Sweep& sweep) {
  nlohmann::ordered_json object{{"schema", report::schema_version},
                                {"member", nlohmann::ordered_json::parse(report::to_json(sweep.member))}};
  object["draws"] = nlohmann::ordered_json::array();
  for (const report::Result& r : sweep.draws)
    object["draws"].push_back(nlohmann::ordered_json::parse(report::to_json(r)));
  object["real_by_index"] = nlohmann::ordered_json::array();
  for (const auto& [pattern, draws] : by_pattern(sweep)) {
    nlohmann::ordered_json row{{"draws", draws}, {"counts", nlohmann::ordered_json::object()}};
    for (const auto& [index, count] : pattern) row["counts"][std::to_string(index)] = count;
    object["real_by_index"].push_back(std::move(row));
  }
  object["seconds"] = sweep.seconds;
  return object.dump(1) + "\n";
}

std::string summary(const study::Sweep& sweep) {
  const report::Result& m = sweep.member;
  std::string text = fmt::format("{}: {} isolated critical points over C ({} paths, {})\n\n", m.title,
                                 m.solutions->isolated, m.paths->tracked, m.paths->start);
  const std::size_t shown = std::min(sweep.draws.size(), most_rows);
  text += report::table({sweep.draws.begin(), sweep.draws.begin() + static_cast<std::ptrdiff_t>(shown)},
                        report::TableFormat::markdown);
  text += more_rows(sweep.draws.size());
  text += fmt::format("\n{:<28} draws\n", "Real points by index");
  for (const auto& [pattern, draws] : by_pattern(sweep))
    text += fmt::format("  {:<26} {}\n", pattern_text(pattern), draws);
  for (const std::string& found : m.contradictions) text += "CONTRADICTION: " + found + "\n";
  for (const std::string& note : m.notes) text += note + "\n";
  return text + fmt::format("\n{} draws, {:.2f} s, {:.2f} s of them for the generic one\n", sweep.draws.size(),
                            sweep.seconds, m.seconds.total.value_or(0));
}

/// The critical manifolds of one draw, counted by the functions that they compute.
struct ManifoldRow {
  std::size_t samples;
  std::string seed;
  std::string zero_loss;  ///< dimension of the zero-loss set, or empty
  std::string degenerate;
  std::size_t
      functions = 0,
      real = 0;  ///< critical functions over C (families of functions: one each); those with a real smooth point found
  std::map<std::string, std::size_t> kinds;  ///< "pure minimum", "spurious saddle": of these
  report::Standing standing = report::Standing::incomplete;
};

ManifoldRow row_of(const report::Result& r) {
  ManifoldRow row;
  row.samples = r.network->samples;
  for (const auto& [name, seed] : r.seeds)
    if (name == "data") row.seed = seed;
  if (r.interpolation && r.interpolation->dimension) {
    row.zero_loss = *r.interpolation->dimension < 0 ? "empty" : std::to_string(*r.interpolation->dimension);
    row.degenerate = r.interpolation->degenerate.value_or(false) ? "yes" : "no";
  }
  struct Function {
    std::optional<bool> pure;
    bool zero_loss = false;
    std::set<std::string_view> kinds;
  };
  std::map<int, Function> by_number;
  int family = 0;
  for (const report::Component& c : r.decomposition->components) {
    Function& f = by_number[c.function.value_or(--family)];
    f.pure = c.pure;
    f.zero_loss = c.zero_loss.value_or(false);
    for (const report::Kind kind : c.kinds) f.kinds.insert(name(kind));
  }
  row.functions = by_number.size();
  for (const auto& [number, f] : by_number) {
    if (f.kinds.empty()) continue;
    ++row.real;
    ++row.kinds[fmt::format("{}{}",
                            f.zero_loss ? "zero-loss "
                            : f.pure    ? (*f.pure ? "pure " : "spurious ")
                                        : "",
                            fmt::join(f.kinds, "/"))];
  }
  row.standing = report::standing(r);
  return row;
}

std::string kinds_text(const ManifoldRow& row) {
  std::string text;
  for (const auto& [kind, count] : row.kinds) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, kind);
  return text;
}

/// quote: around the one cell that holds commas.
std::vector<std::string> cells(const ManifoldRow& r, const std::string& quote, const std::string& incomplete) {
  return {std::to_string(r.samples),
          r.seed,
          r.zero_loss,
          r.degenerate,
          std::to_string(r.functions),
          std::to_string(r.real),
          quote + kinds_text(r) + quote,
          r.standing == report::Standing::complete        ? "yes"
          : r.standing == report::Standing::contradiction ? "CONTRADICTION"
                                                          : incomplete};
}

std::string manifold_table(const std::vector<ManifoldRow>& rows) {
  std::string text =
      "| N | data seed | zero loss: dimension | degenerate | critical functions | real | by kind | complete "
      "|\n|--|--|--|--|--|--|--|--|\n";
  for (const ManifoldRow& r : std::span(rows).first(std::min(rows.size(), most_rows)))
    text += fmt::format("| {} |\n", fmt::join(cells(r, "", "NO"), " | "));
  return text + more_rows(rows.size());
}

std::string manifold_csv(const std::vector<ManifoldRow>& rows) {
  std::string text = "samples,data_seed,zero_loss_dimension,degenerate,critical_functions,real,kinds,complete\n";
  for (const ManifoldRow& r : rows) text += fmt::format("{}\n", fmt::join(cells(r, "\"", "no"), ","));
  return text;
}

int sweep_manifolds(const Command& command, const spec::Specification& specification, const solve::Options& options,
                    const std::vector<std::string>& files) {
  std::vector<std::size_t> samples{specification.data.inputs.size()};
  if (!command.samples.empty()) {
    samples = spec::parse_rows(command.samples, most_samples, "--samples");
    for (std::size_t& n : samples) ++n;
  }
  const std::vector<report::Result> results =
      study::sweep_components(specification, samples, command.draws, options, progress_on_stderr(command));
  const Unbroken whole;
  std::vector<ManifoldRow> rows;
  nlohmann::ordered_json object{{"schema", report::schema_version}, {"draws", nlohmann::ordered_json::array()}};
  for (const report::Result& r : results) {
    rows.push_back(row_of(r));
    object["draws"].push_back(nlohmann::ordered_json::parse(report::to_json(r)));
  }
  const std::string json = object.dump(1) + "\n";
  const bool delivered =
      deliver(command, {{{files[0], json}, {files[1], manifold_csv(rows)}, {files[2], specification.text}},
                        command.json ? json : manifold_table(rows),
                        {files[0], json}});
  return delivered && !cancellation_heeded() &&
                 std::ranges::all_of(rows,
                                     [](const ManifoldRow& r) { return r.standing == report::Standing::complete; })
             ? 0
             : 1;
}

}  // namespace

int sweep(const Command& command) {
  const spec::Specification specification = spec::read_specification(command.files.front());
  const solve::Options options = study::solver_options(specification.solve, command.options);
  const std::vector<std::string> files{"sweep.json", "table.csv", "specification.toml"};
  require_out(command, files);
  if (options.gauge == "slice") return sweep_manifolds(command, specification, options, files);
  if (!command.samples.empty())
    throw InputError("--samples", "gauge slice", "gauge " + options.gauge,
                     "write --gauge slice, or leave --samples out");
  const study::Sweep sweep = study::sweep(specification, command.draws, options, progress_on_stderr(command));
  const Unbroken whole;
  const std::string json = json_of(sweep);
  bool complete = deliver(command, {{{files[0], json},
                                     {files[1], report::table(sweep.draws, report::TableFormat::csv)},
                                     {files[2], specification.text}},
                                    command.json ? json : summary(sweep),
                                    {files[0], json}});
  complete = complete && report::complete(sweep.member) && !cancellation_heeded();
  for (const report::Result& r : sweep.draws) complete = complete && report::complete(r);
  return complete ? 0 : 1;
}

}  // namespace polyscape::program
