/// bench_path SYSTEM... [--set NAME]: tracking alone, on one thread: microseconds a path and a step, how paths left
/// their batch, and what the paths cost that were finished one by one.
#include "polyscape/track/path.hpp"

#include <chrono>
#include <cstdio>
#include <map>

#include "files.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/strategy.hpp"

using namespace polyscape;

namespace {

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

const char* name(track::Arrival::State state) {
  switch (state) {
    case track::Arrival::State::cancelled:
      return "cancelled";
    case track::Arrival::State::at_start:
      return "at start";
    case track::Arrival::State::under_way:
      return "under way";
    case track::Arrival::State::at_infinity:
      return "at infinity";
    case track::Arrival::State::regular:
      return "regular";
    case track::Arrival::State::stopped:
      return "stopped";
    case track::Arrival::State::too_many_steps:
      return "too many steps";
  }
  return "";
}

void run(const std::string& file, std::string_view set) {
  solve::Problem problem;
  problem.system = bench::system_in(file);
  const solve::Plan plan = solve::plan(problem, {});
  const track::Tracker tracker(plan.homotopy, set);
  const auto start = [&](std::size_t i) { return eval::rounded(plan.start->point(i)); };
  const double begin = seconds();
  const auto arrivals = tracker.advance(plan.start->count(), start, {}, 1);
  const double batch = seconds() - begin;
  std::map<std::string, std::size_t> states;
  std::size_t steps = 0, rejected = 0;
  for (const track::Arrival& a : arrivals) {
    ++states[name(a.state)];
    steps += static_cast<std::size_t>(a.steps);
    rejected += static_cast<std::size_t>(a.rejected);
  }
  std::map<int, std::size_t> precision;
  std::map<std::string, std::size_t> ends;
  const double second = seconds();
  for (const track::Arrival& a : arrivals) {
    const track::PathResult result = tracker.finish(a, {});
    if (a.state != track::Arrival::State::under_way) continue;
    ++precision[result.highest_bits];
    ++ends[result.end == track::PathEnd::failed     ? "failed"
           : result.end == track::PathEnd::regular  ? "regular"
           : result.end == track::PathEnd::singular ? "singular"
                                                    : "at infinity"];
  }
  const double rest = seconds() - second;
  const auto count = static_cast<double>(arrivals.size());
  std::printf(
      "%s: %zu paths, batch %.3f s, %.1f us a path, %.2f us a step, %.1f steps a path, %.1f %% rejected; rest %.3f s\n",
      file.c_str(), arrivals.size(), batch, 1e6 * batch / count, 1e6 * batch / static_cast<double>(steps + rejected),
      static_cast<double>(steps) / count, 100.0 * static_cast<double>(rejected) / static_cast<double>(steps + rejected),
      rest);
  for (const auto& [state, n] : states) std::printf("  %s %zu;", state.c_str(), n);
  std::printf("  finished one by one:");
  for (const auto& [end, n] : ends) std::printf(" %s %zu;", end.c_str(), n);
  for (const auto& [bits, n] : precision) std::printf(" %d bits %zu;", bits, n);
  std::printf("\n");
}

}  // namespace

int main(int count, char** words) {
  std::string_view set;
  for (int i = 1; i + 1 < count; ++i)
    if (std::string_view(words[i]) == "--set") set = words[i + 1];
  for (int i = 1; i < count; ++i) {
    if (std::string_view(words[i]) == "--set")
      ++i;
    else
      run(words[i], set);
  }
}
