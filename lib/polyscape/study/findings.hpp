#pragma once
/// What a result says about solutions, critical points and the zero-loss set, from what the stages found.
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

// What a cancelled job does not get to is left out, by all but add_zero_loss(), which throws Cancelled.

/// The ledger, the counts with their completeness, strata by zero coordinates, the solutions as points, the ends that
/// are not isolated and the notes. result.names are set.
void add_solutions(const solve::Outcome& outcome, const Options& options, report::Result& result);

/// Strata and root count of the generic member, beside the record of its monodromy, which is there.
void add_generic_member(const std::vector<solve::Solution>& solutions, report::Result& result);

/// The multiplicities of the first singular points, by their local rings (components/local_structure.hpp): paths count
/// them only where the system is square. A note where the two differ. The result's points are those of add_solutions().
/// paths_known: the solutions' multiplicities are numbers of paths, to be compared with; else words of a file, which
/// bound nothing.
void add_multiplicities(const algebra::System& system, const std::vector<solve::Solution>& solutions,
                        const Options& options, report::Result& result, const Observer& observer = {},
                        bool paths_known = true);

/// Ranks of the system's Jacobian where the first paths ended on sets of positive dimension, exactly where the place is
/// rational, with what scalings that keep the equations' zeros allow at most. The endpoints are those of
/// add_solutions().
void add_endpoint_ranks(const algebra::Program& system, std::span<const algebra::Scaling> scalings,
                        const Options& options, report::Result& result, const Observer& observer = {});

/// Loss, inertia and kind of each point, the census of the real ones, and orbits under the symmetries. The result's
/// points are those of add_solutions().
void add_critical_points(const model::Model& model, const solve::Outcome& outcome, const Options& options,
                         report::Result& result, const Observer& observer = {});

/// Dimension, ranks, real points and degeneracy of {f(x_i; w) = y_i}.
void add_zero_loss(const model::Model& model, const Options& options, report::Interpolation& v,
                   const Observer& observer = {});

}  // namespace polyscape::study
