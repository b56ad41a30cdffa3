#pragma once
/// The whole job: all stages in a row, from a specification or a system to a result.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

struct Progress {
  std::string stage;                  ///< "bounds", "paths", "critical points", "certificates", "zero-loss set"
  std::uint64_t done = 0, total = 0;  ///< total 0: not counted
};
/// Called while a job runs, from one thread at a time.
using Observer = std::function<void(const Progress&)>;

/// Bounds, all isolated critical points of the loss with their kinds, and the zero-loss set.
/// The result depends on the specification and the options, not on the number of threads (timings apart). When the job
/// is cancelled (base/cancel.hpp) it holds what is finished; report::complete then says no.
/// With gauge slice, the components of the critical set instead of its isolated points (study/component_study.hpp).
/// generic_file: where the network's generic member is kept (study/generic_file.hpp), empty: nowhere. One that is there is used; else it is
/// solved by monodromy and written if its trace test passes.
/// Throws InputError when the network is too large to expand or needs more than options.max_paths paths.
report::Result analyze(const spec::Specification& specification, const solve::Options& options,
                       const Observer& observer = {}, const std::string& generic_file = {});

/// Draws of the data of one network, each by as many paths as a generic draw has critical points.
struct Sweep {
  report::Result member;              ///< the generic draw: many samples, so that their moments are generic
  std::vector<report::Result> draws;  ///< data seed, data seed + 1, ..; bounds are those of the member
  double seconds = 0;
};

/// The critical points of `draws` random data sets of a specification with random data. The gradient is linear in the moments of the data,
/// so all draws of any number of samples belong to one linear family: a generic member of it is solved once, its solutions are
/// carried to every draw (parameter homotopy). A draw whose data are special loses or merges points; its ledger says which.
/// Zero-loss sets are left to analyze(). Throws InputError as analyze() does, and when the data are not random.
Sweep sweep(const spec::Specification& specification, std::uint64_t draws, const solve::Options& options, const Observer& observer = {});

/// Bounds and all isolated solutions of a system with at least as many equations as variables (InputError otherwise).
report::Result solve_system(const algebra::System& system, const std::string& title, const solve::Options& options,
                            const Observer& observer = {});

}  // namespace polyscape::study
