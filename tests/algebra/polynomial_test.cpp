#include "polyscape/algebra/polynomial.hpp"

#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

TEST_CASE("polynomials multiply and differentiate as their values do") {
  Random random(2);
  for (int round = 0; round < 20; ++round) {
    const Polynomial p = support::random_polynomial(random, 3, 4, 6), r = support::random_polynomial(random, 3, 3, 5);
    const auto x = support::small_rationals(random, 3);
    CHECK((p * r).evaluate(x) == p.evaluate(x) * r.evaluate(x));
    CHECK((p - r).evaluate(x) == p.evaluate(x) - r.evaluate(x));
    for (std::size_t i = 0; i < 3; ++i)
      CHECK((p * r).derivative(i) == p.derivative(i) * r + p * r.derivative(i));
    CHECK(Polynomial::from_terms(3, p.terms()) == p);
  }
}

TEST_CASE("degrees, also in groups of variables") {
  const std::vector<Term> terms{{Rational(2), {2, 1, 0}}, {Rational(1), {0, 0, 3}}};
  const Polynomial p = Polynomial::from_terms(3, terms);
  CHECK(p.degree() == 3);
  CHECK(p.degree(std::vector<std::size_t>{0, 1}) == 3);
  CHECK(p.degree(std::vector<std::size_t>{0}) == 2);
  CHECK(Polynomial(3).degree() == -1);
  CHECK(to_string(p, std::vector<std::string>{"x", "y", "z"}) == "2*x^2*y + z^3");
  CHECK_THROWS_AS(p + Polynomial(2), ArgumentError);
}

TEST_CASE("exact rank") {
  CHECK(rank({{1, 2}, {2, 4}}) == 1);
  CHECK(rank({{1, 2}, {2, Rational(5)}}) == 2);
  CHECK(rank({}) == 0);
  CHECK_THROWS_AS(rank({{1}, {1, 2}}), ArgumentError);
}
