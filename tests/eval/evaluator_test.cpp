#include "polyscape/eval/evaluator.hpp"

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

namespace {

/// Sums and products of random nodes.
Program random_program(Random& random, bool complex) {
  Program p(3);
  std::vector<Program::Node> nodes{p.variable(0), p.variable(1), p.variable(2)};
  for (int k = 0; k < 3; ++k)
    nodes.push_back(
        p.constant({support::small_rational(random), complex ? support::small_rational(random) : Rational(0)}));
  for (int k = 0; k < 12; ++k) {
    const auto a = nodes[random.below(nodes.size())], b = nodes[random.below(nodes.size())];
    nodes.push_back(k % 3 == 0 ? p.multiply(a, b) : p.add(a, b));
  }
  p.outputs = {nodes.back(), nodes[nodes.size() - 2], nodes[0], nodes[3]};
  return p;
}

double error(const GaussianRational& computed, const GaussianRational& exact) {
  return std::abs((computed - exact).to_complex()) / std::max(1.0, std::abs(exact.to_complex()));
}

}  // namespace

TEST_CASE("values and Jacobians at any precision are the exact ones, rounded") {
  const auto seed = GENERATE(range(1, 21));
  INFO("seed " << seed);
  Random random(static_cast<std::uint64_t>(seed));
  const bool complex_program = seed % 2 == 0, complex_point = seed % 3 == 0;
  const Program program = random_program(random, complex_program);
  Point x;
  for (int i = 0; i < 3; ++i)
    x.emplace_back(Rational::from_double(random.normal()),
                   complex_point ? Rational::from_double(random.normal()) : Rational(0));
  const algebra::Differentiated d = algebra::differentiate(program);
  const Point all = algebra::evaluate(d.program, std::span<const GaussianRational>(x));
  const algebra::GaussianMatrix exact = algebra::jacobian_from(d, all);
  const Evaluator evaluator(program);
  CHECK(evaluator.variables() == 3);
  CHECK(evaluator.equations() == 4);
  for (const int bits : {64, 200, 1000}) {
    const double small = std::ldexp(1.0, 16 - bits);
    const Point values = evaluator.values(x, bits);
    REQUIRE(values.size() == 4);
    for (std::size_t i = 0; i < 4; ++i) CHECK(error(values[i], all[i]) <= small);
    const algebra::GaussianMatrix jacobian = evaluator.jacobian(x, bits);
    for (std::size_t i = 0; i < 4; ++i)
      for (std::size_t j = 0; j < 3; ++j) CHECK(error(jacobian[i][j], exact[i][j]) <= small);
    CHECK(Evaluator::of_values(program).values(x, bits) == values);
  }
}

TEST_CASE("an evaluator refuses parameters and points of another dimension") {
  Program p(2, 1);
  p.outputs = {p.parameter(0)};
  CHECK_THROWS_AS(Evaluator(p), ArgumentError);
  Program q(2);
  q.outputs = {q.variable(0)};
  CHECK_THROWS_AS(Evaluator(q).values({1}, 64), ArgumentError);
}
