#include "polyscape/solve/solver.hpp"

#include <chrono>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/shard.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/confirmation.hpp"
#include "polyscape/solve/path_sample.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/run.hpp"
#include "polyscape/solve/scaling.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::solve {

namespace {

/// Where coefficients stay as far apart as the sizes by which paths are taken for infinite, solutions may be as large
/// as these.
void doubt_infinity(Ledger& ledger) {
  if (ledger.at_infinity == 0) return;
  ledger.failed += ledger.at_infinity;
  ledger.failures["taken for infinite, in a system whose coefficients differ by more than 10^14"] += ledger.at_infinity;
  ledger.at_infinity = 0;
}

Outcome solve_uncancelled(const Problem& problem, const Options& options, const ProgressReport& report) {
  stop_if_cancelled();
  const auto begin = std::chrono::steady_clock::now();
  const std::optional<Scaling> scaling = problem.known.member ? std::nullopt : scaling_of(problem.system);
  Problem tracked = scaling ? scaled(problem, *scaling) : problem;
  tracked.known.real = problem.known.real && algebra::is_real(problem.system);
  Plan chosen = plan(tracked, options, report);
  if (const auto why =
          problem.known.member || options.start != Start::automatic ? std::nullopt : why_monodromy(chosen, options)) {
    if (problem.hints.generic_member) {
      Problem with_member = problem;
      with_member.known.member = problem.hints.generic_member();
      if (with_member.known.member->monodromy->traced) {
        Outcome outcome = solve_uncancelled(with_member, options, report);
        outcome.start_reason += "; " + *why;
        return outcome;
      }
    } else if (Plan other = plan_by_monodromy(tracked, options, chosen, *why, report); other.monodromy->traced) {
      chosen = std::move(other);
    }
  }
  stop_if_cancelled();
  Outcome outcome;
  if (chosen.start) outcome = follow(tracked, options, chosen, report, current_shard());
  if (scaling) {
    if (coefficient_spread(tracked.system) > widest_spread) doubt_infinity(outcome.ledger);
    unscale(outcome, *scaling);
  }
  outcome.start = chosen.start_name;
  outcome.start_reason = chosen.reason;
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

Outcome solve_once(const Problem& problem, const Options& options, const ProgressReport& report) {
  return unless_cancelled_before([&] { return solve_uncancelled(problem, options, report); });
}

}  // namespace

Outcome solve(const Problem& problem, const Options& options, const ProgressReport& report) {
  require_legal(options);
  const auto begin = std::chrono::steady_clock::now();
  Outcome outcome = solve_once(problem, options, report);
  if (!options.confirm || outcome.cancelled) return outcome;
  confirm(
      problem, options, [&](const Problem& p, const Options& o) { return solve_once(p, o, report); }, outcome);
  outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return outcome;
}

TracedPath trace_path(const Problem& problem, const Options& options, std::uint64_t number) {
  require_legal(options);
  const std::optional<Scaling> scaling = problem.known.member ? std::nullopt : scaling_of(problem.system);
  const Plan chosen = plan(scaling ? scaled(problem, *scaling) : problem, options);
  const std::uint64_t paths = chosen.start ? chosen.start->count() : 0;
  if (number == 0 || number > paths)
    throw InputError("path " + std::to_string(number),
                     paths == 0 ? "a system with paths to follow" : "a number from 1 to " + std::to_string(paths),
                     chosen.start_name + ": " + chosen.reason, "choose another path or start");
  if (!chosen.start->known(number - 1))
    throw InputError("path " + std::to_string(number), "a path whose start solution is known", "one that was not found",
                     "choose another path or seed");
  track::PathOptions path_options;
  path_options.max_precision = options.max_precision;
  TracedPath result{chosen.start_name, chosen.reason, paths, scaling.has_value(),
                    track::Tracker(chosen.homotopy).trace(chosen.start->point(number - 1), path_options)};
  eval::Point& end = result.trace.result.endpoint;
  project(chosen, end);
  if (scaling && !end.empty()) unscale(end, *scaling);
  return result;
}

std::optional<std::vector<algebra::GaussianRational>> refine(const algebra::Program& program,
                                                             const std::vector<algebra::GaussianRational>& point,
                                                             int bits) {
  const eval::NewtonSolver newton(program);
  eval::Point from = point;
  for (int b = 106;; b = std::min(2 * b, bits + 32)) {
    const eval::NewtonOutcome outcome = newton(from, b);
    if (!outcome.converged) return std::nullopt;
    from = outcome.point;
    if (b >= bits + 32) return from;
  }
}

}  // namespace polyscape::solve
