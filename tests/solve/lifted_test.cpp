/// Starts by mixed cells of lifted systems.
#include "polyscape/bounds/lifted.hpp"

#include <algorithm>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/solve/solver.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::algebra;
using namespace polyscape::solve;

namespace {

const std::vector<std::string> names{"x", "y"};

Problem problem_of(const Liftable& form) {
  Problem problem;
  problem.system = {names, expand(form.program)};
  bounds::LiftSearch found = bounds::smallest_lift(std::span(&form, 1), names, Random(1));
  REQUIRE(found.best);
  problem.hints.lifted = LiftedForm{std::move(*found.best), found.mixed_volume};
  return problem;
}

Outcome solved(const Problem& problem, Start start, std::uint64_t seed) {
  Options options;
  options.start = start;
  options.seed = seed;
  options.threads = 1;
  Outcome outcome = solve::solve(problem, options);
  const Ledger& l = outcome.ledger;
  CHECK(l.nonsingular + l.singular + l.at_infinity + l.positive_dimensional + l.excluded + l.failed == l.tracked);
  CHECK(l.failed == 0);
  return outcome;
}

/// The same solutions with the same multiplicities as by the Bezout number's paths.
Outcome check_same(const Problem& problem, std::uint64_t seed) {
  INFO("seed " << seed);
  Outcome found = solved(problem, Start::lifted, seed);
  const Outcome expected = solved(problem, Start::total_degree, seed);
  CHECK(found.start == "lifted");
  CHECK(Integer(static_cast<long>(found.ledger.tracked)) == problem.hints.lifted->mixed_volume);
  REQUIRE(found.solutions.size() == expected.solutions.size());
  for (const Solution& a : found.solutions) {
    REQUIRE(a.coordinates.size() == names.size());
    const auto same = [&](const Solution& b) {
      for (std::size_t j = 0; j < names.size(); ++j)
        if (std::abs(a.rounded()[j] - b.rounded()[j]) > 1e-8 * std::max(1.0, std::abs(b.rounded()[j]))) return false;
      return a.multiplicity == b.multiplicity && a.nonsingular == b.nonsingular && a.real == b.real && a.zero == b.zero;
    };
    CHECK(std::ranges::count_if(expected.solutions, same) == 1);
  }
  return found;
}

/// f(s, q) with s = c x + y and q = x y named.
template <class F>
Liftable form_of(const Rational& c, const F& f) {
  Liftable form{Program(2), {}};
  Program& p = form.program;
  const auto x = p.variable(0), y = p.variable(1);
  const auto s = p.add(p.scale(c, x), y), q = p.multiply(x, y);
  p.outputs = f(p, s, q, x, y);
  form.groups = {{"sums", {s}}, {"products", {q}}};
  return form;
}

}  // namespace

TEST_CASE("a lifted start finds the solutions of the system, in its own unknowns") {
  const Liftable form = form_of(3, [](Program& p, auto s, auto q, auto x, auto) {
    return std::vector{p.add(p.power(s, 4), p.add(q, p.constant(-2))),
                       p.add(p.multiply(p.power(s, 2), q), p.add(x, p.constant(-5)))};
  });
  for (std::uint64_t seed = 1; seed <= 5; ++seed) check_same(problem_of(form), seed);
}

TEST_CASE("multiplicities of a lifted system are those of the system") {
  const Liftable form = form_of(1, [](Program& p, auto s, auto, auto x, auto) {
    // (s - 1)^2 and (x - 2)(x - 3): two double solutions
    return std::vector{p.add(p.power(s, 2), p.add(p.scale(-2, s), p.constant(1))),
                       p.add(p.power(x, 2), p.add(p.scale(-5, x), p.constant(6)))};
  });
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Outcome found = check_same(problem_of(form), seed);
    REQUIRE(found.solutions.size() == 2);
    CHECK(found.solutions[0].multiplicity == 2);
    CHECK_FALSE(found.solutions[0].nonsingular);
  }
}

TEST_CASE("a lifted start tells isolated solutions from larger sets") {
  const Liftable form = form_of(1, [](Program& p, auto s, auto, auto x, auto y) {
    return std::vector{p.multiply(s, p.add(x, p.constant(-1))), p.multiply(s, p.add(y, p.constant(-2)))};
  });
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Outcome found = check_same(problem_of(form), seed);
    CHECK(found.solutions.size() == 1);
    CHECK(found.ledger.positive_dimensional + found.ledger.at_infinity == found.ledger.tracked - 1);
  }
}

TEST_CASE("coordinates that are zero are so by a lifted start") {
  const Liftable form = form_of(2, [](Program& p, auto s, auto q, auto x, auto y) {
    return std::vector{p.add(p.multiply(q, s), p.scale(3, x)), p.add(p.multiply(p.power(s, 2), y), p.scale(7, y))};
  });
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const Outcome found = check_same(problem_of(form), seed);
    std::size_t zeros = 0;
    for (const Solution& s : found.solutions) zeros += static_cast<std::size_t>(s.zero[0] + s.zero[1]);
    CHECK(zeros > 0);
  }
}

TEST_CASE("badly scaled systems are lifted, too") {
  const Rational large = power(Rational(2), 70);
  const Liftable form = form_of(large, [&](Program& p, auto s, auto q, auto x, auto) {
    return std::vector{p.add(p.power(s, 4), p.add(p.scale(large, q), p.constant(-2))),
                       p.add(p.multiply(p.power(s, 2), q), p.add(p.scale(large, x), p.constant(-5)))};
  });
  for (std::uint64_t seed = 1; seed <= 3; ++seed) check_same(problem_of(form), seed);
}

TEST_CASE("auto takes a lift where it saves paths, and a lifted start that cannot be is refused") {
  const Liftable form = form_of(3, [](Program& p, auto s, auto, auto x, auto y) {
    return std::vector{p.add(p.power(s, 9), p.add(x, p.constant(-2))),
                       p.add(p.power(s, 8), p.add(p.multiply(s, y), p.constant(3)))};
  });
  const Problem problem = problem_of(form);
  const Outcome found = solved(problem, Start::automatic, 1);
  CHECK(found.start == "lifted");
  CHECK(found.start_reason.find("with sums as unknowns") != std::string::npos);
  Problem none = problem;
  none.hints.lifted.reset();
  Options options;
  options.start = Start::lifted;
  CHECK_THROWS_WITH(solve::solve(none, options), Catch::Matchers::Contains("--start lifted"));
  options.max_paths = 1;
  CHECK_THROWS_WITH(solve::solve(problem, options), Catch::Matchers::Contains("--max-paths"));
}
