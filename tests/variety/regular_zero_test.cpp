#include "polyscape/variety/regular_zero.hpp"

#include <algorithm>

#include "polyscape/algebra/system.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

namespace {

std::vector<Rational> values(const Program& p, const std::vector<Rational>& x) {
  const std::vector<GaussianRational> at(x.begin(), x.end());
  std::vector<Rational> result;
  for (const GaussianRational& z : algebra::evaluate(p, std::span<const GaussianRational>(at))) result.push_back(z.re);
  return result;
}

/// Sums of products of two random affine forms.
Program random_quadrics(std::size_t variables, std::size_t equations, Random& random) {
  Program p(variables);
  const auto form = [&] {
    const auto a = support::small_rationals(random, variables + 1);
    auto sum = p.constant(a[variables]);
    for (std::size_t j = 0; j < variables; ++j) sum = p.add(sum, p.scale(a[j], p.variable(j)));
    return sum;
  };
  for (std::size_t i = 0; i < equations; ++i) p.outputs.push_back(p.add(p.multiply(form(), form()), form()));
  return p;
}

}  // namespace

TEST_CASE("real zeros of systems with fewer equations than variables are proved") {
  Random random(5);
  for (int round = 0; round < 30; ++round) {
    INFO("round " << round);
    const std::size_t equations = 1 + static_cast<std::size_t>(round) % 4,
                      variables = equations + static_cast<std::size_t>(round) % 3;
    Program p = random_quadrics(variables, equations, random);
    const auto zero = support::small_rationals(random, variables);
    const auto there = values(p, zero);
    for (std::size_t i = 0; i < equations; ++i) p.outputs[i] = p.subtract(p.outputs[i], p.constant(there[i]));
    std::vector<Rational> near = zero;
    for (Rational& x : near) x += Rational::from_double(1e-9 * random.normal());
    const auto proof = prove_regular_zero(p, near);
    REQUIRE(proof);
    CHECK(proof->free.size() == equations);
    CHECK(proof->certificate.reality == certify::Reality::real);
    std::vector<Rational> centre = proof->held;
    for (std::size_t k = 0; k < equations; ++k) centre[proof->free[k]] = proof->certificate.centre[k].re;
    for (const Rational& v : values(p, centre)) CHECK(std::abs(v.to_double()) < 1e-25);
    for (std::size_t j = 0; j < variables; ++j) CHECK(std::abs((centre[j] - zero[j]).to_double()) < 1e-6);
  }
}

TEST_CASE("no real zero is proved where there is none, or none with a Jacobian of full rank") {
  Program p(3);
  const auto squares = p.add(p.power(p.variable(0), 2), p.add(p.power(p.variable(1), 2), p.power(p.variable(2), 2)));
  const std::vector<Rational> origin(3), near(3, Rational::from_double(1e-12));
  for (const double constant : {0.0, 1.0, 1e-6, 1e-20, 1e-60}) {
    INFO(constant);
    p.outputs = {p.add(squares, p.constant(Rational::from_double(constant)))};
    CHECK_FALSE(prove_regular_zero(p, origin));
    CHECK_FALSE(prove_regular_zero(p, near));
  }
  // A sphere of radius 1e-12 has real points.
  p.outputs = {p.subtract(squares, p.constant(Rational::from_double(1e-24)))};
  CHECK(prove_regular_zero(p, std::vector<Rational>{Rational::from_double(1e-12), 0, 0}));
  // Twice the same equation, and more equations than variables.
  p.outputs.push_back(p.outputs.front());
  CHECK_FALSE(prove_regular_zero(p, std::vector<Rational>{Rational::from_double(1e-12), 0, 0}));
  p.outputs = {p.variable(0), p.variable(1), p.variable(2), p.variable(0)};
  CHECK_FALSE(prove_regular_zero(p, origin));
}
