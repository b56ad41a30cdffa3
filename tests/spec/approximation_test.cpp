#include "polyscape/spec/approximation.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "polyscape/algebra/real_roots.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/functions.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {
double at(const Activation& a, double z) {
  double value = 0;
  for (std::size_t k = a.coefficients.size(); k-- > 0;) value = value * z + a.coefficients[k].to_double();
  return value;
}

// No polynomial of degree n has a smaller error: the divided difference over n + 2 places annihilates them. The places
// are those of the extrema of a Chebyshev polynomial, the nearest one moved to where a kink may be.
double least_error(const std::string& function, std::size_t n, double low, double high, bool at_kink) {
  std::vector<double> z;
  for (std::size_t j = 0; j <= n + 1; ++j)
    z.push_back((low + high) / 2 +
                (high - low) / 2 * std::cos(std::numbers::pi * static_cast<double>(j) / static_cast<double>(n + 1)));
  if (at_kink) *std::ranges::min_element(z, {}, [](double x) { return std::abs(x); }) = 0;
  double sum = 0, norm = 0;
  for (const double x : z) {
    double weight = 1;
    for (const double other : z)
      if (other != x) weight /= (x - other) / (high - low);
    sum += weight * value(function, x);
    norm += std::abs(weight);
  }
  return std::abs(sum) / norm;
}

std::vector<double> at_samples(const Surrogate& s, double low, double high) {
  std::vector<double> errors;
  for (int i = 0; i <= 200; ++i) {
    const Rational m = Rational::from_double(low + (high - low) * i / 200);
    errors.push_back(
        std::abs(s.polynomial.evaluate(std::vector{m}).to_double() - std::log1p(std::exp(-m.to_double()))));
  }
  return errors;
}
}  // namespace

TEST_CASE("parity is exact on symmetric intervals") {
  for (const std::string& name : activation_functions())
    for (const int degree : {1, 2, 3, 8, 12, 17, 40})
      for (const Rational& r : {Rational(1, 3), Rational(1), Rational(2), Rational(5), Rational(100)}) {
        INFO(name << ", degree " << degree << " on [-r, r], r = " << r.to_string());
        const KnownPart known = known_part(name);
        if (known.rest == Parity::none) continue;
        std::vector<Rational> c = fit(name, degree, -r, r).coefficients;
        c.resize(static_cast<std::size_t>(degree) + 1);
        c[0] -= known.constant;
        c[1] -= known.slope;
        for (std::size_t k = known.rest == Parity::odd ? 0 : 1; k < c.size(); k += 2) CHECK(c[k].is_zero());
      }
  CHECK(known_part("sigmoid").constant == Rational(1, 2));
  for (const char* half : {"relu", "softplus", "silu", "gelu"}) CHECK(known_part(half).slope == Rational(1, 2));
}

TEST_CASE("what is below the error of an approximation is no term of it") {
  CHECK(approximate_activation("sin", 8, -2, 2).degree() == 7);
  CHECK(approximate_activation("sigmoid", 12, -2, 2).degree() < 12);
  CHECK(approximate_activation("sin", 8, -2, Rational(20000001, 10000000)).degree() == 7);  // almost odd
  CHECK(approximate_activation("relu", 4, 0, 2).coefficients == std::vector<Rational>{0, 1});
  CHECK(approximate_activation("leaky_relu", 9, -3, 0).coefficients == std::vector<Rational>{0, Rational(1, 100)});
  CHECK(approximate_activation("exp", 40, -1, 1).degree() < 20);
  for (const std::string& name : activation_functions())
    for (const int degree : {4, 5, 12}) {
      const Activation a = approximate_activation(name, degree, -2, 2);
      INFO(name << ", degree " << degree);
      CHECK(std::abs(a.coefficients.back().to_double()) * std::pow(2.0, static_cast<double>(a.degree())) >
            a.approximation->max_error / 1000);
    }
}

TEST_CASE("errors are within a small factor of the best ones") {
  for (const std::string& name : activation_functions())
    for (const auto& [low, high] : {std::pair(-2L, 2L), std::pair(-3L, 1L), std::pair(-6L, 7L)})
      for (const std::size_t degree : {2, 5, 9}) {
        INFO(name << ", degree " << degree << " on [" << low << ", " << high << "]");
        double least = 0;
        for (std::size_t n = degree; n < degree + 8; ++n)
          for (const bool at_kink : {false, true})
            least = std::max(least, least_error(name, n, static_cast<double>(low), static_cast<double>(high), at_kink));
        const double factor = 4 + 4 / (std::numbers::pi * std::numbers::pi) * std::log(degree);
        CHECK(fit(name, static_cast<int>(degree), low, high).max_error < factor * least + 1e-11);
      }
}

TEST_CASE("coefficients have all their digits") {
  // |t| as in the next case, exp(t) = I_0(1) + 2 sum_k I_k(1) T_k.
  const std::vector<Rational> c = chebyshev_coefficients("abs", 6, -1, 1), e = chebyshev_coefficients("exp", 2, -1, 1);
  const Rational pi = *Rational::parse("3.14159265358979323846264338327950288");
  const Rational tiny = power(Rational(10), -28);
  CHECK(abs(c[0] - Rational(2) / pi) < tiny);
  for (long k = 1; k <= 3; ++k)
    CHECK(abs(c[static_cast<std::size_t>(2 * k)] - Rational(k % 2 == 1 ? 4 : -4, 4 * k * k - 1) / pi) < tiny);
  CHECK(abs(e[0] - *Rational::parse("1.266065877752008335598244625214717537623")) < tiny);
  // Quadrature against closed forms, elu = exp - 1 left of 0, and against itself on other pieces, sigmoid(2z) - 1/2 =
  // tanh(z)/2.
  for (const long reach : {1L, 20L, 3000L}) {
    const auto left = chebyshev_coefficients("elu", 9, -reach, 0), closed = chebyshev_coefficients("exp", 9, -reach, 0);
    for (std::size_t k = 0; k < left.size(); ++k) CHECK(abs(left[k] - closed[k] + Rational(k == 0 ? 1 : 0)) < tiny);
    const auto wide = chebyshev_coefficients("sigmoid", 21, -2 * reach, 2 * reach),
               narrow = chebyshev_coefficients("tanh", 21, -reach, reach);
    for (std::size_t k = 0; k < wide.size(); ++k) CHECK(abs(wide[k] - narrow[k] / Rational(2)) < tiny);
  }
  const auto steep = chebyshev_coefficients("tanh", 1, -1000000, 1000000);
  CHECK(abs(steep[1] - Rational(4) / pi) < Rational(1, 1000000));  // the sign function's, almost
}

TEST_CASE("relu around 0 has the known projection") {
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
  CHECK(s.bounded == Boundedness::not_below);
  CHECK(s.convex == false);
}

TEST_CASE("the default logistic surrogate is convex on the line and bounded below") {
  const Surrogate s = approximate_logistic(default_logistic_degree, -3, 3);
  CHECK(s.bounded == Boundedness::below);
  CHECK(s.convex == true);
  CHECK(approximate_logistic(default_logistic_degree, -3000, 3000).bounded == Boundedness::below);
  std::vector<Rational> second(static_cast<std::size_t>(s.polynomial.degree()) - 1);
  for (const auto& term : s.polynomial.derivative(0).derivative(0).terms())
    second[static_cast<std::size_t>(term.exponents[0])] = term.coefficient.real();
  CHECK(algebra::is_positive(second));
  CHECK(s.approximation.max_error < 5e-4);
  CHECK(std::ranges::max(at_samples(s, -3, 3)) <= s.approximation.max_error);
}

TEST_CASE("boundedness of the logistic surrogate follows its leading term, on any interval") {
  for (const int degree : {1, 2, 3, 4, 6, 8, 10, 12})
    for (const auto& [low, high] : {std::pair(-3L, 3L), std::pair(-1L, 6L), std::pair(-10L, 0L)}) {
      const Surrogate s = approximate_logistic(degree, low, high);
      const auto lead = s.polynomial.terms().front();
      INFO("degree " << degree << " on [" << low << ", " << high << "]");
      CHECK((s.bounded == Boundedness::below) == (lead.exponents[0] % 2 == 0 && lead.coefficient.real().sign() > 0));
      CHECK(s.convex.has_value());
      CHECK(std::ranges::max(at_samples(s, static_cast<double>(low), static_cast<double>(high))) <=
            s.approximation.max_error * 1.001);
    }
}

TEST_CASE("the default cross-entropy surrogate is convex and bounded below") {
  for (const std::size_t outputs : {2, 3, 4, 7, 10}) {
    const Surrogate s = approximate_log_sum_exp(outputs, default_log_sum_exp_degree, -3, 3);
    INFO(outputs << " outputs");
    CHECK(s.bounded == Boundedness::below);
    CHECK(s.convex == true);
    CHECK(s.approximation.max_error < 2);
  }
}

TEST_CASE("log sum exp moves with its arguments") {
  for (const std::size_t outputs : {2, 3, 4})
    for (const int degree : {1, 2, 3, 4, 6}) {
      const Surrogate s = approximate_log_sum_exp(outputs, degree, -2, 3);
      std::vector<Rational> f, shifted;
      for (std::size_t i = 0; i < outputs; ++i) f.emplace_back(static_cast<long>(i * i) - 1, 3L);
      for (const Rational& x : f) shifted.push_back(x + Rational(5, 7));
      INFO(outputs << " outputs, degree " << degree);
      CHECK(s.polynomial.evaluate(shifted) == s.polynomial.evaluate(f) + Rational(5, 7));
      CHECK(s.bounded != Boundedness::undecided);
      if (degree % 2 == 1 && outputs > 2) CHECK(s.bounded == Boundedness::not_below);  // for two: -m/2 and an even part
      if (outputs == 2 || degree <= 3) CHECK(s.convex.has_value());
      if (degree == 4) CHECK(s.bounded == Boundedness::not_below);
    }
  CHECK(approximate_log_sum_exp(4, 8, -1, 1).bounded != Boundedness::below);
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
  CHECK_THROWS_AS(approximate_log_sum_exp(1, 2, -1, 1), ArgumentError);
  CHECK_THROWS_AS(fit("exp", 2, 0, 1000), LimitError);
  CHECK_THROWS_AS(approximate_activation("rely", 4, -1, 1), ArgumentError);
  CHECK_THROWS_AS(approximate_activation("relu", 0, -1, 1), ArgumentError);
  CHECK_THROWS_AS(approximate_activation("relu", 4, 1, 1), ArgumentError);
}
