/// CSV: the first line is a choice of rows, the rest the table.
#include <numeric>

#include "attack.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/dataset.hpp"

namespace polyscape::fuzz {
namespace {

using Fields = std::vector<std::string>;

void write_record(std::string& text, const Fields& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    text += i == 0 ? "\"" : ",\"";
    for (const char c : fields[i]) text += c == '"' ? std::string(2, c) : std::string(1, c);
    text += '"';
  }
  text += "\r\n";
}

std::string written(const spec::CsvTable& table) {
  std::string text;
  write_record(text, table.columns);
  for (const Fields& row : table.rows) write_record(text, row);
  return text;
}

}  // namespace

void attack(const std::string& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  const spec::CsvTable table = spec::parse_csv(text.substr(std::min(end + 1, text.size())), "in.csv");
  const spec::CsvTable again = spec::parse_csv(written(table), "again.csv");
  require(again.columns == table.columns && again.rows == table.rows, "what is written is read back equal");
  require(table.lines.size() == table.rows.size(), "every row has its line");
  const auto rows = spec::parse_rows(std::string_view(text).substr(0, end), table.rows.size(), "rows");
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    require(spec::column_index(table, table.columns[column], "") == column, "columns are found by name");
    spec::class_names(table, column, rows);
    require(spec::numeric_column(table, column, rows).size() == rows.size(), "a number a row");
  }
}

}  // namespace polyscape::fuzz
