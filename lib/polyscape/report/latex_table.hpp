#pragma once
/// Tables as LaTeX.
#include <string>
#include <vector>

#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// Tabulars with booktabs' rules; numbers are S columns of siunitx (version 3), whose table-format is what the cells
/// need. Marks are symbols. One, unless it is wider than the text of an article (345 pt, in \small
/// with \tabcolsep of 4 pt): then several, each of which begins with the first `keys` columns; long words are set in
/// lines then.
std::vector<std::string> latex_tabulars(const Grid& grid, std::size_t keys = 1);
/// A sentence for each symbol that the grid has, as LaTeX.
std::string latex_legend(const Grid& grid);
/// A document around it that pdflatex compiles.
std::string latex_document(const std::string& body);

}  // namespace polyscape::report
