#pragma once
/// Gradient methods and the Langevin equation beside the critical points that a result lists.
#include <span>

#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// Defaults, then `specified` in order, then `given`. Throws InputError as solver_options().
dynamics::Options dynamics_options(std::span<const spec::SolveEntry> specified,
                                   std::span<const spec::SolveEntry> given);

/// Throws InputError where the options do not fit the network: batches larger than the data.
void require_fit(const spec::Specification& specification, const dynamics::Options& how);

/// Adds the dynamics to what the analysis of the network found. options: its seed and threads count here. Throws
/// InputError where the options do not fit the network (batches larger than the data), and where the network has no
/// isolated or other critical points listed.
void add_dynamics(const spec::Specification& specification, const dynamics::Options& how, const Options& options,
                  const Observer& observer, report::Result& result);

/// The critical points of a potential, all of them by the solver where it is a polynomial, and the dynamics.
report::Result walk_potential(const spec::PotentialSpecification& specification, const dynamics::Options& how,
                              const Options& options, const Observer& observer = {});

}  // namespace polyscape::study
