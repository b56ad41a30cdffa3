/// What fits are made of: rounding to a grid, and Chebyshev polynomials, exactly.
#include "polyscape/spec/rounding.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/spec/approximation.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

namespace {

Rational value(const std::vector<Rational>& coefficients, const Rational& z) {
  Rational result = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;) result = result * z + coefficients[k];
  return result;
}

}  // namespace

TEST_CASE("the nearest multiple is no further than half of a quantum, halves go away from zero") {
  CHECK(rounded(Rational(5, 2), 1) == Rational(3));
  CHECK(rounded(Rational(-5, 2), 1) == Rational(-3));
  CHECK(rounded(Rational(249, 100), 1) == Rational(2));
  CHECK(rounded(Rational(1, 3), Rational(1, 10)) == Rational(3, 10));
  Random random(5);
  for (int k = 0; k < 200; ++k) {
    const Rational x(static_cast<long>(random.below(20001)) - 10000, 1 + static_cast<long>(random.below(97)));
    const Rational quantum(1 + static_cast<long>(random.below(50)), 1 + static_cast<long>(random.below(50)));
    const Rational near = rounded(x, quantum);
    CAPTURE(x.to_string(), quantum.to_string());
    CHECK((near / quantum).denominator() == algebra::Integer(1));
    CHECK(abs(near - x) <= quantum / Rational(2));
    CHECK(rounded(-x, quantum) == -near);
    CHECK(rounded(near, quantum) == near);
  }
}

TEST_CASE("a quantum is 10^-12, finer where powers of the interval are large") {
  const Rational usual = algebra::power(Rational(10), -12);
  CHECK(quantum(8, -1, 1) == usual);
  CHECK(quantum(8, Rational(-1, 2), Rational(1, 3)) == usual);
  for (const int degree : {1, 3, 10})
    for (const long reach : {2L, 10L, 300L}) {
      // So that the term of highest degree is off by no more than that.
      CHECK(quantum(degree, -reach, 0) * algebra::power(Rational(reach), degree) <= usual);
      CHECK(quantum(degree, -reach, 0) == quantum(degree, 0, reach));
    }
}

TEST_CASE("Chebyshev polynomials commute and have their extrema at the ends of the interval") {
  const Rational low(-1, 3), high(5, 2);
  const auto t = chebyshev(12, low, high);
  REQUIRE(t.size() == 13);
  for (std::size_t n = 0; n <= 12; ++n) {
    CHECK(value(t[n], high) == Rational(1));
    CHECK(value(t[n], low) == Rational(n % 2 == 0 ? 1 : -1));
    CHECK(t[n].size() == n + 1);
    for (const long k : {-3L, 0L, 2L, 7L}) {
      const Rational z(k, 4);
      // T_m(T_n) = T_(mn), where T_m is that of [-1, 1].
      const auto standard = chebyshev(12, -1, 1);
      for (std::size_t m = 0; m * n <= 12 && m <= 12; ++m)
        CHECK(value(standard[m], value(t[n], z)) == value(t[m * n], z));
    }
  }
}

TEST_CASE("fits of no degree, of too high a one or on an empty interval are refused") {
  CHECK_NOTHROW(require_legal(1, 0, 1));
  CHECK_NOTHROW(require_legal(max_approximation_degree, -1, 1));
  CHECK_THROWS_AS(require_legal(0, 0, 1), ArgumentError);
  CHECK_THROWS_AS(require_legal(max_approximation_degree + 1, 0, 1), ArgumentError);
  CHECK_THROWS_AS(require_legal(3, 1, 1), ArgumentError);
  CHECK_THROWS_AS(require_legal(3, 2, 1), ArgumentError);
}
