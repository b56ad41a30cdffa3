#pragma once
/// How figures in SVG look.
#include <string>

namespace polyscape::plot {

/// The rules that the figures are drawn by, in both colour schemes, in CSS. A page that has figures inside has them
/// once.
std::string svg_style();

}  // namespace polyscape::plot
