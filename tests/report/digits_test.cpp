#include "polyscape/report/digits.hpp"

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape::report;
using polyscape::algebra::Rational;

namespace {

Rational number(const char* text) { return Rational::parse(text).value(); }

}  // namespace

TEST_CASE("cells are read exactly, or not at all") {
  CHECK(number_of("9007199254740993") == number("9007199254740993"));  // 2^53 + 1
  CHECK(number_of("0.1") == Rational(1, 10));
  CHECK(number_of("-3/4") == Rational(-3, 4));
  for (const char* words : {"", "empty", "1e", "0:2 1:1", "3 4", "nan", "inf", "1e999999"})
    CHECK_FALSE(number_of(words).has_value());
}

TEST_CASE("decimals that end are written in full, others with twelve digits") {
  CHECK(decimal_text(number("57/25")) == "2.28");
  CHECK(decimal_text(number("-1/8")) == "-0.125");
  CHECK(decimal_text(number("1/3")) == "0.333333333333");
  CHECK(decimal_text(number("200/3")) == "66.6666666667");
  CHECK(decimal_text(number("123456789012345678901234567890")) == "123456789012345678901234567890");
  CHECK(decimal_text(Rational(1, 1024)) == "0.0009765625");
}

TEST_CASE("square roots have twelve right digits at any size") {
  CHECK(decimal_text(square_root(2)) == "1.41421356237");
  CHECK(square_root(0).is_zero());
  CHECK(square_root(number("1e400")) == number("1e200"));
  CHECK(square_root(number("1e-401")) == number("3.16227766017e-201"));
  CHECK(square_root(number("4e-3")) == number("0.0632455532034"));
}

TEST_CASE("a number and its standard error are rounded where the error's first digits stand") {
  const auto text = [](const char* value, const char* error) { return with_error(number(value), number(error)); };
  CHECK(text("1/3", "0.005") == "0.333(5)");
  CHECK(text("2.28", "0.0814") == "2.28(8)");
  CHECK(text("2.14", "0.095") == "2.14(10)");  // 0.095 is 0.10 there, ties to even
  CHECK(text("2.14", "0.0949") == "2.14(9)");
  CHECK(text("2.14", "0.012") == "2.140(12)");  // a leading 1 alone would be a coarse rounding
  CHECK(text("15.27", "1.24") == "15.3(12)");
  CHECK(text("1234", "37") == "1230(40)");
  CHECK(text("1234", "140") == "1230(140)");
  CHECK(text("-0.004", "0.02") == "0.00(2)");
  CHECK(text("-1.5", "0.3") == "-1.5(3)");
  CHECK(text("0", "0.3") == "0.0(3)");
  CHECK(text("3", "0") == "3(0)");
  CHECK(text("0.996", "0.0996") == "1.00(10)");
  CHECK(text("2", "500") == "0(500)");
  CHECK(text("123456789012345678901", "5e17") == "1.235(5)e20");
}

TEST_CASE("a number with its error contains the number, rounding apart") {
  polyscape::Random random(7);
  for (int k = 0; k < 2000; ++k) {
    const Rational value(static_cast<long>(random.below(2000001)) - 1000000, 1 + static_cast<long>(random.below(5000)));
    const Rational error(1 + static_cast<long>(random.below(100000)), 1 + static_cast<long>(random.below(100000)));
    const std::string text = with_error(value, error);
    INFO(value.to_string() << " +- " << error.to_string() << ": " << text);
    const Rational shown = number_of(text.substr(0, text.find('('))).value();
    CHECK(Rational(2) * abs(shown - value) <= error);  // at least one digit of the error is kept
  }
}

TEST_CASE("pages show integers in full up to fifteen digits, and round what is larger") {
  CHECK(page_number("30517578125", Content::number) == "30517578125");
  CHECK(page_number("999999999999999", Content::number) == "999999999999999");
  CHECK(page_number("1999999999999999", Content::number) == "2.00e15");
  CHECK(page_number("100000000000000000000", Content::number) == "1.00e20");
  CHECK(page_number("57/25", Content::number) == "2.28");
  CHECK(page_number("1/3", Content::number) == "0.33333");
  CHECK(page_number("0.25", Content::number) == "0.25");
  CHECK(page_number("0.012345", Content::measured) == "0.0123");
  CHECK(page_number("1234.5", Content::measured) == "1234");
  CHECK(page_number("0.0000123", Content::measured) == "1.23e-5");
  CHECK(page_number("3/4", Content::fraction) == "3/4");
  CHECK(page_number("empty", Content::number) == "empty");
  CHECK(page_number("57/25", "") == "2.28");
  CHECK(page_number("57/25", "0.08") == "2.28(8)");
}
