#include "polyscape/eval/symmetric.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
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

}  // namespace

TEST_CASE("inertia with exact zeros and tiny eigenvalues of both signs") {
  Random random(21);
  const Rational tiny = algebra::power(Rational(10), -50);
  const InertiaDecision d = decide_inertia(congruent(random, {2, -1, 0, tiny, 0, -tiny, 5}));
  CHECK(d.decided);
  CHECK(d.inertia == Inertia{2, 2, 3});
  CHECK(std::isinf(d.condition));
  CHECK(d.precision_bits == 512);
  REQUIRE(d.eigenvalues.size() == 7);
  CHECK(d.eigenvalues[2] == 0);
  CHECK(d.eigenvalues[3] == 0);
}

TEST_CASE("known eigenvalues") {
  const InertiaDecision d = decide_inertia(RationalMatrix{{2, 1, 0}, {1, 2, 0}, {0, 0, -4}});
  CHECK(d.decided);
  CHECK(d.inertia == Inertia{1, 0, 2});
  CHECK(std::abs(d.eigenvalues[0] + 4) < 1e-15);
  CHECK(std::abs(d.eigenvalues[1] - 1) < 1e-15);
  CHECK(std::abs(d.eigenvalues[2] - 3) < 1e-15);
  CHECK(std::abs(d.condition - 4) < 1e-14);
  CHECK(d.precision_bits == 128);
}

TEST_CASE("zero, empty, opposite and ill-shaped matrices") {
  CHECK(decide_inertia(RationalMatrix(3, std::vector<Rational>(3))).inertia == Inertia{0, 3, 0});
  CHECK(decide_inertia(RationalMatrix{}).inertia == Inertia{});
  const InertiaDecision hyperbolic = decide_inertia(RationalMatrix{{0, 1}, {1, 0}});
  CHECK(hyperbolic.decided);
  CHECK(hyperbolic.inertia == Inertia{1, 0, 1});
  CHECK_THROWS_AS(decide_inertia(RationalMatrix{{1, 2}}), ArgumentError);
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
    const InertiaDecision d = decide_inertia(congruent(random, values));
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
        decide_inertia(RationalMatrix{{0, 1, 2}, {1, 0, 3}, {2, 3, 0}}).inertia);
  CHECK_THROWS_AS(algebra::inertia({{1, 2}, {3, 4}}), ArgumentError);
}
