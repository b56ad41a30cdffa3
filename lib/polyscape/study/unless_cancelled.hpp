#pragma once
/// Parts of a job that the user may cancel.
#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "polyscape/base/cancel_reason.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/solve/outcome.hpp"
#include "polyscape/solve/too_many_paths.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/sink.hpp"

namespace polyscape::study {

/// Marks the result where something was left out since the job was cancelled, and says why, if it was not the user.
inline void note_cancelled(report::Result& result) {
  if (!cancellation_heeded()) return;
  result.cancelled = true;
  const std::string reason = cancellation_reason();
  const std::string note = "the job was ended: " + reason;
  if (!reason.empty() && std::ranges::count(result.notes, note, &Note::text) == 0) result.notes.push_back(note);
}

/// Marks the result where it was left without something that takes too many paths.
inline void note_path_limit(report::Result& result, const std::string& without, const solve::TooManyPaths& limit) {
  const std::string note = without + ": " + limit.reason();
  result.cancelled = true;
  result.notes.push_back(note);
  if (result.path_limit.empty()) result.path_limit = note;
}

/// Runs part(), which may end by throwing Cancelled or TooManyPaths. Where it did not come to its end, or the job was
/// cancelled before, a note says `unfinished`.
template <class Part>
void unless_cancelled(report::Result& result, const std::string& unfinished, const Part& part) {
  if (!cancellation_requested()) {
    try {
      part();
    } catch (const Cancelled&) {
    } catch (const solve::TooManyPaths& e) {
      note_path_limit(result, unfinished, e);
    }
  }
  if (!cancellation_heeded()) return;
  result.cancelled = true;
  result.notes.push_back(unfinished + ": the job was cancelled before");
}

/// solve(); where that would take more paths than a job may follow, none, marked so, with a note.
template <class Solve>
solve::Outcome within_max_paths(report::Result& result, const Solve& solve) {
  try {
    return solve();
  } catch (const solve::TooManyPaths& e) {
    note_path_limit(result, "no path was followed", e);
    solve::Outcome none = solve::without_paths(e.reason());
    none.cancelled = true;
    return none;
  }
}

/// f(), which may throw Cancelled; nullopt where a cancelled job does not get to it, or to its end.
template <class F>
auto found_unless_cancelled(const F& f) {
  std::optional<std::invoke_result_t<const F&>> found;
  try {
    if (!cancellation_requested()) found.emplace(f());
  } catch (const Cancelled&) {
  }
  return found;
}

/// f(k) for each k below count, on so many threads (0: every core), counted; but for those that a cancelled job does
/// not get to. f may throw Cancelled.
template <class F>
void each_unless_cancelled(std::size_t count, int threads, Counter& counter, const F& f) {
  parallel_for(count, static_cast<std::size_t>(threads), [&](std::size_t k) {
    if (cancellation_requested()) return;
    try {
      f(k);
    } catch (const Cancelled&) {
      return;
    }
    counter.count();
  });
}

/// The results f(k) in order, but for those that a cancelled job did not get to; as they are finished they go to the
/// sink, which has begun. Members of a team share them out, of which the first has all of
/// them; identity(): as of a SharedLoop.
template <class Identity, class F>
std::vector<report::Result> results_unless_cancelled(std::size_t count, int threads, Counter& counter, SharedSink& sink,
                                                     const Identity& identity, const F& f) {
  using Found = std::optional<report::Result>;
  std::vector<Found> found(count);
  shared_for(
      current_team(), {count, 1, static_cast<std::size_t>(threads), SharedLoop::Audience::first}, identity,
      [&](std::size_t k) { return found_unless_cancelled([&] { return f(k); }); },
      [](const Found& result) { return result ? std::optional(report::to_json(*result)) : std::nullopt; },
      [](const std::string& json) { return Found(report::result_from_json(json, "a row of another process")); },
      [&](std::size_t k, Found&& result) {
        if (!result) return;
        sink.row(k, found[k].emplace(std::move(*result)));
        counter.count();
      });
  sink.end();
  std::vector<report::Result> known;
  for (auto& result : found)
    if (result) known.push_back(std::move(*result));
  return known;
}

}  // namespace polyscape::study
