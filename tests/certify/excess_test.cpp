/// Equations beyond a square system at its zeros: what vanishes exactly, what only seems to.
#include "polyscape/certify/excess.hpp"

#include <cmath>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

namespace {

algebra::Program program_of(const std::string& equations, const Rational& off = 0) {
  algebra::System s =
      algebra::read_system("{\"variables\": [\"x\", \"y\"], \"equations\": [" + equations + "]}", "test");
  s.equations.back() += Polynomial::constant(2, off);
  return algebra::program_of(s);
}

std::vector<GaussianRational> near(double x, double y) {
  return {GaussianRational::from_complex(x), GaussianRational::from_complex(y)};
}

Rational tiny(long k) { return algebra::power(Rational(10), -k); }

}  // namespace

TEST_CASE("what vanishes at a rational zero is exactly zero, what does not is not, however little") {
  const algebra::Program square = program_of("\"(2*x - 1)*(x - 3)\", \"3*y - 2*x\"");  // (1/2, 1/3), (3, 2)
  const auto verdict = [&](const std::string& excess, const Rational& off) {
    return Excess(square, program_of(excess, off))(near(0.5, 1.0 / 3), {64, 512});
  };
  for (const char* equation : {"\"6*x*y - 1\"", "\"x - 1/2\", \"x - y - 1/6\""}) {
    const auto zero = verdict(equation, 0);
    REQUIRE(zero);
    CHECK((zero->vanish && zero->by == Evidence::exact));
    for (const long k : {3L, 30L, 100L, 1000L}) {
      INFO(equation << " off by 1e-" << k);
      const auto off = verdict(equation, tiny(k));
      REQUIRE(off);
      CHECK_FALSE(off->vanish);
      CHECK(off->by != Evidence::numerical);
    }
  }
  // At the other zero it does not vanish.
  CHECK_FALSE(Excess(square, program_of("\"6*x*y - 1\""))(near(3, 2))->vanish);
}

TEST_CASE("at an irrational zero what is off is seen as soon as the precision tells, the rest is numerical") {
  const algebra::Program square = program_of("\"x^2 - 2\", \"y - x\"");
  const auto start = near(std::sqrt(2.0), std::sqrt(2.0));
  const auto zero = Excess(square, program_of("\"x*y - 2\""))(start, {64, 1024});
  REQUIRE(zero);
  CHECK((zero->vanish && zero->by == Evidence::numerical && zero->bits == 1024));
  for (const long k : {5L, 30L, 60L, 200L}) {
    INFO("off by 1e-" << k);
    const Excess excess(square, program_of("\"x*y - 2\"", tiny(k)));
    const auto seen = excess(start, {64, 1024});
    REQUIRE(seen);
    CHECK((!seen->vanish && seen->by == Evidence::theorem));
    CHECK(seen->bits >= static_cast<double>(k) * std::log2(10.0));  // no fewer digits tell
    CHECK(seen->bits <= 4 * std::max(64.0, static_cast<double>(k) * std::log2(10.0)));
    if (k < 30) continue;
    const auto unseen = excess(start, {64, 64});
    REQUIRE(unseen);
    CHECK((unseen->vanish && unseen->by == Evidence::numerical));
  }
}

TEST_CASE("where no zero is proved nothing is said of other equations") {
  const algebra::Program excess = program_of("\"x\"");
  CHECK_FALSE(Excess(program_of("\"x^2 + y^2\", \"x*y\""), excess)(near(0, 0)));    // a multiple one
  CHECK_FALSE(Excess(program_of("\"x - y\", \"2*x - 2*y\""), excess)(near(1, 1)));  // a line
  CHECK_THROWS_AS(Excess(program_of("\"x - 1\", \"y\""), algebra::Program(3)), ArgumentError);
}
