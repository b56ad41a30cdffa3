#pragma once
/// Tables of the page.
#include <span>
#include <string>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::plot {

struct PageColumn {
  std::string key;  ///< by which rows are filtered: no spaces
  std::string heading;
  bool number = false;
};
struct PageCell {
  std::string text;
  std::string link{};  ///< the element of the page that it leads to; empty: none
};
struct PageTable {
  std::string id, title, caption;
  std::string hint;  ///< an example of a filter
  std::vector<PageColumn> columns;
  std::vector<std::vector<PageCell>> rows;
};

/// Numbers, from 1, of the points that a page has room for: real ones first, by rising loss; `most` at most.
std::vector<std::size_t> page_points(const report::Result& result, std::size_t most);

/// What the result holds of: bounds and counts, paths, points (those of these numbers), components, the places of
/// dynamics and the walkers that ended there.
std::vector<PageTable> page_tables(const report::Result& result, std::span<const std::size_t> points);

/// One row a draw, in the columns of `polyscape table` that some row fills, behind its name if it has one.
PageTable draws_table(std::span<const report::Result> draws, std::span<const std::string> names);

}  // namespace polyscape::plot
