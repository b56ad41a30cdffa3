#pragma once
/// A sweep of a specification with lists, whose rows go to a store as they are finished.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/spec/sweep.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::study {

/// "<stem of path>.sweep.db" in the current directory.
std::string default_store(const std::string& sweep_path);

/// Whether this process is the one of its team (base/team.hpp) that makes stores and writes to them; so is one alone.
bool writes_store();

/// How the rows of a store stand.
struct SweepStanding {
  std::uint64_t rows = 0, waiting = 0, done = 0, incomplete = 0, contradiction = 0, failed = 0;
  std::vector<std::pair<std::string, std::string>> failures;  ///< values and reasons of the first failed rows
  bool complete() const { return done == rows; }
};

/// Every row that waits, or the first `limit` of them. Rows of one network that differ in random data and in lambda,
/// where all weights are regularised, are carried from one generic draw, which is kept in the store; the others are
/// analysed on their own (study/analysis.hpp). On all threads: over rows as long as there are as many as threads, then
/// over the paths of one row after the other. What is found does not depend on the threads, nor on where the sweep was
/// interrupted, timings apart. A row that cannot be computed fails with its reason and ends nothing; of a job that is
/// cancelled the unfinished rows wait on.
/// Another member of a team than the first takes part in the rows, and says nothing of how they stand.
/// The store at `path` is made, or continued where it is of the same sweep with the same options by the same version.
/// Throws InputError where it is of another one (and says what differs), as store::Store does, and where some row is no
/// specification.
SweepStanding run_sweep(const spec::Sweep& sweep, const std::string& path, const Options& options,
                        const Observer& observer = {}, std::uint64_t limit = UINT64_MAX);

/// Continues the sweep of a store, with the options that it was begun with. threads: 0: every core. Throws InputError
/// as run_sweep(), and where its data files changed.
SweepStanding resume_sweep(const std::string& path, int threads = 0, const Observer& observer = {},
                           std::uint64_t limit = UINT64_MAX);

}  // namespace polyscape::study
