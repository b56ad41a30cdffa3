#pragma once
/// Parts of a job that the user may cancel.
#include <string>

#include "polyscape/base/limit.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// Marks the result where something was left out since the job was cancelled.
inline void note_cancelled(report::Result& result) { result.cancelled = result.cancelled || cancellation_heeded(); }

/// Runs part(), which may end by throwing Cancelled. Where it did not come to its end, or the job was cancelled before,
/// a note says `unfinished`.
template <class Part>
void unless_cancelled(report::Result& result, const std::string& unfinished, const Part& part) {
  if (!cancellation_requested()) {
    try {
      part();
    } catch (const Cancelled&) {
    }
  }
  if (!cancellation_heeded()) return;
  result.cancelled = true;
  result.notes.push_back(unfinished + ": the job was cancelled before");
}

}  // namespace polyscape::study
