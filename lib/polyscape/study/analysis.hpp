#pragma once
/// The whole job: all stages in a row, from a specification or a system to a result.
#include <string>

#include "polyscape/algebra/format/written.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/stopwatch.hpp"

namespace polyscape::study {

/// Bounds, all isolated critical points of the loss with their kinds, and the zero-loss set.
/// The result depends on the specification and the options, not on the number of threads (timings apart). When the job
/// is cancelled (base/cancel.hpp) it holds what is finished; report::complete then says no.
/// With gauge slice, the components of the critical set instead of its isolated points (study/component_study.hpp).
/// generic_file: where the network's generic member is kept (study/generic_file.hpp), empty: nowhere. One that is there
/// is used; else it is solved by monodromy and written if its trace test passes. Throws InputError when the network is
/// too large to expand. What needs more than options.max_paths paths is left out, with a note.
report::Result analyze(const spec::Specification& specification, const Options& options, const Observer& observer = {},
                       const std::string& generic_file = {});

/// Bounds and all isolated solutions of a system with at least as many equations as variables (InputError otherwise).
/// Of a system that algebra::with_real_equations does not make real nothing is said about which solutions are real.
report::Result solve_system(const algebra::WrittenSystem& system, const std::string& title, const Options& options,
                            const Observer& observer = {});

/// Path `number`, from 1, of those that solve_system() follows, step by step. Throws InputError as it, and where there
/// is no such path.
solve::TracedPath trace_path(const algebra::WrittenSystem& system, const Options& options, std::uint64_t number,
                             const Observer& observer = {});

/// Solves the problem, whose bounds the result holds already, and writes down what is found and, where options.certify
/// asks for it, proved. found: where the solver's word is kept, which takes memory beside the result.
void solve_problem(solve::Problem problem, const Options& options, const Observer& observer, Stopwatch& clock,
                   report::Result& result, solve::Outcome* found = nullptr);

/// Writes down that no solution is isolated, and why.
void solve_nothing(const std::string& reason, const Options& options, report::Result& result);

/// A model's gradient as a problem of the solver, with its network program, partitions and symmetries. system: the
/// gradient, expanded.
solve::Problem problem_of(const model::Model& model, algebra::System system);

}  // namespace polyscape::study
