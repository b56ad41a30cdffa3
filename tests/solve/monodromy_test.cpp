/// Monodromy and the trace test.
#include "polyscape/solve/monodromy.hpp"

#include <cmath>

#include "polyscape/solve/solver.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using algebra::GaussianRational;
using algebra::Program;

namespace {

/// {f(x, y) = 0} with f(x, y) = h(x, y) - h(seed), h a dense polynomial of the given degree.
solve::Curve plane_curve(unsigned degree, std::uint64_t seed) {
  Random random(seed);
  solve::Curve curve{Program(2), {}, {random.annulus_complex(), random.annulus_complex()}};
  Program& h = curve.map;
  auto sum = h.constant(0);
  for (unsigned i = 0; i <= degree; ++i)
    for (unsigned j = 0; i + j <= degree; ++j)
      sum = h.add(sum, h.scale(GaussianRational::from_complex(random.annulus_complex()),
                               h.multiply(h.power(h.variable(0), i), h.power(h.variable(1), j))));
  h.outputs = {sum};
  curve.values.push_back(algebra::evaluate(h, std::span<const GaussianRational>(eval::exact_point(curve.seed)))[0]);
  return curve;
}

solve::Outcome by_monodromy(const algebra::System& system, std::uint64_t seed) {
  solve::Options options;
  options.start = solve::Start::monodromy;
  options.seed = seed;
  options.threads = 1;
  return solve::solve({system}, options);
}

double trace_error(const solve::Curve& curve, const solve::Section& section,
                   const std::vector<solve::Coordinates>& points) {
  return solve::trace_test(solve::MovingCut(curve.map, Random(5)), curve, section.plane, points, {}, Random(5)).error;
}

}  // namespace

TEST_CASE("a generic line meets a plane curve in as many points as its degree") {
  for (unsigned degree = 1; degree <= 9; ++degree) {
    const solve::Curve curve = plane_curve(degree, degree);
    const solve::Section section = solve::section(curve, {}, Random(degree));
    CHECK(section.trace.passed());
    CHECK(section.points.size() == degree);
    for (const auto& x : section.points) {
      std::complex<double> value = -section.plane.value;
      for (std::size_t i = 0; i < 2; ++i) value += section.plane.form[i] * x[i];
      CHECK(std::abs(value) < 1e-10 * (1 + std::abs(section.plane.value)));
      const auto h =
          algebra::evaluate(curve.map, std::span<const GaussianRational>(eval::exact_point(x)))[0] - curve.values[0];
      CHECK(std::abs(h.to_complex()) < 1e-9 * std::pow(1 + std::abs(x[0]) + std::abs(x[1]), degree));
    }
  }
}

TEST_CASE("the trace test fails for every proper subset of a section") {
  const solve::Curve curve = plane_curve(6, 3);
  const solve::Section section = solve::section(curve, {}, Random(4));
  REQUIRE(section.trace.passed());
  REQUIRE(section.points.size() == 6);
  CHECK(trace_error(curve, section, section.points) < 1e-80);
  for (unsigned subset = 1; subset < 63; ++subset) {
    std::vector<solve::Coordinates> part;
    for (std::size_t i = 0; i < 6; ++i)
      if ((subset >> i & 1) != 0) part.push_back(section.points[i]);
    CHECK(trace_error(curve, section, part) > 1e-6);
  }
}

TEST_CASE("a point that moves almost linearly is missed by the trace test") {
  // y - x + x^2 y^3 / 1000: near the origin hardly more than a line.
  solve::Curve curve{Program(2), {}, {}};
  Program& g = curve.map;
  const auto x = g.variable(0), y = g.variable(1);
  g.outputs = {g.add(g.subtract(y, x), g.scale(algebra::Rational(1, 1000), g.multiply(g.power(x, 2), g.power(y, 3))))};
  curve.seed = {{0.75, 0.25}, {0.5, -0.5}};
  curve.values.push_back(algebra::evaluate(g, std::span<const GaussianRational>(eval::exact_point(curve.seed)))[0]);
  const solve::Section section = solve::section(curve, {}, Random(2));
  REQUIRE(section.trace.passed());
  REQUIRE(section.points.size() == 5);
  for (std::size_t missing = 0; missing < 5; ++missing) {
    std::vector<solve::Coordinates> part = section.points;
    part.erase(part.begin() + static_cast<long>(missing));
    CHECK(trace_error(curve, section, part) > 1e-40);
  }
}

TEST_CASE("all solutions of classic systems by monodromy, trace-tested") {
  const std::pair<algebra::System, std::size_t> cases[] = {{support::katsura(5), 32},
                                                           {support::noon(3), 21},
                                                           {support::noon(4), 73},
                                                           {support::cyclic(5), 70},
                                                           {support::eco(6), 16}};
  for (const auto& [system, count] : cases)
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const solve::Outcome outcome = by_monodromy(system, seed);
      CHECK(outcome.start == "monodromy");
      CHECK(outcome.solutions.size() == count);
      CHECK(outcome.ledger.failed == 0);
      CHECK(outcome.ledger.tracked == outcome.monodromy->translate);
      CHECK(outcome.monodromy->traced);
    }
}

TEST_CASE("multiple points and those with zero coordinates are limits of a translate's solutions") {
  // x^2 (x - 1) = 0, x y^2 - y = 0: (0, 0) twice, (1, 0), (1, 1).
  using algebra::Polynomial;
  const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  const algebra::System system{{"x", "y"}, {x * x * (x - Polynomial::constant(2, 1)), x * y * y - y}};
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const solve::Outcome outcome = by_monodromy(system, seed);
    CHECK(outcome.monodromy->translate == 6);
    CHECK(outcome.ledger.at_infinity == 2);
    CHECK(outcome.ledger.singular == 2);
    CHECK(outcome.ledger.nonsingular == 2);
    CHECK(outcome.solutions.size() == 3);
    CHECK(outcome.monodromy->traced);
  }
}

TEST_CASE("results of monodromy do not depend on the threads") {
  solve::Options options;
  options.start = solve::Start::monodromy;
  std::vector<solve::Outcome> outcomes;
  for (const int threads : {1, 2}) {
    options.threads = threads;
    outcomes.push_back(solve::solve({support::noon(4)}, options));
  }
  CHECK(outcomes[0].monodromy->paths == outcomes[1].monodromy->paths);
  REQUIRE(outcomes[0].solutions.size() == outcomes[1].solutions.size());
  for (std::size_t i = 0; i < outcomes[0].solutions.size(); ++i)
    CHECK(outcomes[0].solutions[i].coordinates == outcomes[1].solutions[i].coordinates);
}
