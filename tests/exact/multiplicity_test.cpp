#include "polyscape/exact/multiplicity.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/exact/count.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::exact;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

namespace {
std::size_t multiplicity(const std::string& text, const std::vector<GaussianRational>& point) {
  const auto found = multiplicity_at(support::parsed(text).equations, point);
  REQUIRE(found);
  CHECK(found->error_log2 <= -80);
  return found->multiplicity;
}
}  // namespace

TEST_CASE("zeros have the multiplicity of their local ring") {
  CHECK(multiplicity("2 2\nx - 1;\ny + 1/3;\n", {1, Rational(-1) / Rational(3)}) == 1);
  CHECK(multiplicity("2 2\nx^2;\ny^3;\n", {0, 0}) == 6);
  CHECK(multiplicity("2 2\n(x-1)^2 - y;\ny^2;\n", {1, 0}) == 4);
  CHECK(multiplicity("2 2\nx^2 - y^2;\nx*y;\n", {0, 0}) == 4);
  CHECK(multiplicity("3 3\nx^2 - y*z;\ny^2;\nz^2;\n", {0, 0, 0}) == 8);
  CHECK(multiplicity("3 2\nx^2;\nx*y;\ny^2;\n", {0, 0}) == 3);
  CHECK(multiplicity("2 2\n(x - i)^2 + y^3;\nx*y - i*y;\n", {GaussianRational(0, 1), 0}) == 5);
  // Another zero does not count.
  CHECK(multiplicity("2 2\nx^2*(x - 1)^5;\ny;\n", {0, 0}) == 2);
  CHECK(multiplicity("2 2\nx^2*(x - 1)^5;\ny;\n", {1, 0}) == 5);
}

TEST_CASE("zeros that are not isolated, or too multiple, have none that is told") {
  MultiplicityLimits limits;
  limits.most = 10;
  CHECK(
      !multiplicity_at(support::parsed("2 2\nx*y;\nx^2;\n").equations, std::vector<GaussianRational>{0, 0}, 1, limits));
  CHECK(
      !multiplicity_at(support::parsed("2 2\nx^4;\ny^4;\n").equations, std::vector<GaussianRational>{0, 0}, 1, limits));
  MultiplicityLimits work;
  work.operations = 10;
  CHECK(!multiplicity_at(support::parsed("2 2\n(x + y)^4 + y^5;\n(x - 2*y)^4;\n").equations,
                         std::vector<GaussianRational>{0, 0}, 1, work));
  work.operations = 1'000'000;
  CHECK(multiplicity_at(support::parsed("2 2\n(x + y)^4 + y^5;\n(x - 2*y)^4;\n").equations,
                        std::vector<GaussianRational>{0, 0}, 1, work));
  CHECK_THROWS_AS(multiplicity_at(support::parsed("2 2\nx - 1;\ny;\n").equations, std::vector<GaussianRational>{0, 0}),
                  ArgumentError);
  CHECK_THROWS_AS(multiplicity_at(support::parsed("2 2\nx;\ny;\n").equations, std::vector<GaussianRational>{0}),
                  ArgumentError);
}

TEST_CASE("multiplicities of random singular zeros add up to the count") {
  Random random(37);
  for (std::uint64_t round = 0; round < 20; ++round) {
    // Homogeneous quadrics and cubics: the origin is the one zero, of multiplicity the product of the degrees.
    algebra::System system{{"x", "y"}, {}};
    for (const int degree : {2, 3}) {
      Polynomial p(2);
      for (int k = 0; k <= degree; ++k) {
        Polynomial term = Polynomial::constant(2, support::small_rational(random) + Rational(10));
        for (int j = 0; j < degree; ++j) term *= Polynomial::variable(2, j < k ? 0 : 1);
        p += term;
      }
      system.equations.push_back(p);
    }
    const auto found = multiplicity_at(system.equations, std::vector<GaussianRational>{0, 0}, round);
    const auto count = modular_count(system.equations).count;
    REQUIRE(count);
    if (count->dimension > 0) continue;
    REQUIRE(found);
    CHECK(algebra::Integer(static_cast<long>(found->multiplicity)) == count->degree);
    CHECK(found->multiplicity == 6);
  }
}
