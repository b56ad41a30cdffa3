#include "polyscape/report/marks.hpp"

#include <algorithm>

namespace polyscape::report {

std::span<const Mark> marks() {
  static constexpr Mark table[] = {
      {"incomplete", "\\dag", "\u2020", "something was not finished or failed: there may be more"},
      {"contradiction", "\\ddag", "\u2021", "two statements of the result exclude each other: one is false"},
      {"failed", "\\S", "\u00a7", "has no result, and counts nowhere"},
      {"differs", "\\P", "\u00b6", "from what was published"}};
  return table;
}

std::vector<Mark> marks_in(const std::string& cell) {
  std::vector<Mark> found;
  std::ranges::copy_if(marks(), std::back_inserter(found),
                       [&](const Mark& m) { return cell.find(m.word) != std::string::npos; });
  return found;
}

std::vector<Mark> marks_in(const Grid& grid) {
  std::string cells;
  for (std::size_t c = 0; c < grid.columns.size(); ++c)
    if (grid.columns[c].content == Content::mark)
      for (const auto& row : grid.rows) cells += row[c] + "\n";
  return marks_in(cells);
}

}  // namespace polyscape::report
