/// A second solve that is written down by hand, held against a first one.
#include "polyscape/solve/confirmation.hpp"

#include <algorithm>

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

Solution at(const Rational& x, int bits = 100, bool nonsingular = true) {
  Solution s;
  s.coordinates = eval::Point{x};
  s.bits = bits;
  s.nonsingular = nonsingular;
  s.zero = {x.is_zero()};
  return s;
}

Outcome outcome(const std::string& start, std::vector<Solution> solutions) {
  Outcome result;
  result.start = start;
  result.solutions = std::move(solutions);
  result.ledger.tracked = 6;
  result.ledger.nonsingular = result.solutions.size();
  result.ledger.at_infinity = 1;
  result.ledger.positive_dimensional = 5 - result.solutions.size();
  return result;
}

Outcome confirmed(Outcome first, const Outcome& second) {
  confirm(
      {}, {}, [&](const Problem&, const Options&) { return second; }, first);
  return first;
}

bool asks(const Outcome& o) {
  return std::ranges::any_of(o.notes, [](const Note& n) { return n.severity == Severity::question; });
}

}  // namespace

TEST_CASE("a second solve has another seed, another start and no member of the first's") {
  for (const auto& [first, other] : {std::pair{"total-degree", Start::polyhedral},
                                     {"multihomogeneous", Start::polyhedral},
                                     {"polyhedral", Start::monodromy},
                                     {"lifted", Start::monodromy},
                                     {"monodromy", Start::automatic},
                                     {"parameter", Start::automatic}}) {
    INFO(first);
    Problem problem;
    problem.known.member.emplace();
    problem.hints.generic_member = [] { return Member(); };
    Options options;
    options.confirm = true;
    int solves = 0;
    Outcome o = outcome(first, {});
    confirm(
        problem, options,
        [&](const Problem& again, const Options& chosen) {
          ++solves;
          CHECK((!again.known.member && !again.hints.generic_member));
          CHECK_FALSE(chosen.confirm);
          CHECK(chosen.seed != options.seed);
          CHECK(chosen.start == other);
          return outcome("other", {});
        },
        o);
    CHECK(solves == 1);
    CHECK(o.confirmation->agrees());
  }
}

TEST_CASE("solutions that agree to the digits of the less precise are the same") {
  const Rational third(1, 3), near = third + algebra::power(Rational(2), -40);
  const Outcome same =
      confirmed(outcome("polyhedral", {at(1), at(third)}), outcome("monodromy", {at(near, 40), at(1)}));
  CHECK((same.confirmation->agrees() && !asks(same) && same.solutions.size() == 2));
  const Outcome others = confirmed(outcome("polyhedral", {at(1), at(third)}), outcome("monodromy", {at(near), at(1)}));
  CHECK((others.confirmation->missing_here == 1 && others.confirmation->missing_there == 1));
  // A singular solution is no nonsingular one.
  const Outcome singular = confirmed(outcome("polyhedral", {at(1)}), outcome("monodromy", {at(1, 100, false)}));
  CHECK((singular.confirmation->missing_here == 1 && singular.confirmation->missing_there == 1));
}

TEST_CASE("what the first solve lacked is added in its place, and paths to infinity count as failed for it") {
  const Outcome few = outcome("total-degree", {at(-2), at(3)}),
                more = outcome("polyhedral", {at(3), at(-2), at(1), at(7)});
  const Outcome found = confirmed(few, more);
  CHECK((found.confirmation->missing_here == 2 && found.confirmation->missing_there == 0));
  CHECK((found.confirmation->isolated == 4 && found.confirmation->start == "polyhedral"));
  CHECK_FALSE(found.confirmation->agrees());
  std::vector<double> x;
  for (const Solution& s : found.solutions) x.push_back(s.rounded()[0].real());
  CHECK(x == std::vector<double>{-2, 1, 3, 7});
  CHECK((found.ledger.at_infinity == 0 && found.ledger.positive_dimensional == 2 && found.ledger.failed == 2));
  CHECK(found.ledger.sum() == few.ledger.sum());
  CHECK(found.ledger.failures.begin()->second == 2);
  CHECK(asks(found));
  const Outcome lacking = confirmed(more, few);
  CHECK((lacking.confirmation->missing_here == 0 && lacking.confirmation->missing_there == 2));
  CHECK((lacking.solutions.size() == 4 && lacking.ledger.failed == 0 && asks(lacking)));
}

TEST_CASE("a second solve that was cancelled confirms nothing") {
  Outcome second = outcome("polyhedral", {at(1)});
  second.cancelled = true;
  const Outcome found = confirmed(outcome("total-degree", {at(1)}), second);
  CHECK((found.cancelled && !found.confirmation->agrees()));
}
