#include "polyscape/report/table.hpp"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "output.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

// A list of rows, each cell under the column's name as it stands in the CSV table.
std::string json_rows(const std::vector<report::Result>& results) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  const report::Grid grid = report::grid(results);
  for (const auto& cells : grid.rows) {
    nlohmann::ordered_json row;
    for (std::size_t i = 0; i < cells.size(); ++i) row[grid.columns[i].name] = cells[i];
    rows.push_back(std::move(row));
  }
  return rows.dump(2) + "\n";
}

std::string extension(report::TableFormat format) {
  switch (format) {
    case report::TableFormat::latex:
      return "tex";
    case report::TableFormat::markdown:
      return "md";
    case report::TableFormat::csv:
      return "csv";
  }
  return "txt";
}

}  // namespace

int table(const Command& command) {
  const auto format = named<report::TableFormat>(command.format.empty() ? "markdown" : command.format).value();
  const std::string file = "table." + (command.json ? "json" : extension(format));
  require_out(command, {file});
  study::solver_options({}, command.options);  // wrong options are told, whether used or not
  std::vector<report::Result> results;
  for (const std::string& run : command.files) {
    const std::filesystem::path path = run;
    const std::string json = (std::filesystem::is_directory(path) ? path / "result.json" : path).string();
    results.push_back(report::result_from_json(study::read_text(json), json));
  }
  const std::string text = command.json ? json_rows(results) : report::table(results, format);
  return deliver(command, {{{file, text}}, text, {file, text}}) ? 0 : 1;
}

}  // namespace polyscape::program
