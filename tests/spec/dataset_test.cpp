#include "polyscape/spec/dataset.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/spec/expression.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;

TEST_CASE("CSV fields may be quoted, lines may end in CRLF") {
  const CsvTable t = parse_csv("\xEF\xBB\xBFx,\"y, z\",name\r\n1, 2 ,\"a \"\"b\"\"\nc\"\r\n\r\n-0.5,1e2,d", "t.csv");
  CHECK(t.columns == std::vector<std::string>{"x", "y, z", "name"});
  REQUIRE(t.rows.size() == 2);
  CHECK(t.rows[0] == std::vector<std::string>{"1", "2", "a \"b\"\nc"});
  CHECK(t.lines == std::vector<std::size_t>{2, 5});
  CHECK(numeric_column(t, 1, {0, 1}) == std::vector<Rational>{2, 100});
  CHECK(numeric_column(t, 0, {1}) == std::vector<Rational>{Rational(-1, 2)});
}

TEST_CASE("rows count from 1 and keep their order") {
  CHECK(parse_rows("1-3, 5", 5, "") == std::vector<std::size_t>{0, 1, 2, 4});
  CHECK(parse_rows("4,2", 5, "") == std::vector<std::size_t>{3, 1});
  for (const char* wrong : {"", "0", "6", "3-1", "a", "1-", "1,,2", "-1", "1-2-3"})
    CHECK_THROWS_AS(parse_rows(wrong, 5, "t"), InputError);
  std::string again = "1-1000000";
  for (int k = 0; k < 20; ++k) again += ",1-1000000";
  CHECK_THROWS_AS(parse_rows(again, 1000000, "t"), InputError);
}

TEST_CASE("classes are ordered by value or alphabetically") {
  const CsvTable numbers = parse_csv("c\n10\n9\n10\n", "t.csv"), words = parse_csv("c\nb\na\nb\n", "t.csv");
  CHECK(class_names(numbers, 0, {0, 1, 2}) == std::vector<std::string>{"9", "10"});
  CHECK(class_names(words, 0, {0, 1, 2}) == std::vector<std::string>{"a", "b"});
}

TEST_CASE("polynomials in z are read exactly") {
  const auto c = [](std::string_view text) { return std::get<0>(parse_polynomial(text)); };
  using V = std::vector<Rational>;
  CHECK(c("z") == V{0, 1});
  CHECK(c("z^2") == V{0, 0, 1});
  CHECK(c(" 1/2*z - 0.1 z^3 ") == V{0, Rational(1, 2), 0, Rational(-1, 10)});
  CHECK(c("(z+1)^2 - 2z") == V{1, 0, 1});
  CHECK(c("-z^2") == V{0, 0, -1});
  CHECK(c("(-z)^2") == V{0, 0, 1});
  CHECK(c("z/3 + 2/3*z") == V{0, 1});
  CHECK(c("1e-2z") == V{0, Rational(1, 100)});
  CHECK(c("z - z").empty());
  CHECK(c("2(z+1)(z-1)/4") == V{Rational(-1, 2), 0, Rational(1, 2)});
  for (const char* wrong : {"", "relu", "z^", "z^-1", "z^z", "1/z", "z/0", "z+", "(z", "z)", "2 3", "zz2", "x", "z^0.5",
                            "z^101", "1..2", "z**2", "sin(z)"}) {
    INFO(wrong);
    CHECK(std::holds_alternative<ExpressionError>(parse_polynomial(wrong)));
  }
}
