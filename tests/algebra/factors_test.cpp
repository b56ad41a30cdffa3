#include "polyscape/algebra/factors.hpp"

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {

constexpr std::size_t n = 3;

/// Of that degree at most, with small rational coefficients.
Polynomial random_polynomial(int degree, Random& random) {
  std::vector<Term> terms;
  for (int a = 0; a <= degree; ++a)
    for (int b = 0; a + b <= degree; ++b)
      for (int c = 0; a + b + c <= degree; ++c)
        terms.push_back(
            {Rational(static_cast<long>(random.uniform() * 9)) / Rational(static_cast<long>(random.uniform() * 7) + 1),
             {a, b, c}});
  terms.push_back({1, {degree, 0, 0}});
  return Polynomial::from_terms(n, terms);
}

Polynomial multiplied(const Factors& factors) {
  Polynomial product = Polynomial::constant(n, 1);
  for (const auto& [base, exponent] : factors) product *= base.pow(exponent);
  return product;
}

}  // namespace

TEST_CASE("repeated factors multiply back to the polynomial") {
  Random random(5);
  for (int k = 0; k < 24; ++k) {
    const unsigned exponent = 2 + static_cast<unsigned>(k % 3);
    const Polynomial base = random_polynomial(1 + k % 2, random), rest = random_polynomial(k % 3, random),
                     p = base.pow(exponent) * rest;
    INFO(k);
    const auto factors = repeated_factors(p);
    REQUIRE(factors);
    CHECK(multiplied(*factors) == p);
    CHECK(std::ranges::any_of(
        *factors, [&](const auto& f) { return f.second >= exponent && f.first.degree() == base.degree(); }));
  }
}

TEST_CASE("repeated factors have coefficients about 1, whatever the unknowns are measured in") {
  Random random(7);
  for (const long unit : {0L, 40L, -300L, 999L, -2500L}) {
    const Rational scale = power(Rational(10), unit);
    Polynomial p = (random_polynomial(1, random) + Polynomial::constant(n, 2)).pow(2) * random_polynomial(1, random);
    std::vector<Term> terms = p.terms();
    for (Term& t : terms) t.coefficient *= power(scale, t.exponents[0] + t.exponents[1] + t.exponents[2]);
    p = Polynomial::from_terms(n, terms);
    INFO("1e" << unit);
    const auto factors = repeated_factors(p);
    REQUIRE(factors);
    CHECK(multiplied(*factors) == p);
    for (const auto& [base, exponent] : *factors) {
      if (base.degree() == 0) continue;
      double largest = -HUGE_VAL;
      for (const Term& t : base.terms()) largest = std::max(largest, log2(t.coefficient));
      CHECK(std::abs(largest) <= 1);
    }
  }
}

TEST_CASE("square-free polynomials have no repeated factors") {
  Random random(6);
  for (int k = 1; k < 8; ++k)
    CHECK(!repeated_factors(random_polynomial(1 + k % 4, random) * random_polynomial(1, random)));
  CHECK(!repeated_factors(Polynomial(n)));
  CHECK(!repeated_factors(Polynomial::constant(n, 4)));
  CHECK(!repeated_factors(Polynomial(0)));
}

TEST_CASE("a factored program has the system's values, and costs less") {
  Random random(7);
  const Polynomial q = random_polynomial(2, random);
  System system;
  system.names = {"x", "y", "z"};
  for (std::size_t i = 0; i < n; ++i)
    system.equations.push_back(q.pow(4) * (Polynomial::variable(n, i) + Polynomial::constant(n, -1)));
  const auto factored = factored_program(system);
  REQUIRE(factored);
  CHECK(expand(*factored) == system.equations);
  CHECK(10 * differentiated_cost(*factored) < differentiated_cost(program_of(system)));
  system.equations = {q, q + Polynomial::constant(n, 1), q * q + Polynomial::constant(n, 3)};
  CHECK(!factored_program(system));
}
