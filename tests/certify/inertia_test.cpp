/// Hessian indices at certified zeros of gradients.
#include "polyscape/certify/inertia.hpp"

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Inertia;
using algebra::Polynomial;
using algebra::Rational;
using algebra::RationalMatrix;
using Point = std::vector<GaussianRational>;

namespace {

const Rational tiny = algebra::power(Rational(10), -9);

/// The inertia at the zero of the system near the point; it has to be proved.
std::optional<Inertia> inertia_near(const algebra::System& gradient, Point point) {
  for (GaussianRational& z : point) z = z + GaussianRational(tiny);
  const algebra::Program program = algebra::program_of(gradient);
  const auto certificate = Certifier(program)(point);
  REQUIRE(certificate);
  return inertia(algebra::differentiate(program), *certificate);
}

/// The gradient of sum_i signs[i] (row i of a . (x - centre))^2 / 2 + sum_i (x_i - centre_i)^3.
algebra::System gradient_of(const std::vector<int>& signs, const RationalMatrix& a,
                            const std::vector<Rational>& centre) {
  const std::size_t n = signs.size();
  algebra::System result;
  std::vector<Polynomial> moved;
  for (std::size_t j = 0; j < n; ++j) {
    result.names.push_back("x" + std::to_string(j + 1));
    moved.push_back(Polynomial::variable(n, j) - Polynomial::constant(n, centre[j]));
  }
  for (std::size_t k = 0; k < n; ++k) {
    Polynomial equation = moved[k] * moved[k] * Rational(3);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j) equation += moved[j] * (a[i][j] * a[i][k] * Rational(signs[i]));
    result.equations.push_back(std::move(equation));
  }
  return result;
}

}  // namespace

TEST_CASE("critical points of a sum of double wells have the index of their hills") {
  // sum of (x^2 - 1)^2 / 4: a well at +-1, a hill at 0, in each coordinate.
  const algebra::System gradient = support::parsed("3\nx^3 - x;\ny^3 - y;\nz^3 - z;\n");
  for (const long x : {-1, 0, 1})
    for (const long y : {-1, 0, 1})
      for (const long z : {-1, 0, 1}) {
        INFO(x << ", " << y << ", " << z);
        const auto hills = static_cast<std::size_t>((x == 0) + (y == 0) + (z == 0));
        CHECK(inertia_near(gradient, {x, y, z}) == Inertia{hills, 0, 3 - hills});
      }
}

TEST_CASE("a quadratic form has the inertia of its signs in whatever coordinates it is written") {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const std::size_t n = 1 + random.below(4);
    RationalMatrix a;
    while (a.empty() || !algebra::inverse(a)) {
      a.clear();
      for (std::size_t i = 0; i < n; ++i) a.push_back(support::small_rationals(random, n));
    }
    std::vector<int> signs;
    std::size_t negative = 0;
    for (std::size_t i = 0; i < n; ++i) {
      signs.push_back(random.below(2) == 0 ? -1 : 1);
      negative += signs.back() < 0;
    }
    const std::vector<Rational> centre = support::small_rationals(random, n);
    const auto found = inertia_near(gradient_of(signs, a, centre), Point(centre.begin(), centre.end()));
    CHECK(found == Inertia{negative, 0, n - negative});
  }
}

TEST_CASE("where the curvature changes its sign close by, the zero's own counts") {
  // x^3/3 - e^2 x: a minimum at e and a maximum at -e, the Hessian 2x singular between them.
  for (const long k : {3, 6, 12, 40}) {
    INFO("1e-" << k);
    const Rational e = algebra::power(Rational(10), -k);
    const Polynomial x = Polynomial::variable(1, 0);
    const algebra::Program program = algebra::program_of({{"x"}, {x * x - Polynomial::constant(1, e * e)}});
    for (const Rational& sign : {Rational(1), Rational(-1)}) {
      const auto certificate = Certifier(program)({GaussianRational(sign * e * Rational(1001, 1000))});
      REQUIRE(certificate);
      CHECK(inertia(algebra::differentiate(program), *certificate) ==
            (sign > Rational(0) ? Inertia{0, 0, 1} : Inertia{1, 0, 0}));
    }
  }
}

TEST_CASE("only real zeros have an inertia") {
  const algebra::System gradient = support::parsed("2\nx^2 + 1;\ny - 1;\n");
  CHECK_FALSE(inertia_near(gradient, {GaussianRational(0, 1), 1}));
  CHECK_FALSE(inertia_near(gradient, {GaussianRational(0, -1), 1}));
  // Nor those that are not known to be.
  const algebra::Program program = algebra::program_of(support::parsed("1\nx^2 - 4;\n"));
  Certificate certificate{{{GaussianRational(2)}, tiny}, Reality::real, 128};
  CHECK(inertia(algebra::differentiate(program), certificate) == Inertia{0, 0, 1});
  for (const Reality reality : {Reality::undecided, Reality::not_real}) {
    certificate.reality = reality;
    CHECK_FALSE(inertia(algebra::differentiate(program), certificate));
  }
}

TEST_CASE("a system that is no gradient has none, and none that is not real") {
  CHECK_FALSE(inertia_near(support::parsed("2\nx + 2*y;\ny - x;\n"), {0, 0}));
  const algebra::Differentiated turned =
      algebra::differentiate(algebra::program_of({{"x"}, {Polynomial::variable(1, 0) * GaussianRational(0, 1)}}));
  CHECK_THROWS_AS(inertia(turned, {{{GaussianRational(0)}, tiny}, Reality::real, 128}), ArgumentError);
}
