#pragma once
/// What is asked of a table: which rows, in which order, by which groups, and which columns.
#include <string>
#include <vector>

#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// Lists of words as they are written. A column is named by its name or another of its names.
struct Query {
  std::vector<std::string> columns;   ///< NAME, or NAME:AGGREGATE of a group; empty: none are asked for
  std::vector<std::string> where;     ///< NAME OPERATOR VALUE: = != < <= > >=; all have to hold
  std::vector<std::string> sort;      ///< as `columns`, shown or not; -NAME: the other way round
  std::vector<std::string> group_by;  ///< names; rows that are equal there are one group
};

/// Index of the column of that name. Throws InputError at `place` with the names nearest to it.
std::size_t column_index(const Grid& grid, const std::string& name, const std::string& place);

/// The rows for which the filters hold. Numbers are compared exactly, words for = and != alone; of a row where the
/// column is not known nothing holds, but `NAME =` finds these and `NAME !=` all others. Throws InputError for a filter
/// that is none, a column that is not there, words where numbers are to be compared.
Grid filtered(const Grid& all, const std::vector<std::string>& where);

/// The columns that are asked for, sorted, of every row or, where there are groups or aggregates, of every group: in
/// the order of their first rows; all rows are one where `group_by` is empty. A column without an aggregate has to be
/// the same in all rows of a group where it is known. NAME:mean brings NAME:error along. A column `mark` says which
/// rows are incomplete, contradict themselves or failed, if there are such. Throws InputError for columns that are not
/// there or differ within a group, unknown aggregates, and words where numbers are needed.
Grid selected(const Grid& rows, const Query& query);

/// What is shown where nothing is asked for. Narrow: what fits a page. Else: every column but those on demand.
std::vector<std::string> default_columns(const Grid& rows, const std::vector<std::string>& group_by, bool narrow);

/// "a, b,c" as a list. Throws InputError at `place` where there is nothing between two commas.
std::vector<std::string> listed(const std::string& text, const std::string& place);

}  // namespace polyscape::report
