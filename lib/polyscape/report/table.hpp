#pragma once
/// Results as rows of a table: bound against found.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::report {

enum class TableFormat { latex, markdown, csv };
constexpr auto names_of(TableFormat) { return std::to_array<std::string_view>({"latex", "markdown", "csv"}); }

/// How completeness is known, or that the result is incomplete or contradicts itself; empty without solutions.
std::string known(const Result& result);
/// A column: its name in CSV, its headings in LaTeX and in Markdown.
struct Column {
  std::string name, latex, markdown;
  bool text = false;  ///< words, set flush left and escaped; otherwise a number
};
/// A table, whatever it is written as: as many cells a row as columns; an empty one is not known.
struct Grid {
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};

/// One row a result, in the columns of `polyscape table`.
Grid grid(std::span<const Result> results);

/// One row a described record (fields.hpp) of numbers, words, and answers: the keys name the columns in CSV, the
/// meanings are the headings.
template <class R>
Grid grid_of(std::span<const R> records);

/// booktabs in LaTeX (\usepackage{booktabs}), a pipe table, or CSV (RFC 4180). Columns that no row fills are left out
/// of LaTeX and Markdown; CSV has all of them, always in the same order.
std::string table(const Grid& grid, TableFormat format);
std::string table(std::span<const Result> results, TableFormat format);

/// Walks a record into a row of cells.
class RowWriter {
 public:
  explicit RowWriter(Grid& grid) : grid_(grid) { grid_.rows.emplace_back(); }

  template <class T>
  void operator()(const char* key, const T& value, const char* heading, Presence = {}) {
    auto& row = grid_.rows.back();
    row.push_back(cell(value));
    if (grid_.columns.size() < row.size()) grid_.columns.push_back({key, heading, heading, !std::is_arithmetic_v<T>});
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
