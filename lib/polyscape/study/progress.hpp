#pragma once
/// What a job says while it runs.
#include <cstdint>
#include <functional>
#include <string>

#include "polyscape/solve/solver.hpp"

namespace polyscape::study {

struct Progress {
  std::string stage;                  ///< "bounds", "paths", "critical points", "certificates", "zero-loss set"
  std::uint64_t done = 0, total = 0;  ///< total 0: not counted
};
/// Called while a job runs, from one thread at a time.
using Observer = std::function<void(const Progress&)>;

/// Says that a stage begins.
inline void announce(const Observer& observer, const std::string& stage) {
  if (observer) observer({stage, 0, 0});
}

/// The solver's progress as a stage of the job. The observer must outlive it.
inline solve::ProgressReport path_progress(const Observer& observer) {
  if (!observer) return {};
  return [&observer](const solve::Progress& p) { observer({"paths", p.done, p.total}); };
}

}  // namespace polyscape::study
