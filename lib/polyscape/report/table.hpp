#pragma once
/// Results as rows of a table: bound against found.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::report {

enum class TableFormat { latex, markdown, csv };
constexpr auto names_of(TableFormat) { return std::to_array<std::string_view>({"latex", "markdown", "csv"}); }

/// How completeness is known, or that the result is incomplete or contradicts itself; empty without solutions.
std::string known(const Result& result);
/// As a field of a CSV file: in quotes where it needs them (RFC 4180).
std::string csv_field(const std::string& text);

/// One column: its name in CSV, its heading in LaTeX and in Markdown, and what it shows of a result (empty: unknown).
struct Column {
  std::string_view name, latex, markdown;
  std::string (*cell)(const Result& result);
  bool text = false;  ///< words, set flush left and escaped; otherwise a number
};
const std::vector<Column>& columns();

/// The table with one row a result: booktabs in LaTeX (\usepackage{booktabs}), a pipe table, or CSV (RFC 4180).
/// Columns that no result fills are left out of LaTeX and Markdown; CSV has all of them, always in the same order.
std::string table(std::span<const Result> results, TableFormat format);

}  // namespace polyscape::report
