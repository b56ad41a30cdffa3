#pragma once
/// The summary's words on the network, the equations and the bounds.
#include "polyscape/report/result.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

/// The network, if there is one, and the shape of the system.
void show_equations(const Result& result, Page& page);
/// Nothing, where there is neither a Bezout number nor a multihomogeneous one.
void show_bounds(const Result& result, Page& page);

}  // namespace polyscape::report
