#pragma once
/// The summary's words on sets of solutions.
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

/// A line each component. real: the equations are.
void show_components(const Decomposition& decomposition, const SystemShape& system, Page& page);
/// The zero-loss set.
void show_interpolation(const Interpolation& interpolation, Page& page);

}  // namespace polyscape::report
