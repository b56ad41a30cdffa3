#include "polyscape/algebra/rational.hpp"

#include <cmath>
#include <limits>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

TEST_CASE("decimals are the exact rationals they spell") {
  CHECK(Rational::parse("0.1")->to_string() == "1/10");
  CHECK(Rational::parse("-2.50e-1")->to_string() == "-1/4");
  CHECK(Rational::parse("1.5E+2")->to_string() == "150");
  CHECK(Rational::parse("-6/4")->to_string() == "-3/2");
  CHECK(Rational::parse("+7")->to_string() == "7");
  CHECK(Rational::parse(".5")->to_string() == "1/2");
  CHECK(Rational::parse("1_000").has_value() == false);
  for (const char* bad :
       {"", "-", "1/0", "1/", "/2", "a", "1.2.3", "0x10", "nan", "inf", "1e", "1/-2", " 1", "1e99999", "."})
    CHECK_FALSE(Rational::parse(bad).has_value());
}

TEST_CASE("doubles convert exactly in both directions") {
  for (const double x : {0.0, 1.0, -0.1, 1e-300, 5e-324, 1.7976931348623157e308, 3.141592653589793}) {
    CHECK(Rational::from_double(x).to_double() == x);
    for (const double y : {x / 3, -x * 0x1p-60, x, -x, 0.0, 0x1p-1074, x * 0x1p-53}) {
      const Rational sum = Rational::from_sum(x, y);
      CHECK(sum == Rational::from_double(x) + Rational::from_double(y));
      CHECK(Rational(sum.numerator(), sum.denominator()) == sum);  // in lowest terms
    }
  }
  CHECK_THROWS_AS(Rational::from_double(std::numeric_limits<double>::infinity()), ArgumentError);
}

TEST_CASE("a sum of two doubles has the nearest one and nearly all of the rest") {
  Random random(8);
  const auto check = [](const Rational& x) {
    const DoubleSum sum = x.to_sum();
    CHECK(sum.high == x.to_double());
    const Rational error = x - Rational::from_double(sum.high) - Rational::from_double(sum.low);
    CHECK(abs(error) <= abs(x) / Rational(power(Integer(2), 105)));
  };
  for (int k = 0; k < 200; ++k) {
    const double high = (random.uniform() - 0.5) * std::ldexp(1.0, static_cast<int>(random.below(200)) - 100);
    const double low = (random.uniform() - 0.5) * high * std::ldexp(1.0, -static_cast<int>(random.below(80)));
    const Rational x = Rational::from_sum(high, low);
    CHECK(x == Rational::from_double(high) + Rational::from_double(low));
    check(x);
    check(x / Rational(3));
    check(x * x * x);
  }
  // up to the next power of two
  for (const int bits : {64, 65, 100, 128, 129, 300}) {
    const Rational all_ones(power(Integer(2), static_cast<std::uint64_t>(bits)) - Integer(1));
    check(all_ones);
    check(-all_ones / Rational(power(Integer(2), 77)));
  }
  check(0);
  check(1);
}

TEST_CASE("what is no double is rounded to the nearest, ties to even") {
  for (const double x : {1.0, -1.5, 0x1.8p-660, 0x1.cp830})
    for (const double next : {std::nextafter(x, 10 * x), std::nextafter(x, 0)}) {
      const Rational a = Rational::from_double(x), half = (Rational::from_double(next) - a) / Rational(2);
      const Rational little = half / Rational(power(Integer(2), 300)), third = half / Rational(3);
      CHECK((a + little).to_double() == x);
      CHECK((a + third).to_double() == x);
      CHECK((a + half - little).to_double() == x);
      CHECK((a + half).to_double() == x);  // the last bits of these are 0
      CHECK((a + half + little).to_double() == next);
      CHECK((a + half + third).to_double() == next);
    }
}

TEST_CASE("digits and log10 of large integers") {
  CHECK(Integer(0).digits() == 1);
  CHECK(Integer(999).digits() == 3);
  CHECK(Integer(1000).digits() == 4);
  const Integer big = power(Integer(10), 20000);
  CHECK(big.digits() == 20001);
  CHECK((big - Integer(1)).digits() == 20000);
  CHECK((big * Integer(3)).digits() == 20001);  // far from a power of ten: from the logarithm
  CHECK(std::abs(big.log10() - 20000) < 1e-8);
  CHECK(binomial(50, 25).to_string() == "126410606437752");
}

TEST_CASE("the Gaussian rationals are a field extension of degree two") {
  Random random(1);
  for (int i = 0; i < 50; ++i) {
    const GaussianRational a{support::small_rational(random), support::small_rational(random)};
    const GaussianRational b{support::small_rational(random), support::small_rational(random)};
    CHECK(a * b == b * a);
    CHECK((a * conjugate(a)).is_real());
    CHECK((a + b) * (a - b) == a * a - b * b);
  }
}

TEST_CASE("decimals") {
  CHECK(decimal(0, 5) == "0");
  CHECK(decimal(Rational(-5) / Rational(4), 10) == "-1.25");
  CHECK(decimal(Rational(1) / Rational(3), 5) == "3.3333e-1");
  CHECK(decimal(Rational(12345678), 4) == "1.235e7");
  CHECK(decimal(Rational(999), 2) == "1e3");
  CHECK(decimal(Rational(-999), 2, Rounding::up) == "-9.9e2");
  CHECK(decimal(Rational(1) / Rational(8), 2) == "1.2e-1");  // ties to the even digit
  CHECK(decimal(Rational(3) / Rational(8), 2) == "3.8e-1");
  CHECK(decimal_exponent(power(Rational(10), -30000)) == -30000);
  CHECK(decimal_exponent(power(Rational(10), 30000) - Rational(1)) == 29999);
}

TEST_CASE("rounding to digits, at any size: to the nearest, and never past the number where it is a bound") {
  Random random(11);
  for (int round = 0; round < 400; ++round) {
    const long size = round % 4 == 0 ? 0 : static_cast<long>(random.below(60001)) - 30000;
    Rational x = support::small_rational(random) * power(Rational(10), size);
    if (round % 5 == 0) x = rounded(x, 3);
    const int digits = 1 + static_cast<int>(random.below(40));
    INFO("round " << round << ", " << digits << " digits, size " << size);
    const Rational down = rounded(x, digits, Rounding::down), up = rounded(x, digits, Rounding::up),
                   nearest = rounded(x, digits);
    CHECK(down <= x);
    CHECK(x <= up);
    CHECK((nearest == down || nearest == up));
    CHECK(abs(nearest - x) <= abs(down - x));
    CHECK(abs(nearest - x) <= abs(up - x));
    if (x.is_zero()) continue;
    CHECK(up - down <= power(Rational(10), decimal_exponent(x) - digits + 1));
    CHECK(power(Rational(10), decimal_exponent(x)) <= abs(x));
    CHECK(abs(x) < power(Rational(10), decimal_exponent(x) + 1));
    for (const Rounding rounding : {Rounding::nearest, Rounding::down, Rounding::up}) {
      const Rational short_one = rounded(x, digits, rounding);
      CHECK(rounded(short_one, digits, rounding) == short_one);
      CHECK(parse_number(decimal(x, digits, rounding), 100000) == short_one);
    }
  }
  CHECK_FALSE(Rational::parse("1e10001"));
  CHECK_FALSE(parse_number("1e-100001", 100000));
}

TEST_CASE("powers of ten leave lowest terms") {
  Random random(12);
  for (int round = 0; round < 600; ++round) {
    const long exponent = static_cast<long>(random.below(81)) - 60;
    Integer mantissa(static_cast<long>(random.below(2001)) - 1000);
    // More factors of 2 and of 5 than the power has, too.
    mantissa *= power(Integer(2), random.below(90)) * power(Integer(5), random.below(90));
    const Rational x = times_power_of_ten(mantissa, exponent);
    INFO(mantissa.to_string() << "e" << exponent);
    CHECK(x == Rational(mantissa) * power(Rational(10), exponent));
    CHECK(Rational(x.numerator(), x.denominator()) == x);
  }
}

TEST_CASE("sizes against bounds, near them and far away, any signs") {
  Random random(13);
  for (int round = 0; round < 2000; ++round) {
    const Rational bound = support::small_rational(random) * power(Rational(2), static_cast<long>(random.below(9)));
    Rational x = support::small_rational(random) * power(Rational(2), static_cast<long>(random.below(9)));
    if (round % 3 == 0) x = round % 2 == 0 ? bound : -bound;
    if (round % 9 == 0) x += power(Rational(10), -300);
    INFO(x.to_string() << " against " << bound.to_string());
    CHECK(at_most(x, bound) == (abs(x) <= bound));
  }
  CHECK(Rational(0).bits_above() == 0);
  CHECK(Rational(Integer(-8), Integer(5)).bits_above() == 4);
  CHECK(Rational(Integer(-8), Integer(5)).bits_below() == 3);
}
