#pragma once
/// Figures of counts over many draws.
#include <span>
#include <string>
#include <vector>

#include "polyscape/plot/drawing.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::plot {

/// "real-points", "minima": how many draws have how many of them: of one group as a histogram, of several as marks by
/// group with means and their standard errors. groups: a name for every draw; empty: they are all of one.
std::vector<Drawing> draws_figures(std::span<const report::Result> draws, std::span<const std::string> groups = {});

}  // namespace polyscape::plot
