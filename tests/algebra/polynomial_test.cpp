#include "polyscape/algebra/polynomial.hpp"

#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/system.hpp"
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
    for (std::size_t i = 0; i < 3; ++i) CHECK((p * r).derivative(i) == p.derivative(i) * r + p * r.derivative(i));
    CHECK(Polynomial::from_terms(3, p.terms()) == p);
  }
}

namespace {

std::vector<GaussianRational> small_gaussians(Random& random, std::size_t count) {
  std::vector<GaussianRational> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(support::small_gaussian(random));
  return result;
}

// Its value, term by term.
GaussianRational by_terms(const Polynomial& p, const std::vector<GaussianRational>& x) {
  GaussianRational sum(0);
  for (const Term& term : p.terms()) {
    GaussianRational product = term.coefficient;
    for (std::size_t i = 0; i < x.size(); ++i) product = product * power(x[i], term.exponents[i]);
    sum = sum + product;
  }
  return sum;
}

}  // namespace

TEST_CASE("complex polynomials compute as their values do") {
  Random random(3);
  for (int round = 0; round < 40; ++round) {
    const Polynomial p = support::random_gaussian_polynomial(random, 3, 4, 6);
    const Polynomial r = round % 3 == 0 ? support::random_polynomial(random, 3, 3, 5)
                                        : support::random_gaussian_polynomial(random, 3, 3, 5);
    const auto x = small_gaussians(random, 3);
    const auto at = [&](const Polynomial& q) { return q.evaluate(x); };
    CHECK(at(p) == by_terms(p, x));
    CHECK(at(p * r) == at(p) * at(r));
    CHECK(at(r * p) == at(p) * at(r));
    CHECK(at(p - r) == at(p) - at(r));
    CHECK(at(p + r) == at(p) + at(r));
    CHECK(at(p.pow(3)) == power(at(p), 3));
    CHECK(at(p * GaussianRational(2, -3)) == at(p) * GaussianRational(2, -3));
    std::vector<GaussianRational> mirrored;
    for (const GaussianRational& z : x) mirrored.push_back(conjugate(z));
    CHECK(p.conjugate().evaluate(mirrored) == conjugate(at(p)));
    CHECK(p.real_part() + p.imaginary_part() * GaussianRational(0, 1) == p);
    CHECK((p + p.conjugate()).is_real());
    CHECK((p * p.conjugate()).is_real());
    for (std::size_t i = 0; i < 3; ++i) CHECK((p * r).derivative(i) == p.derivative(i) * r + p * r.derivative(i));
    CHECK(Polynomial::from_terms(3, p.terms()) == p);
    CHECK(p.terms().size() == p.term_count());
    CHECK(p.degree() == std::max(p.real_part().degree(), p.imaginary_part().degree()));
    const std::vector<Polynomial> values{r, p, Polynomial::variable(3, 1)};
    const std::vector<GaussianRational> inner{at(r), at(p), x[1]};
    CHECK(at(p.substitute(values)) == p.evaluate(inner));
    const std::vector<Polynomial> real_values{r.real_part(), p.imaginary_part(), Polynomial::variable(3, 1)};
    CHECK(at(p.substitute(real_values)) == p.evaluate(std::vector{at(real_values[0]), at(real_values[1]), x[1]}));
    // Decreasing graded lexicographic order, however real and imaginary parts interleave.
    const auto terms = p.terms();
    for (std::size_t k = 1; k < terms.size(); ++k) {
      const auto key = [](const Term& t) {
        return std::pair(t.exponents[0] + t.exponents[1] + t.exponents[2], t.exponents);
      };
      CHECK(key(terms[k - 1]) > key(terms[k]));
    }
  }
  const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  const GaussianRational i(0, 1);
  CHECK((x * i + y) * (x * i - y) == (x * x + y * y) * Rational(-1));
  CHECK((x * i - x * i).is_zero());
  CHECK(to_string(
            x * y * GaussianRational(1, -2) - x * i + y * GaussianRational(-1, 1) - Polynomial::constant(2, i * i * i),
            std::vector<std::string>{"x", "y"}) == "(1 - 2*i)*x*y - i*x - (1 - i)*y + i");
  CHECK_THROWS_AS((x * i).evaluate(std::vector<Rational>{1, 2}), ArgumentError);
}

TEST_CASE("Gaussian rationals divide and have powers") {
  Random random(4);
  for (int round = 0; round < 50; ++round) {
    const GaussianRational a = support::small_gaussian(random), b = support::small_gaussian(random);
    if (b.is_zero()) {
      CHECK_THROWS_AS(a / b, ArgumentError);
      continue;
    }
    CHECK(a / b * b == a);
    CHECK(power(b, 5) * power(b, -5) == GaussianRational(1));
    CHECK(power(b, 3) == b * b * b);
  }
  for (int round = 0; round < 50; ++round) {
    const GaussianRational a = support::small_gaussian(random);
    CHECK(GaussianRational::parse(a.to_string()) == a);
  }
  const std::pair<const char*, GaussianRational> texts[] = {{"i", {0, 1}},
                                                            {"-I", {0, -1}},
                                                            {"2i", {0, 2}},
                                                            {"1-i", {1, -1}},
                                                            {" 1/2 + 3/4 * i ", {Rational(1, 2), Rational(3, 4)}},
                                                            {"-1e-2-5E-1i", {Rational(-1, 100), Rational(-1, 2)}},
                                                            {"1e+2", 100},
                                                            {"0.5+1e+1*i", {Rational(1, 2), 10}}};
  for (const auto& [text, value] : texts) {
    INFO(text);
    CHECK(GaussianRational::parse(text) == value);
  }
  for (const char* text :
       {"", "+", "*i", "1+*i", "1 2", "i i", "1+2", "2+i+i", "i1", "1/0*i", "nan", "x", "1e", "--i", "1 2i"}) {
    INFO(text);
    CHECK_FALSE(GaussianRational::parse(text));
  }
  CHECK(GaussianRational(Rational(1, 2), -1).to_string() == "1/2 - i");
  CHECK(GaussianRational(0, 3).to_string() == "3*i");
  CHECK_THROWS_AS(GaussianRational(0, 3).real(), ArgumentError);
}

TEST_CASE("equations are made real where a factor or a pair of conjugates hides that they are") {
  Random random(5);
  for (int round = 0; round < 20; ++round) {
    const Polynomial p = support::random_polynomial(random, 2, 3, 4) + Polynomial::variable(2, 0);
    const Polynomial q = support::random_polynomial(random, 2, 3, 4) + Polynomial::variable(2, 1).pow(4);
    const GaussianRational a(1 + round, 2 - round), b(Rational(1, 3), 5);
    const System multiple = with_real_equations({{"x", "y"}, {p * a, q * GaussianRational(0, round - 30)}});
    CHECK(is_real(multiple));
    CHECK(multiple.equations[0] * p.terms().front().coefficient ==
          p * multiple.equations[0].terms().front().coefficient);
    CHECK(multiple.equations[1] == q * Rational(round - 30));
    const Polynomial mixed = p + q * GaussianRational(0, 1);
    const System pair = with_real_equations({{"x", "y"}, {mixed * b, mixed.conjugate() * a}});
    CHECK(is_real(pair));
    const System one = {{"x", "y"}, {mixed, p}};
    CHECK(with_real_equations(one) == one);
    CHECK(with_real_equations({{"x", "y"}, {p, q}}) == System{{"x", "y"}, {p, q}});
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
  CHECK(rank(RationalMatrix{{1, 2}, {2, 4}}) == 1);
  CHECK(rank(RationalMatrix{{1, 2}, {2, Rational(5)}}) == 2);
  CHECK(rank(RationalMatrix{}) == 0);
  CHECK(rank(GaussianMatrix{{1, GaussianRational(0, 1)}, {GaussianRational(0, 1), -1}}) == 1);
  CHECK(rank(GaussianMatrix{{1, GaussianRational(0, 1)}, {GaussianRational(0, 1), 1}}) == 2);
  CHECK_THROWS_AS(rank(RationalMatrix{{1}, {1, 2}}), ArgumentError);
}
