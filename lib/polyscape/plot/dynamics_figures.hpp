#pragma once
/// Figures of dynamics.
#include <vector>

#include "polyscape/plot/drawing.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::plot {

/// "shares": where the walkers of each method ended, with standard errors; "occupation": shares in the long run beside
/// those predicted; "exit-times": measured mean times with their intervals beside those of Eyring and Kramers.
std::vector<Drawing> dynamics_figures(const report::Result& result);

}  // namespace polyscape::plot
