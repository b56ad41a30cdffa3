/// Nothing wraps: powers of powers, products, substitutions, programs and texts either have the degree that integers
/// without bounds give, or are refused.
#include "polyscape/algebra/limits.hpp"

#include <optional>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {

const Integer limit(largest_degree);

/// What `make` gives, nullopt when it is refused for its size; anything else thrown fails the test.
template <class Make>
auto allowed(Make make) -> std::optional<decltype(make())> {
  try {
    return make();
  } catch (const LimitError&) {
    return std::nullopt;
  }
}

/// Exponents whose product is anything from 1 to far beyond 2^64; some are powers of two, so that words would become 0.
std::vector<unsigned long> exponents(Random& random) {
  std::vector<unsigned long> result;
  for (std::uint64_t k = 0, count = 1 + random.below(6); k < count; ++k) {
    const std::uint64_t kind = random.below(3);
    result.push_back(kind == 0 ? 1 + random.below(4) : kind == 1 ? 1UL << random.below(14) : 1 + random.below(10000));
  }
  return result;
}

Integer product_of(const std::vector<unsigned long>& factors) {
  Integer result(1);
  for (const unsigned long f : factors) result *= Integer(static_cast<long>(f));
  return result;
}

std::string text_in(const std::string& format, const std::string& expression) {
  if (format == "phcpack") return "1\n" + expression + ";\n";
  if (format == "bertini") return "variable_group x;\nfunction f;\nf = " + expression + ";\nEND;\n";
  return "{\"variables\": [\"x\"],\n\"equations\": [\"" + expression + "\"]}";
}

/// The polynomial of a text; nullopt when it is refused with its line, an expectation and a remedy.
std::optional<Polynomial> read(const std::string& text) {
  try {
    return read_system(text, "in.txt").equations.at(0);
  } catch (const InputError& e) {
    const std::string message = e.what();
    CHECK(message.starts_with("in.txt:"));
    CHECK(message.find("expected ") != std::string::npos);
    CHECK(message.find("; ") != std::string::npos);
    return std::nullopt;
  }
}

}  // namespace

TEST_CASE("powers of powers are those of integers without bounds, or refused") {
  Random random(1);
  int refused = 0;
  for (int round = 0; round < 200; ++round) {
    const auto e = exponents(random);
    const Integer degree = product_of(e);
    INFO("degree " << degree.to_string());
    const auto power = allowed([&] {
      Polynomial p = Polynomial::variable(2, 0);
      for (const unsigned long k : e) p = p.pow(k);
      return p;
    });
    REQUIRE(power.has_value() == (degree <= limit));
    if (power) CHECK(Integer(power->degree()) == degree);
    refused += power ? 0 : 1;
  }
  CHECK(refused > 50);
  CHECK(refused < 150);
}

TEST_CASE("every reader refuses powers of powers with the line, and reads those below the limit") {
  CHECK_FALSE(read("1\n((x^8192)^8192)^64 + x - 4;\n"));
  Random random(2);
  for (int round = 0; round < 60; ++round) {
    const auto e = exponents(random);
    const Integer degree = product_of(e);
    std::string expression = "x";
    for (const unsigned long k : e) expression = "(" + expression + ")^" + std::to_string(k);
    for (const std::string format : {"phcpack", "bertini", "json"}) {
      INFO(format << ": " << expression);
      const auto p = read(text_in(format, expression + " + x - 4"));
      REQUIRE(p.has_value() == (degree <= limit));
      if (p) CHECK(Integer(p->degree()) == degree);
      // The same by names, and as factors beside others.
      const auto product = read(text_in(format, "(" + expression + ")*x^5000*(x - 1)^0"));
      CHECK(product.has_value() == (degree + Integer(5000) <= limit));
    }
  }
  for (int round = 0; round < 20; ++round) {
    const auto e = exponents(random);
    std::string text = "variable_group x, y;\nfunction f, g;\ng = y;\nh0 = x;\n", last = "h0";
    for (std::size_t k = 0; k < e.size(); ++k) {
      const std::string next = "h" + std::to_string(k + 1);
      text += next + " = " + last + "^" + std::to_string(e[k]) + ";\n";
      last = next;
    }
    const auto p = read(text + "f = " + last + " + y;\nEND;\n");
    CHECK(p.has_value() == (product_of(e) <= limit));
  }
}

TEST_CASE("degrees of products, sums of exponents and substitutions are checked before they are computed") {
  Random random(3);
  for (int round = 0; round < 100; ++round) {
    const auto draw = [&] { return static_cast<int>(random.below(3) == 0 ? random.below(10) : random.below(8000)); };
    const int a = draw(), b = draw(), c = draw(), d = draw();
    const std::vector<Term> left{{Rational(1), {a, b}}, {Rational(2), {0, 0}}},
        right{{Rational(1), {c, d}}, {Rational(3), {0, 0}}};
    const auto p = allowed([&] { return Polynomial::from_terms(2, left); }),
               q = allowed([&] { return Polynomial::from_terms(2, right); });
    REQUIRE(p.has_value() == (a + b <= largest_degree));
    REQUIRE(q.has_value() == (c + d <= largest_degree));
    if (!p || !q) continue;
    const auto product = allowed([&] { return *p * *q; });
    REQUIRE(product.has_value() == (a + b + c + d <= largest_degree));
    if (product) CHECK(product->degree() == a + b + c + d);
    const std::vector<Polynomial> values{*q, Polynomial::variable(2, 1)};
    const auto composed = allowed([&] {
      return Polynomial::from_terms(2, std::vector<Term>{{Rational(1), {a % 7, b}}}).substitute(values);
    });
    const long degree = long{a % 7} * (c + d) + b;
    REQUIRE(composed.has_value() == (degree <= largest_degree));
    if (composed) CHECK(composed->degree() == degree);
  }
  // Sums that an int would take for small ones.
  const int half = 1 << 30;
  for (const std::vector<int>& e : {std::vector<int>{half, half, half, half},
                                    {half, half, 0, 0},
                                    {2147483647, 1, 0, 0},
                                    {2147483647, 2147483647, 2, 0}})
    CHECK_THROWS_AS(Polynomial::from_terms(4, std::vector<Term>{{Rational(1), e}}), LimitError);
}

TEST_CASE("programs expand and are made homogeneous within the limit on degrees alone") {
  Random random(4);
  for (int round = 0; round < 60; ++round) {
    const auto e = exponents(random);
    const Integer degree = product_of(e);
    Program program(2);
    Program::Node node = program.variable(0);
    for (const unsigned long k : e) node = program.power(node, static_cast<unsigned>(k));
    program.outputs = {program.add(node, program.variable(1))};
    INFO("degree " << degree.to_string());
    const auto expanded = allowed([&] { return expand(program); });
    REQUIRE(expanded.has_value() == (degree <= limit));
    if (expanded) CHECK(Integer(expanded->at(0).degree()) == degree);
    const auto homogeneous = allowed([&] { return homogenize(program, trivial_partition(2)); });
    REQUIRE(homogeneous.has_value() == (degree <= limit));
    if (homogeneous) CHECK(Integer(homogeneous->degrees.at(0).at(0)) == degree);
  }
}

TEST_CASE("what few characters would blow up is refused at once, what fits is exact") {
  const std::string huge = "1e9999";
  for (const std::string& expression : std::vector<std::string>{
           "(" + huge + "*x + 1)^9999",
           "((" + huge + ")^9999)^9999*x",
           "((" + huge + "^-9999)^-9999)^-9999*x",
           "(x + 1/3^9999 + x^2/5^9999 + x^3/7^9999)^900",
           "x^(0-9223372036854775808)",
           "(x+1)^(0-9223372036854775807-1)",
           "1e-9223372036854775808*x",
           "1e9223372036854775808*x",
           "2^9223372036854775808*x",
           "((((2^9999)^9999)^9999)^9999)^9999*x",
           "((x+1)^5000)^5000",
           "(((x + " + huge + ")^100)^100)^2",
       })
    for (const std::string format : {"phcpack", "bertini", "json"}) {
      INFO(format << ": " << expression);
      CHECK_FALSE(read(text_in(format, expression)));
    }
  // Denominators without a common factor over one common denominator.
  std::string sum = "x";
  for (int k = 0; k < 3000; ++k) sum += " + x^" + std::to_string(k) + "/" + std::to_string(2 * k + 3) + "^9999";
  CHECK_FALSE(read("1\n" + sum + ";"));
  // Factors, each allowed.
  CHECK_FALSE(read("1\nx*" + huge + "^300*" + huge + "^300;"));

  const auto p = read("1\n(" + huge + "*x - 1)^2;");
  REQUIRE(p);
  CHECK(p->evaluate(std::vector<Rational>{*Rational::parse("1e-9999")}) == Rational(0));
  CHECK(Rational::parse("1e-10000"));
  CHECK_FALSE(Rational::parse("1e-10001"));
}

TEST_CASE("nested and over-long texts are refused in any format") {
  const auto nested = [](std::size_t depth, const std::string& open, const std::string& close) {
    std::string text;
    for (std::size_t k = 0; k < depth; ++k) text += open;
    text += "1";
    for (std::size_t k = 0; k < depth; ++k) text += close;
    return text;
  };
  for (const std::size_t depth : {65UL, 1000UL, 100000UL}) {
    CHECK_FALSE(read("{\"variables\": [\"x\"], \"equations\": " + nested(depth, "[", "]") + "}"));
    CHECK_FALSE(read("{\"variables\": [\"x\"], \"equations\": " + nested(depth, "{\"a\":", "}") + "}"));
    CHECK_FALSE(read(nested(depth, "{\"equations\":", "")));
  }
  CHECK_FALSE(read("{\"variables\": [\"x\"], \"equations\": [[{\"coefficient\": 1e400, \"exponents\": [1]}]]}"));
  for (const std::string header : {"99999999999999999999999", "9223372036854775807", "18446744073709551616",
                                   "1 99999999999999999999999", "4294967296 1"})
    CHECK_FALSE(read(header + "\nx - 1;\n"));
  std::string names = "1 20000\n0";
  for (int k = 0; k < 20000; ++k) names += "+x" + std::to_string(k);
  CHECK_FALSE(read(names + ";"));
}
