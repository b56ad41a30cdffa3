#pragma once
/// The summary's words on dynamics.
#include "polyscape/report/dynamics.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

/// Where walkers ended, by method and place.
void show_dynamics(const Dynamics& dynamics, Page& page);

}  // namespace polyscape::report
