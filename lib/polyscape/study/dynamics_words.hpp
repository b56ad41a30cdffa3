#pragma once
/// What the dynamics found, in the words and records of a report.
#include <vector>

#include "polyscape/dynamics/basin.hpp"
#include "polyscape/report/dynamics.hpp"

namespace polyscape::study {

report::DynamicsPlace described(const dynamics::Place& place, const std::vector<dynamics::KnownPoint>& known);
report::DynamicsMethod described(const dynamics::MethodEnds& ends, const dynamics::Motion& motion);

/// What the shares say of the argument that noise prefers degenerate minima, and whether basins of saddles are empty.
std::vector<Note> findings(const report::Dynamics& dynamics);

}  // namespace polyscape::study
