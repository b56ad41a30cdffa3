#pragma once
/// The summary's words on dynamics.
#include "polyscape/report/dynamics.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::report {

/// "minimum 3", by its number among the result's points, or "minimum at 4, 4".
std::string place_name(const DynamicsPlace& place);

/// Shares of neighbourhoods in the long run.
void show_stationary(const Dynamics& dynamics, Page& page);
/// Mean exit times.
void show_exits(const Dynamics& dynamics, Page& page);
/// Minibatch noise at the minima.
void show_noise(const Dynamics& dynamics, Page& page);

/// All of it: where walkers ended, by method and place, and those.
void show_dynamics(const Dynamics& dynamics, Page& page);

}  // namespace polyscape::report
