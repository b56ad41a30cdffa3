#pragma once
/// Tables as text: bound against found.
#include <span>
#include <string>

#include "polyscape/base/names.hpp"
#include "polyscape/report/column_cells.hpp"
#include "polyscape/report/columns.hpp"
#include "polyscape/report/grid.hpp"

namespace polyscape::report {

enum class TableFormat { latex, markdown, csv, json };
constexpr auto names_of(TableFormat) { return std::to_array<std::string_view>({"latex", "markdown", "csv", "json"}); }
/// Formats that are read on a page, not by programs.
constexpr bool is_page(TableFormat format) { return format == TableFormat::latex || format == TableFormat::markdown; }

/// What stands around a table on a page.
struct Setting {
  std::string caption;              ///< plain text; of LaTeX: with one, the table stands in an environment `table`
  std::string label = "polyscape";  ///< \label{tab:..}
  bool standalone = false;          ///< a whole LaTeX document
  std::size_t keys = 1;             ///< so many columns in front say which row it is
};

/// The columns that some row fills.
Grid filled(const Grid& grid);

/// LaTeX with booktabs and siunitx, a pipe table, CSV (RFC 4180), or a JSON list of objects of strings. What CSV and
/// JSON hold is exact, but for decimals that do not end: of these they have 12 digits.
std::string table(const Grid& grid, TableFormat format, const Setting& setting = {});

/// One row a result, in all columns but those on demand.
Grid grid(std::span<const Result> results);
/// The same in the columns that fit a page, as far as some row fills them.
Grid narrow_grid(std::span<const Result> results);

/// The narrow grid on a page, in LaTeX with a caption; else the whole one.
std::string table(std::span<const Result> results, TableFormat format);

}  // namespace polyscape::report
