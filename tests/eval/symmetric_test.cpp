#include "polyscape/eval/symmetric.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::GaussianMatrix;
using algebra::GaussianRational;
using algebra::Rational;
using algebra::RationalMatrix;

namespace {

// S^T diag(values) S with S unit lower triangular and random: has the inertia of the diagonal (Sylvester).
RationalMatrix congruent(Random& random, const std::vector<Rational>& values) {
  const std::size_t n = values.size();
  RationalMatrix s(n, std::vector<Rational>(n)), a(n, std::vector<Rational>(n));
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) s[i][j] = support::small_rational(random);
    s[i][i] = 1;
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      for (std::size_t k = 0; k < n; ++k) a[i][j] += s[k][i] * values[k] * s[k][j];
  return a;
}

InertiaDecision decide(const RationalMatrix& matrix) {
  GaussianMatrix same;
  for (const auto& row : matrix) same.emplace_back(row.begin(), row.end());
  return decide_inertia([&](int) { return std::optional(same); });
}

}  // namespace

TEST_CASE("inertia with exact zeros and tiny eigenvalues of both signs") {
  Random random(21);
  const Rational tiny = algebra::power(Rational(10), -50);
  const InertiaDecision d = decide(congruent(random, {2, -1, 0, tiny, 0, -tiny, 5}));
  CHECK(d.decided);
  CHECK(d.inertia == Inertia{2, 2, 3});
  CHECK(std::isinf(d.condition));
  CHECK(d.precision_bits == 512);
  REQUIRE(d.eigenvalues.size() == 7);
  CHECK(d.eigenvalues[2] == 0);
  CHECK(d.eigenvalues[3] == 0);
}

TEST_CASE("known eigenvalues") {
  const InertiaDecision d = decide(RationalMatrix{{2, 1, 0}, {1, 2, 0}, {0, 0, -4}});
  CHECK(d.decided);
  CHECK(d.inertia == Inertia{1, 0, 2});
  CHECK(std::abs(d.eigenvalues[0] + 4) < 1e-15);
  CHECK(std::abs(d.eigenvalues[1] - 1) < 1e-15);
  CHECK(std::abs(d.eigenvalues[2] - 3) < 1e-15);
  CHECK(std::abs(d.condition - 4) < 1e-14);
  CHECK(d.precision_bits == 128);
}

TEST_CASE("zero, empty, opposite and ill-shaped matrices") {
  CHECK(decide(RationalMatrix(3, std::vector<Rational>(3))).inertia == Inertia{0, 3, 0});
  CHECK(decide(RationalMatrix{}).inertia == Inertia{});
  const InertiaDecision hyperbolic = decide(RationalMatrix{{0, 1}, {1, 0}});
  CHECK(hyperbolic.decided);
  CHECK(hyperbolic.inertia == Inertia{1, 0, 1});
  CHECK_THROWS_AS(decide(RationalMatrix{{1, 2}}), ArgumentError);
  CHECK_THROWS_AS(decide_inertia([](int) { return std::optional(GaussianMatrix{{GaussianRational(0, 1)}}); }),
                  ArgumentError);
}

TEST_CASE("inertia is a law of congruence") {
  Random random(22);
  for (int round = 0; round < 20; ++round) {
    const std::size_t n = 1 + random.below(6);
    std::vector<Rational> values;
    Inertia expected;
    for (std::size_t i = 0; i < n; ++i) {
      const int sign = static_cast<int>(random.below(3)) - 1;
      values.push_back(Rational(sign) * Rational(static_cast<long>(1 + random.below(5))));
      (sign < 0 ? expected.negative : sign > 0 ? expected.positive : expected.zero) += 1;
    }
    const InertiaDecision d = decide(congruent(random, values));
    CHECK(d.decided);
    CHECK(d.inertia == expected);
  }
}

TEST_CASE("the exact inertia of random symmetric matrices, singular ones too, is that of their eigenvalues") {
  Random random(23);
  for (int round = 0; round < 40; ++round) {
    std::vector<Rational> values;
    Inertia expected;
    for (std::size_t i = 0, n = 1 + random.below(6); i < n; ++i) {
      values.push_back(support::small_rational(random));
      ++(values.back().sign() < 0 ? expected.negative : values.back().is_zero() ? expected.zero : expected.positive);
    }
    CHECK(algebra::inertia(congruent(random, values)) == expected);
  }
  CHECK(algebra::inertia({{0, 1, 0}, {1, 0, 0}, {0, 0, 0}}) == Inertia{1, 1, 1});
  CHECK(algebra::inertia({{0, 1, 2}, {1, 0, 3}, {2, 3, 0}}) ==
        decide(RationalMatrix{{0, 1, 2}, {1, 0, 3}, {2, 3, 0}}).inertia);
  CHECK_THROWS_AS(algebra::inertia({{1, 2}, {3, 4}}), ArgumentError);
}

TEST_CASE(
    "an eigenvalue known only to the precision of its matrix is zero where it shrinks, and open where it does not") {
  const auto shrinking = [](int bits) {
    return std::optional(GaussianMatrix{{2, 0}, {0, algebra::power(Rational(2), 1 - bits)}});
  };
  const InertiaDecision zero = decide_inertia(shrinking);
  CHECK(zero.decided);
  CHECK(zero.inertia == Inertia{0, 1, 1});
  const auto slow = [](int bits) {
    return std::optional(GaussianMatrix{{1, 0}, {0, algebra::power(Rational(1) / Rational(bits), 4)}});
  };
  CHECK_FALSE(decide_inertia(slow).decided);
}

TEST_CASE("the Hessian of a saddle at a point known to any precision") {
  algebra::Program gradient(2);  // of x^3 / 3 - 2 x - y^2 / 2 at (sqrt 2, 0)
  const auto x = gradient.variable(0), y = gradient.variable(1);
  gradient.outputs = {gradient.subtract(gradient.multiply(x, x), gradient.constant(2)),
                      gradient.scale(Rational(-1), y)};
  const PointSource at = [](int bits) -> std::optional<Point> {
    Rational root = Rational(3) / Rational(2);
    for (int k = 0; k < 14; ++k) root = (root + Rational(2) / root) / Rational(2);
    return rounded_to({root, 0}, bits);
  };
  const InertiaDecision found = inertia_at(Evaluator(gradient), at);
  CHECK(found.decided);
  CHECK(found.inertia == Inertia{1, 0, 1});
  CHECK(std::abs(found.eigenvalues[1] - 2 * std::sqrt(2.0)) < 1e-15);
}
