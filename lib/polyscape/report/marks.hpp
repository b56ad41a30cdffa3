#pragma once
/// Symbols of rows that are not to be relied on as they stand.
#include <span>
#include <string>
#include <vector>

#include "polyscape/report/grid.hpp"

namespace polyscape::report {

struct Mark {
  const char *word, *latex, *symbol, *meaning;
};
std::span<const Mark> marks();

/// Those whose word a cell has.
std::vector<Mark> marks_in(const std::string& cell);
/// Those that some cell of the grid has.
std::vector<Mark> marks_in(const Grid& grid);

}  // namespace polyscape::report
