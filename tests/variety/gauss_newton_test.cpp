#include "polyscape/variety/gauss_newton.hpp"

#include "polyscape/eval/point.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

TEST_CASE("ranks at singular endpoints") {
  // (x - 1)^2 = 0, y x = 1: a double point with Jacobian of rank 1, given to few digits.
  Program p(2);
  const auto x = p.variable(0), y = p.variable(1);
  p.outputs = {p.power(p.subtract(x, p.constant(1)), 2), p.subtract(p.multiply(x, y), p.constant(1))};
  const Rational error = algebra::power(Rational(2), -20);
  const eval::RankDecision d =
      jacobian_rank(p, std::vector<GaussianRational>{Rational(1) + error, Rational(1) - error});
  CHECK(d.decided);
  CHECK(d.rank == 1);
  // The same with a complex point: (x - i)^2 = 0.
  p.outputs[0] = p.power(p.subtract(x, p.constant({0, 1})), 2);
  const eval::RankDecision c =
      jacobian_rank(p, std::vector<GaussianRational>{{error, Rational(1)}, {error, Rational(-1) + error}});
  CHECK(c.decided);
  CHECK(c.rank == 1);
  CHECK(c.rows == 2);
  // A point of a curve: quadratic convergence with the small singular value left out.
  Program curve(2);
  const auto u = curve.variable(0), v = curve.variable(1);
  const auto g = curve.subtract(curve.multiply(u, v), curve.constant(1));
  curve.outputs = {curve.multiply(v, g), curve.multiply(u, g)};  // gradient of (uv - 1)^2 / 2
  const eval::RankDecision r =
      jacobian_rank(curve, std::vector<GaussianRational>{Rational(2) + error, Rational(1) / Rational(2)});
  CHECK(r.decided);
  CHECK(r.rank == 1);
}

TEST_CASE("equations that depend on no variable have a Jacobian of rank zero and no zero") {
  Program program(3);
  program.outputs = {program.constant(1), program.constant(Rational(-2))};
  const Refiner refiner(program);
  CHECK(refiner.approximate_rank({1, 2, 3}) == 0);
  CHECK_FALSE(refiner.approach({1, 2, 3}));
  const auto jacobian = refiner.evaluator().jacobian(eval::Point(3), 64);
  REQUIRE(jacobian.size() == 2);
  CHECK(jacobian[1] == eval::Point(3));
}

TEST_CASE("real zeros are found in real numbers, complex ones in complex numbers, to the bits asked for") {
  Program p(2);  // x^2 + 2 = 0, x y = 1
  const auto x = p.variable(0), y = p.variable(1);
  p.outputs = {p.add(p.multiply(x, x), p.constant(2)), p.subtract(p.multiply(x, y), p.constant(1))};
  const Refiner refiner(p);
  CHECK(refiner.search(Field::real, 12, Random(1), 1).empty());
  const auto found = refiner.search(Field::complex, 12, Random(1), 1);
  REQUIRE_FALSE(found.empty());
  for (const solve::Coordinates& place : found) {
    RefinedZero zero(refiner, eval::exact_point(place));
    const auto point = zero.at(500);
    REQUIRE(point);
    CHECK(zero.convergence() == Convergence::quadratic);
    for (const auto& value : algebra::evaluate(p, std::span<const GaussianRational>(*point)))
      CHECK(algebra::log2(value) < -490);
    CHECK(eval::rank_at(refiner.evaluator(), zero.source()).rank == 2);
  }
  p.outputs[0] = p.subtract(p.multiply(x, x), p.constant(2));
  const Refiner real(p);
  for (const solve::Coordinates& place : real.search(Field::real, 12, Random(2), 1)) {
    const auto point = RefinedZero(real, eval::exact_point(place)).at(300);
    REQUIRE(point);
    CHECK(eval::is_real(*point));
  }
}

TEST_CASE("a circle of complex zeros: Gauss-Newton leaves out what is small and stays near") {
  Program p(2);  // (x - i)^2 + y^2 = 1, twice: dependent equations
  const auto x = p.variable(0), y = p.variable(1);
  const auto shifted = p.subtract(x, p.constant({0, 1}));
  const auto circle = p.subtract(p.add(p.multiply(shifted, shifted), p.multiply(y, y)), p.constant(1));
  p.outputs = {circle, p.scale(Rational(3), circle)};
  const Refiner refiner(p);
  RefinedZero zero(refiner, {{Rational(1), Rational(1)}, {algebra::power(Rational(2), -12), Rational(0)}});
  const auto point = zero.at(400);
  REQUIRE(point);
  CHECK(zero.convergence() == Convergence::quadratic);
  CHECK(eval::rank_at(refiner.evaluator(), zero.source()).rank == 1);
  CHECK(eval::magnitude({(*point)[0] - GaussianRational(Rational(1), Rational(1))}) < 1e-3);
}
