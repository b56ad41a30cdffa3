#pragma once
/// Bounds alone, without tracking a path.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/format/written.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/bounds/lifted.hpp"
#include "polyscape/bounds/partition.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/problem.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/lifted_bound.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// Whether the gradient's polynomials can be written out: M <= 60 and, by their degrees, at most some million terms.
bool can_expand(const spec::Specification& specification);
/// Throws InputError unless can_expand.
void require_expandable(const spec::Specification& specification);
/// InputError unless the data are random: a sweep draws them again.
void require_random_data(const spec::Specification& specification);

/// Elementary steps that the bounds may take, each of them some seconds.
struct BoundLimits {
  double mixed_volume = 2e9, linear_product = 1e7;
  double multihomogeneous = 1e8;  ///< additions for one number
  bounds::PartitionSearch partitions;
  std::optional<ModularCounting> modular = std::nullopt;  ///< whether a whole job counts modulo primes, too
  int threads = 1;                                        ///< for bounds that do not need each other; 0: every core
};

/// Of bounds that are all of a job: its threads, and with options.exact = always a modular count.
BoundLimits bound_limits(const Options& options);

struct EquationBounds {
  report::Bounds bounds;
  std::optional<algebra::Partition> best;  ///< the one whose bound is given as the best
  std::vector<Note> notes;                 ///< which bounds were left out, and why
};
/// Bezout number, multihomogeneous ones for the natural partitions and the best found, a linear-product bound, mixed
/// volumes: each within a limit on its work, a few seconds, beyond which it is left out. So are those that a cancelled
/// job did not get to. Empty when there are none: a system that is not square, or with an equation that is identically
/// zero.
EquationBounds bound_equations(const algebra::System& system, const std::vector<model::LabelledPartition>& natural,
                               const BoundLimits& limits = {}, const Observer& observer = {});

/// (1 + 4 d_y)^{d_1}, a bound on the critical points of a linear network with one hidden layer of width d_1, d_y
/// outputs, one sample and every weight regularised (Bharadwaj, Hosten, arXiv 2301.12651); nullopt for any other
/// network.
std::optional<algebra::Integer> linear_one_sample_bound(const spec::Specification& specification);

/// What is known of the network's family (model/families.hpp): closed forms, linear_one_sample_bound().
void add_family_bounds(const spec::Specification& specification, report::Bounds& bounds);

struct LiftedBounds : EquationBounds {
  std::optional<solve::LiftedForm> lifted;  ///< as of bound_lifts()
};
/// All bounds of a network's critical points: those of its gradient system, by lifts, and add_family_bounds().
LiftedBounds bound_gradient(const model::Model& model, const algebra::System& gradient, const BoundLimits& limits = {},
                            const Observer& observer = {});
/// All bounds of a system's isolated solutions, as prepared(): those of its equations, and by lifts.
LiftedBounds bound_written(const algebra::WrittenSystem& system, const BoundLimits& limits = {},
                           const Observer& observer = {});

/// Number of variables, equations and degrees of a system.
report::SystemShape shape_of(const algebra::System& system, report::Origin which);

/// Of a gradient: whether the loss does not depend on some weight. Whatever is critical stays so when that weight
/// moves.
bool has_free_weight(const report::SystemShape& shape);

/// Counts of the interpolation system f(x_i; w) = y_i from the architecture: equations, unknowns, expected dimension
/// and the Bezout number (of a generic slice; with more equations than unknowns, of the equations of largest degree).
report::Interpolation interpolation_counts(const spec::Specification& specification);

/// Network, system, bounds and interpolation counts; analytic when can_expand says no, and without a modular count.
report::Result bound_specification(const spec::Specification& specification, const BoundLimits& limits = {},
                                   const Observer& observer = {});

/// The system without its equations that are identically zero.
algebra::System without_zeros(algebra::System system);
/// A system that is given, as it is bounded and solved: without equations that are identically zero, by real ones where
/// these are plain to see (algebra::with_real_equations). Its form is still that of the equations given, which have the
/// same scheme of solutions.
algebra::WrittenSystem prepared(algebra::WrittenSystem given);
/// Says in a note of the result how many of the given equations are identically zero, and not among those left.
void note_zeros(const algebra::System& given, const algebra::System& left, report::Result& result);

/// Shape and bounds of any system, of one that is not square its modular count alone; equations that are identically
/// zero left out.
report::Result bound_system(const algebra::WrittenSystem& system, const std::string& title,
                            const BoundLimits& limits = {}, const Observer& observer = {});

}  // namespace polyscape::study
