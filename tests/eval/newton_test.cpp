/// Newton's method at known zeros, simple and multiple.
#include "polyscape/eval/newton.hpp"

#include <cmath>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

namespace {

Polynomial x() { return Polynomial::variable(2, 0); }
Polynomial y() { return Polynomial::variable(2, 1); }
Polynomial number(const Rational& c) { return Polynomial::constant(2, c); }
algebra::Program program(std::vector<Polynomial> equations) {
  return algebra::program_of({{"x", "y"}, std::move(equations)});
}
Point at(double re, double im) { return {GaussianRational::from_complex(re), GaussianRational::from_complex(im)}; }

/// |value| as a power of two, whatever a double holds.
double log2_of(const GaussianRational& value) { return log2_sizes({value}).front(); }

}  // namespace

TEST_CASE("a square root comes to as many bits as are asked for") {
  const NewtonSolver newton(program({x() * x() - number(2), y() - x() * x()}));
  for (const int bits : {53, 106, 212, 1000, 5000}) {
    INFO(bits << " bits");
    const NewtonOutcome found = newton(at(1.5, 2.25), bits);
    REQUIRE(found.converged);
    CHECK(log2_of(found.point[0] * found.point[0] - GaussianRational(2)) < 4 - bits);
    CHECK(log2_of(found.point[1] - GaussianRational(2)) < 4 - bits);
    CHECK(found.iterations <= 5 + std::log2(bits / 53.0));  // quadratically
    CHECK(found.residual < std::ldexp(16.0, -std::min(bits, 1000)));
    CHECK(std::abs(found.first_correction - 1.0 / 9) < 1e-12);  // of y by 1/4
  }
}

TEST_CASE("without steps condition and residual are those at the start, whatever the units") {
  // |J^-1 R| with R the rows' sizes: at a diagonal system 1, whatever the equations' factors are.
  for (const Rational& factor : {Rational(1), algebra::power(Rational(10), 40), algebra::power(Rational(10), -40)}) {
    const NewtonSolver newton(program({(x() - number(3)) * factor, y() - number(2)}));
    const NewtonOutcome there = newton(at(3, 2), 106, 0);
    CHECK(there.iterations == 0);
    CHECK(there.point == at(3, 2));
    CHECK(there.residual < 1e-30);
    const NewtonOutcome off = newton(at(6, 2), 106, 0);
    CHECK(off.point == at(6, 2));
    CHECK(std::abs(off.residual - 0.5) < 1e-12);  // 3 over 6
  }
  // Two lines that are nearly one.
  double before = 0;
  for (const int k : {2, 5, 10, 20}) {
    const Rational tiny = algebra::power(Rational(10), -k);
    const double condition =
        NewtonSolver(program({x() - y(), x() - y() * (Rational(1) + tiny)}))(at(0, 0), 212, 0).condition;
    CHECK(condition > std::pow(10.0, k));
    CHECK(condition < 10 * std::pow(10.0, k));
    CHECK(condition > before);
    before = condition;
  }
}

TEST_CASE("singular zeros have infinite condition or are not converged to") {
  const NewtonSolver line(program({x() - y(), (x() - y()) * Rational(2)}));
  CHECK(std::isinf(line(at(1, 1), 106, 0).condition));
  CHECK_FALSE(line(at(1, 2), 106).converged);
  const NewtonSolver far(program({x() * x() + number(1), y()}));
  CHECK_FALSE(far(at(0.5, 0), 106).converged);  // real steps reach no imaginary zero
  CHECK_THROWS_AS(NewtonSolver(program({x()})), ArgumentError);
  CHECK_THROWS_AS(NewtonSolver(algebra::Program(1, 1)), ArgumentError);
}

TEST_CASE("all zeros of a random system that was made around one are met from nearby") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const Point zero{support::small_gaussian(random), support::small_gaussian(random)};
    std::vector<Polynomial> equations;
    for (int k = 0; k < 2; ++k) {
      Polynomial p = support::random_gaussian_polynomial(random, 2, 3, 4) + Polynomial::variable(2, k) * Rational(7);
      equations.push_back(p - Polynomial::constant(2, p.evaluate(zero)));
    }
    const NewtonSolver newton(program(equations));
    if (!(newton(zero, 106, 0).condition < 1e4)) continue;
    Point start = zero;
    for (auto& z : start) z = z + GaussianRational::from_complex(1e-7 * random.unit_complex());
    const NewtonOutcome found = newton(start, 212);
    CHECK(found.converged);
    CHECK(distance(found.point, zero) < 1e-50);
    CHECK(newton(zero, 106, 0).residual < 1e-28);
  }
}

TEST_CASE("least squares reach sets of zeros, multiple zeros and what further forms ask for") {
  // The circle twice over, from outside.
  const Polynomial circle = x() * x() + y() * y() - number(1);
  const NewtonSolver newton(program({circle, circle * (x() + number(3))}));
  const NewtonOutcome on = newton.least_squares(at(1.2, 0.9), {}, 212);
  CHECK(on.converged);
  CHECK(log2_of(on.point[0] * on.point[0] + on.point[1] * on.point[1] - GaussianRational(1)) < -80);
  CHECK(distance(on.point, at(0.8, 0.6)) < 0.05);  // the nearest one, about
  // With x = 3/5 besides.
  const std::vector<Point> forms{{1, 0, GaussianRational(Rational(3, 5))}};
  const NewtonOutcome cut = newton.least_squares(at(0.7, 0.9), forms, 212);
  CHECK(cut.converged);
  CHECK(distance(cut.point, {GaussianRational(Rational(3, 5)), GaussianRational(Rational(4, 5))}) < 1e-20);
  // Without any zero.
  CHECK_FALSE(
      NewtonSolver(program({x() * y() - number(1), x() * y() - number(2)})).least_squares(at(1, 1), {}, 212).converged);
}
