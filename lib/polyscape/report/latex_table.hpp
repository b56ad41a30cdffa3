#pragma once
/// Tables as LaTeX.
#include <string>

#include "polyscape/report/grid.hpp"

namespace polyscape::report {

/// A tabular with booktabs' rules; numbers are S columns of siunitx (version 3), whose table-format is what the cells
/// need. Marks are symbols.
std::string latex_tabular(const Grid& grid);
/// A sentence for each symbol that the grid has, as LaTeX.
std::string latex_legend(const Grid& grid);
/// A document around it that pdflatex compiles.
std::string latex_document(const std::string& body);

}  // namespace polyscape::report
