#pragma once
/// What the dynamics found, in the words and records of a report.
#include <functional>
#include <optional>
#include <vector>

#include "polyscape/dynamics/basin.hpp"
#include "polyscape/report/dynamics.hpp"

namespace polyscape::study {

report::DynamicsPlace described(const dynamics::Place& place, const std::vector<dynamics::KnownPoint>& known);
report::DynamicsMethod described(const dynamics::MethodEnds& ends, const dynamics::Motion& motion);

/// Minima with a singular Hessian: sets, and degenerate points. Isolated ones with another.
bool is_flat_minimum(const report::DynamicsPlace& place);
bool is_isolated_minimum(const report::DynamicsPlace& place);

/// Which places count.
using Wanted = std::function<bool(const report::DynamicsPlace&)>;

/// Walkers of the method that ended at these places, of all.
dynamics::Share share_of_walkers(const report::Dynamics& dynamics, const report::DynamicsMethod& method,
                                 const Wanted& wanted);

/// A share in the long run, with its standard error.
struct LongRunShare {
  double value = 0, error = 0;
};
/// Of the neighbourhoods of these places together; nullopt without such figures, and where one that counts is refused.
std::optional<LongRunShare> in_the_long_run(const report::Dynamics& dynamics,
                                            std::optional<report::ChainFigure> report::Occupation::*figure,
                                            const Wanted& wanted);

/// What the shares say of the argument that noise prefers degenerate minima, and whether basins of saddles are empty.
std::vector<Note> findings(const report::Dynamics& dynamics);

}  // namespace polyscape::study
