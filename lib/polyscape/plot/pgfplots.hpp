#pragma once
/// Figures as source for LaTeX.
#include <string>

#include "polyscape/plot/figure.hpp"

namespace polyscape::plot {

/// A tikzpicture for \input, with coordinates and marks as the figure has them; its first lines say what the document
/// needs. The same figure gives the same text.
std::string pgfplots(const Figure& figure);

}  // namespace polyscape::plot
