#include "polyscape/spec/approximation.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {
double at(const Activation& a, double z) {
  double value = 0;
  for (std::size_t k = a.coefficients.size(); k-- > 0;) value = value * z + a.coefficients[k].to_double();
  return value;
}
}  // namespace

TEST_CASE("relu on [-r, r] has the known projection") {
  // |t| = 2/pi + 4/pi sum_k (-1)^{k+1} T_2k(t) / (4 k^2 - 1), relu(z) = (z + |z|) / 2.
  const Activation a = approximate_activation("relu", 2, -2, 2);
  REQUIRE(a.coefficients.size() == 3);
  const double pi = std::acos(-1.0);
  CHECK(a.coefficients[1] == Rational(1, 2));
  CHECK(std::abs(a.coefficients[0].to_double() - (2 / pi - 4 / (3 * pi))) < 1e-6);
  CHECK(std::abs(a.coefficients[2].to_double() - 2 * 4 / (3 * pi) / 4) < 1e-6);
  CHECK(std::abs(a.approximation->max_error - (2 / pi - 4 / (3 * pi))) < 1e-6);  // at the kink
}

TEST_CASE("errors bound the deviation everywhere and fall with the degree") {
  for (const std::string& name : activation_functions()) {
    double last = 1e9;
    for (const int degree : {2, 6, 12}) {
      const Activation a = approximate_activation(name, degree, Rational(-3), Rational(2));
      CHECK(a.approximation->max_error < last);
      last = a.approximation->max_error;
    }
    INFO(name);
    CHECK(last < 0.13);  // |z| is the worst of them
  }
  const Activation tanh_like = approximate_activation("tanh", 5, -1, 1);
  for (double z = -1; z <= 1; z += 0.0137)
    CHECK(std::abs(at(tanh_like, z) - std::tanh(z)) <= tanh_like.approximation->max_error * 1.001);
  CHECK(tanh_like.coefficients[0].is_zero());  // odd: exactly
  CHECK(tanh_like.coefficients[2].is_zero());
}

TEST_CASE("an approximation that is exact to rounding has that error") {
  CHECK(approximate_activation("exp", 20, -1, 1).approximation->max_error < 1e-10);
  CHECK(approximate_activation("sin", 30, -20, 20).approximation->max_error < 1e-1);
}

TEST_CASE("the logistic surrogate is m/2 off an even polynomial") {
  const Surrogate s = approximate_logistic(4, -3, 3);
  for (const auto& term : s.polynomial.terms()) {
    if (term.exponents[0] == 1) CHECK(term.coefficient == Rational(-1, 2));
    CHECK(term.exponents[0] != 3);
  }
  CHECK(s.approximation.max_error < 0.01);
}

TEST_CASE("log sum exp is approximated symmetrically with its error") {
  const Surrogate s = approximate_log_sum_exp(3, 4, -1, 1);
  CHECK(s.polynomial.degree() == 4);
  const std::vector<Rational> a{Rational(1, 2), Rational(-1, 3), Rational(1, 7)}, b{a[2], a[0], a[1]};
  CHECK(s.polynomial.evaluate(a) == s.polynomial.evaluate(b));
  double exact = 0;
  for (const Rational& x : a) exact += std::exp(x.to_double());
  CHECK(std::abs(s.polynomial.evaluate(a).to_double() - std::log(exact)) <= s.approximation.max_error);
  CHECK(s.approximation.max_error < 0.01);
  CHECK_THROWS_AS(approximate_log_sum_exp(30, 4, -1, 1), ArgumentError);
}

TEST_CASE("illegal approximations are refused") {
  CHECK_THROWS_AS(approximate_activation("rely", 4, -1, 1), ArgumentError);
  CHECK_THROWS_AS(approximate_activation("relu", 0, -1, 1), ArgumentError);
  CHECK_THROWS_AS(approximate_activation("relu", 4, 1, 1), ArgumentError);
}
