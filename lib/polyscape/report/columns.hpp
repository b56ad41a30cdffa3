#pragma once
/// The columns of `polyscape table`, and results as rows of all of them.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/report/grid.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::report {

/// What a row is about: a result, beside what a sweep chose for it. A row that a sweep could not finish has a reason
/// and no result.
struct Entry {
  TextPairs chosen;  ///< names and values
  std::optional<Result> result;
  std::string reason;
};

/// No rows, and the columns that every table can have, in their order.
Grid no_rows();
/// Appends the row of an entry to a grid that began as no_rows(). What was chosen gets columns of its own behind the
/// others, `index_K` too; they are empty in rows that know nothing of it. A name that is taken gets "sweep." before it.
void append(Grid& grid, const Entry& entry);
/// The same with a row for every stratum of the isolated solutions (Solutions::strata), which has its zero pattern and
/// its counts; one row without these where no strata are known.
void append_strata(Grid& grid, const Entry& entry);
/// One row a result, in every column.
Grid full_grid(std::span<const Result> results);

/// The columns as a table for docs/results.md, and as lines for a terminal.
std::string columns_markdown();
std::string columns_text(const Grid& grid);

}  // namespace polyscape::report
