#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <utility>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/parameters.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

using nlohmann::ordered_json;

const std::vector<std::string> family_files{"rows.json", "table.csv", "system.txt", "parameters.csv"};

std::string json_of(const study::FamilySolutions& family, const study::ParameterTable& table) {
  ordered_json object{{"schema", report::schema_version}, {"parameters", table.names}, {"carried", family.carried}};
  object["member"] = ordered_json::parse(report::to_json(family.member));
  object["rows"] = ordered_json::array();
  for (std::size_t i = 0; i < family.rows.size(); ++i) {
    ordered_json values;
    for (std::size_t k = 0; k < table.names.size(); ++k) values[table.names[k]] = table.rows[i][k].to_string();
    object["rows"].push_back(
        {{"parameters", std::move(values)}, {"result", ordered_json::parse(report::to_json(family.rows[i]))}});
  }
  object["seconds"] = family.seconds;
  return object.dump(1) + "\n";
}

const std::vector<std::string> columns{"complex",   "nonsingular", "singular",
                                       "certified", "real",        "certified real",
                                       "paths",     "at infinity", "positive-dimensional",
                                       "excluded",  "failed",      "known",
                                       "by"};

/// A row's values and counts, under the parameters' names and `columns`. What is not known is left empty.
std::vector<std::string> cells(const report::Result& r, const std::vector<algebra::GaussianRational>& values) {
  std::vector<std::string> result;
  for (const algebra::GaussianRational& z : values) result.push_back(z.to_string());
  const report::Solutions& s = *r.solutions;
  const report::Paths& p = *r.paths;
  const bool tried = s.certified_distinct.has_value();
  for (const std::uint64_t count : {s.isolated, s.nonsingular, s.singular}) result.push_back(std::to_string(count));
  result.push_back(tried ? std::to_string(s.existence.certified) : "");
  result.push_back(r.system.real ? std::to_string(s.real) : "");
  result.push_back(tried && r.system.real ? std::to_string(*s.certified_real) : "");
  for (const std::uint64_t count : {p.tracked, p.at_infinity, p.positive_dimensional, p.excluded, p.failed})
    result.push_back(std::to_string(count));
  result.push_back(report::known(r));
  result.push_back(s.completeness_by);
  return result;
}

std::string table_text(const study::FamilySolutions& family, const study::ParameterTable& table, bool csv) {
  const auto line = [csv](std::vector<std::string> fields) {
    if (!csv) return fmt::format("| {} |\n", fmt::join(fields, " | "));
    std::ranges::transform(fields, fields.begin(), report::csv_field);
    return fmt::format("{}\n", fmt::join(fields, ","));
  };
  std::vector<std::string> header = table.names;
  header.insert(header.end(), columns.begin(), columns.end());
  std::string text = line(header);
  if (!csv) text += fmt::format("|{}\n", fmt::join(std::vector<std::string>(header.size(), "--|"), ""));
  for (std::size_t i = 0; i < family.rows.size(); ++i) text += line(cells(family.rows[i], table.rows[i]));
  return text;
}

std::string remarks(const std::string& of, const report::Result& r) {
  std::string text;
  for (const std::string& found : r.contradictions) text += of + ": CONTRADICTION: " + found + "\n";
  for (const std::string& note : r.notes) text += of + ": " + note + "\n";
  return text;
}

std::string summary(const study::FamilySolutions& family, const study::ParameterTable& table) {
  const report::Result& m = family.member;
  std::string text = fmt::format("{}: {} isolated solutions over C ({} paths, {}; completeness {})\n", m.title,
                                 m.solutions->isolated, m.paths->tracked, m.paths->start, report::known(m));
  text += family.carried ? "Every row: paths from these, unless an equation is constant there.\n\n"
                         : "Every row was solved on its own: not all of these are nonsingular, or paths to them "
                           "failed, or an equation is constant.\n\n";
  text += table_text(family, table, false) + "\n" + remarks("member", m);
  for (std::size_t i = 0; i < family.rows.size(); ++i) text += remarks(fmt::format("row {}", i + 1), family.rows[i]);
  return text + fmt::format("{} rows, {:.2f} s, {:.2f} s of them for the member\n", family.rows.size(), family.seconds,
                            m.seconds.total.value_or(0));
}

int solve_rows(const Command& command, const algebra::System& system, const std::string& text, const std::string& title,
               const polyscape::solve::Options& options, study::Observer observer) {
  const std::string csv = study::read_text(command.parameters);
  const study::ParameterTable table = study::read_parameters(csv, command.parameters, system);
  const study::FamilySolutions family = study::solve_family(system, table, title, options, observer);
  observer = nullptr;  // the bar goes
  const Unbroken whole;
  const std::string json = json_of(family, table);
  const bool delivered = deliver(command, {{{family_files[0], json},
                                            {family_files[1], table_text(family, table, true)},
                                            {family_files[2], text},
                                            {family_files[3], csv}},
                                           command.json ? json : summary(family, table),
                                           {family_files[0], json}});
  return delivered && report::complete(family.member) && std::ranges::all_of(family.rows, report::complete) ? 0 : 1;
}

}  // namespace

int solve(const Command& command) {
  if (command.trace > 0) return trace(command);
  const std::string& path = command.files.front();
  const polyscape::solve::Options options = study::solver_options({}, command.options);
  const bool family = !command.parameters.empty();
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const std::string text = study::read_text(path);
  std::vector<study::OutputFile> input{{"system.txt", text}};
  require_out(command, family ? family_files : run_file_names(input));
  const algebra::System system = algebra::read_system(text, path);
  const std::string title = std::filesystem::path(path).stem();
  if (family) return solve_rows(command, system, text, title, options, std::exchange(observer, nullptr));
  const report::Result result = study::solve_system(system, title, options, observer);
  observer = nullptr;  // the bar goes
  return finish(command, result, std::move(input));
}

}  // namespace polyscape::program
