#pragma once
/// What a sweep comes to, before it is begun.
#include <cstdint>
#include <optional>
#include <string>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/spec/sweep.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

struct SweepPlan {
  std::uint64_t rows = 0, waiting = 0, networks = 0;
  std::uint64_t generic = 0;  ///< networks with a generic draw
  std::uint64_t carried = 0;  ///< rows that are carried from one
  /// Of what waits, by the least bound of each network or, where it is solved, by its generic draw; nullopt where one
  /// has none.
  std::optional<algebra::Integer> paths;
  std::optional<double> seconds_a_path;  ///< of one thread, on average; from some paths of each network that waits
  std::optional<double> hours;           ///< on the options' threads, from these; for paths alone
};

/// Writes nothing; looks at the store at `path` where it is there. Throws InputError as run_sweep()
/// (study/stored_sweep.hpp), Cancelled when the job is.
SweepPlan plan_sweep(const spec::Sweep& sweep, const std::string& path, const Options& options,
                     const Observer& observer = {});

}  // namespace polyscape::study
