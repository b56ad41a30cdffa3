#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "output.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

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
  nlohmann::ordered_json object{{"schema", 1}, {"member", nlohmann::ordered_json::parse(report::to_json(sweep.member))}};
  object["draws"] = nlohmann::ordered_json::array();
  for (const report::Result& r : sweep.draws) object["draws"].push_back(nlohmann::ordered_json::parse(report::to_json(r)));
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
  std::string text = fmt::format("{}: {} isolated critical points over C ({} paths, {})\n\n", m.title, m.solutions->isolated,
                                 m.paths->tracked, m.paths->start);
  text += report::table(sweep.draws, report::TableFormat::markdown);
  text += fmt::format("\n{:<28} draws\n", "Real points by index");
  for (const auto& [pattern, draws] : by_pattern(sweep)) text += fmt::format("  {:<26} {}\n", pattern_text(pattern), draws);
  for (const std::string& note : m.notes) text += note + "\n";
  return text + fmt::format("\n{} draws, {:.2f} s, {:.2f} s of them for the generic one\n", sweep.draws.size(), sweep.seconds,
                            m.seconds.total.value_or(0));
}

}  // namespace

int sweep(const Command& command) {
  const spec::Specification specification = spec::read_specification(command.files.front());
  const solve::Options options = study::solver_options(specification.solve, command.options);
  const std::vector<std::string> files{"sweep.json", "table.csv", "specification.toml"};
  if (!command.out.empty()) study::require_writable({command.out, command.overwrite}, files);
  const study::Sweep sweep = study::sweep(specification, command.draws, options, progress_on_stderr(command));
  const std::string json = json_of(sweep);
  write_out(command, {{files[0], json}, {files[1], report::table(sweep.draws, report::TableFormat::csv)}, {files[2], specification.text}});
  print(command.json ? json : summary(sweep));
  bool complete = report::complete(sweep.member);
  for (const report::Result& r : sweep.draws) complete = complete && report::complete(r);
  return complete ? 0 : 1;
}

}  // namespace polyscape::program
