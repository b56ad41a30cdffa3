#pragma once
/// The whole job: all stages in a row, from a specification or a system to a result.
#include <cstdint>
#include <functional>
#include <string>

#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

struct Progress {
  std::string stage;                  ///< "bounds", "paths", "critical points", "zero-loss set"
  std::uint64_t done = 0, total = 0;  ///< total 0: not counted
};
/// Called while a job runs, from one thread at a time.
using Observer = std::function<void(const Progress&)>;

/// Bounds, all isolated critical points of the loss with their kinds, and the zero-loss set.
/// The result depends on the specification and the options, not on the number of threads (timings apart). When the job
/// is cancelled (base/cancel.hpp) it holds what is finished; report::complete then says no.
/// Throws InputError when the network is too large to expand or needs more than options.max_paths paths.
report::Result analyze(const spec::Specification& specification, const solve::Options& options,
                       const Observer& observer = {});

/// Bounds and all isolated solutions of a system with at least as many equations as variables (InputError otherwise).
report::Result solve_system(const algebra::System& system, const std::string& title, const solve::Options& options,
                            const Observer& observer = {});

}  // namespace polyscape::study
