#pragma once
/// What a job says while it runs.
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>

#include "polyscape/solve/solver.hpp"

namespace polyscape::study {

struct Progress {
  std::string stage;                  ///< "bounds", "paths", "critical points", "certificates", "zero-loss set"
  std::uint64_t done = 0, total = 0;  ///< total 0: not known
  std::string of = "done";            ///< what is counted where the total is not known: "points"
};
/// Called while a job runs, from one thread at a time.
using Observer = std::function<void(const Progress&)>;

/// Says that a stage begins.
inline void announce(const Observer& observer, const std::string& stage) {
  if (observer) observer({stage, 0, 0});
}

/// The solver's steps as stages of the job, with something before their names. The observer must outlive it.
inline solve::ProgressReport path_progress(const Observer& observer, const std::string& before = "") {
  if (!observer) return {};
  return [&observer, before](const solve::Progress& p) { observer({before + p.step, p.done, p.total, "points"}); };
}

/// Counts the steps of a stage whose number is known, from any thread. The observer must outlive it.
class Counter {
 public:
  /// done: so many were before the stage began.
  Counter(const Observer& observer, std::string stage, std::uint64_t total, std::uint64_t done = 0)
      : observer_(observer), progress_{std::move(stage), done, total} {
    if (observer_ && total > 0) observer_(progress_);
  }
  /// One more is done.
  void count() {
    const std::lock_guard lock(mutex_);
    ++progress_.done;
    if (observer_) observer_(progress_);
  }

 private:
  const Observer& observer_;
  Progress progress_;
  std::mutex mutex_;
};

}  // namespace polyscape::study
