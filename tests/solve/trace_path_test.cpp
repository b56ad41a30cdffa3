/// One path, step by step: what is written down adds up, and the ends are those of a whole solve.
#include <cmath>
#include <map>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/track/valuation.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::solve;

namespace {

void check_steps(const track::PathTrace& trace) {
  double before = 0, angle = 0;
  std::size_t crossings = 0;
  for (const track::TraceStep& s : trace.steps) {
    CAPTURE(s.log_t, s.length, track::name(s.limit));
    CHECK(std::abs(std::hypot(s.log_t - before, s.angle - angle) - s.length) < 1e-9 * std::max(1.0, std::abs(s.log_t)));
    CHECK(s.length > 0);
    CHECK(s.corrections >= 1);
    CHECK(s.rejected >= 0);
    CHECK((s.rejected > 0) == (s.limit == track::StepLimit::rejection));
    CHECK((s.homogenizing >= 0 && s.homogenizing <= 1));
    if (s.log_t == track::endgame_log_t && s.angle == 0) ++crossings;
    before = s.log_t, angle = s.angle;
  }
  REQUIRE_FALSE(trace.steps.empty());
  CHECK(trace.steps.front().limit != track::StepLimit::growth);
  CHECK(crossings >= 1);
}

}  // namespace

TEST_CASE("traced paths end as a solve says that its paths end") {
  for (const auto& [system, start] :
       {std::pair(support::katsura(4), "total-degree"), std::pair(support::cyclic(5), "polyscape"),
        std::pair(support::noon(3), "total-degree")}) {
    Problem problem;
    problem.system = system;
    Options options;
    options.threads = 1;
    options.start = named<Start>(start).value_or(Start::automatic);
    const Outcome outcome = solve::solve(problem, options);
    std::map<track::PathEnd, std::uint64_t> ends;
    std::vector<eval::Point> found;
    std::uint64_t paths = 1;
    for (std::uint64_t k = 1; k <= paths; ++k) {
      const TracedPath traced = trace_path(problem, options, k);
      CAPTURE(outcome.start, k);
      paths = traced.paths;
      CHECK(traced.start == outcome.start);
      check_steps(traced.trace);
      ++ends[traced.trace.result.end];
      const auto end = eval::rounded(traced.trace.result.endpoint);
      if (traced.trace.result.end != track::PathEnd::regular) continue;
      bool known = false;
      for (const Solution& s : outcome.solutions) {
        const auto x = s.rounded();
        double gap = 0;
        for (std::size_t i = 0; i < x.size(); ++i)
          gap = std::max(gap, std::abs(x[i] - end[i]) / std::max(1.0, std::abs(x[i])));
        known = known || gap < 1e-8;
      }
      CHECK(known);
    }
    CHECK(paths == outcome.ledger.tracked);
    CHECK(ends[track::PathEnd::regular] == outcome.ledger.nonsingular);
    CHECK(ends[track::PathEnd::at_infinity] == outcome.ledger.at_infinity);
    CHECK(ends[track::PathEnd::failed] == 0);
  }
}

TEST_CASE("a path to a double point goes around t = 0, and one with scaled unknowns ends in the given ones") {
  Problem problem;
  problem.system = algebra::System{{"x"}, {}};
  const algebra::Polynomial x = algebra::Polynomial::variable(1, 0);
  problem.system.equations = {(x + algebra::Polynomial::constant(1, -1)).pow(2) *
                              (x + algebra::Polynomial::constant(1, 2))};
  Options options;
  options.start = solve::Start::total_degree;
  std::size_t loops = 0;
  for (std::uint64_t k = 1; k <= 3; ++k) {
    const TracedPath traced = trace_path(problem, options, k);
    bool turned = false;
    for (const track::TraceStep& s : traced.trace.steps) turned = turned || s.angle > 1;
    loops += turned ? 1 : 0;
    CHECK((traced.trace.result.winding == 2) == turned);
  }
  CHECK(loops == 2);
  const algebra::Rational large = power(algebra::Rational(10), 12);
  problem.system.equations = {x.pow(2) + algebra::Polynomial::constant(1, -(large * large) * algebra::Rational(4))};
  const TracedPath scaled = trace_path(problem, options, 1);
  CHECK(scaled.scaled);
  CHECK(std::abs(std::abs(eval::rounded(scaled.trace.result.endpoint)[0]) - 2e12) < 1);
}

TEST_CASE("paths that are none are refused") {
  Problem problem;
  problem.system = support::katsura(3);
  const Options options;
  for (const std::uint64_t k : {std::uint64_t{0}, std::uint64_t{9}, UINT64_MAX})
    CHECK_THROWS_AS(trace_path(problem, options, k), InputError);
  CHECK_NOTHROW(trace_path(problem, options, 8));
}
