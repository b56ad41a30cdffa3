#pragma once
/// Tables of any content: columns that say what is in them, and rows of cells.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// What the cells of a column are. An empty cell is not known, whatever the content.
enum class Content {
  number,    ///< exact: an integer, a decimal, or p/q, which pages show as a decimal
  measured,  ///< a rounded number; pages show three digits
  fraction,  ///< an exact number, shown as it stands
  error,     ///< standard error of the number in the column before; pages show both as 0.333(5)
  text,      ///< words
  formula,   ///< words, or a polynomial that LaTeX sets as one
  mark,      ///< what a reader has to know before relying on the row; pages show a symbol
};

/// A column: its name, by which it is asked for and which CSV and JSON have; its headings in LaTeX and in Markdown.
struct Column {
  std::string name, latex, markdown;
  Content content = Content::number;
  std::string meaning = {};
  std::vector<std::string> aliases = {};  ///< other names by which it can be asked for
  bool on_demand = false;                 ///< not among all columns unless it is asked for by name
  bool chosen = false;                    ///< what a sweep chose for the row
};

/// A table, whatever it is written as: as many cells a row as columns.
struct Grid {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// Walks a record into a row of cells.
class RowWriter {
 public:
  explicit RowWriter(Grid& grid) : grid_(grid) { grid_.rows.emplace_back(); }

  template <class T>
  void operator()(const char* key, const T& value, const char* heading, Presence = {}) {
    auto& row = grid_.rows.back();
    row.push_back(cell(value));
    if (grid_.columns.size() < row.size())
      grid_.columns.push_back({key, heading, heading, std::is_arithmetic_v<T> ? Content::number : Content::text});
  }

 private:
  static std::string cell(const std::string& text) { return text; }
  static std::string cell(bool answer) { return answer ? "yes" : "no"; }
  static std::string cell(std::uint64_t count) { return std::to_string(count); }
  template <class T>
  static std::string cell(const std::optional<T>& value) {
    return value ? cell(*value) : "";
  }

  Grid& grid_;
};

/// One row a described record (fields.hpp) of numbers, words, and answers: the keys name the columns, the meanings are
/// the headings.
template <class R>
Grid grid_of(std::span<const R> records) {
  Grid grid;
  for (const R& record : records) {
    RowWriter row(grid);
    describe(row, record);
  }
  return grid;
}

}  // namespace polyscape::report
