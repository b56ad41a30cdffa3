#include "polyscape/variety/smoothness.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

namespace {

bool smooth(const std::string& equations, std::uint64_t seed = 1) {
  SmoothnessOptions options;
  options.seed = seed;
  const auto found = smoothness(support::parsed(equations).equations, options);
  if (found) CHECK(found->error_log2 < -80);
  return found.has_value();
}

/// A quadric without constant term in x - place, so that it passes through the place; its gradient there is `linear`.
Polynomial quadric_through(const std::vector<Rational>& place, const std::vector<Rational>& linear, Random& random) {
  const std::size_t n = place.size();
  std::vector<Polynomial> away;
  for (std::size_t j = 0; j < n; ++j)
    away.push_back(Polynomial::variable(n, j) - Polynomial::constant(n, GaussianRational(place[j])));
  Polynomial result(n);
  for (std::size_t j = 0; j < n; ++j) {
    result += away[j] * GaussianRational(linear[j]);
    for (std::size_t k = j; k < n; ++k)
      result += away[j] * away[k] * GaussianRational(support::small_rational(random) + Rational(10));
  }
  return result;
}

}  // namespace

TEST_CASE("smooth zeros: real, complex and none") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    INFO("seed " << seed);
    CHECK(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2 - 1"]})j", seed));
    CHECK(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2 + 1"]})j", seed));
    CHECK(smooth(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 + x"]})j", seed));
    CHECK(smooth(R"j({"variables": ["x", "y"], "equations": ["x*y - 1"]})j", seed));
    CHECK(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 - 4", "x^2 + z^2 - 1"]})j", seed));
    CHECK(smooth(R"j({"variables": ["x", "y"], "equations": ["x*y - 1", "x^2"]})j", seed));  // no zero
    CHECK(smooth(R"j({"variables": ["x"], "equations": ["x^3 - 2"]})j", seed));
  }
}

TEST_CASE("singular zeros are not overlooked: real, complex, multiple, tangent") {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    INFO("seed " << seed);
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 - x^2"]})j", seed));    // node
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3"]})j", seed));          // cusp
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y"], "equations": ["x^2"]})j", seed));                // double line
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y"], "equations": ["y^2 - (x^2 + 1)^2"]})j", seed));  // at x = i, -i
    CHECK_FALSE(
        smooth(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2"]})j", seed));  // one real point
    // A sphere and a tangent plane, in both orders: the combination of gradients begins with either.
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2 - 1", "z - 1"]})j", seed));
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["z - 1", "x^2 + y^2 + z^2 - 1"]})j", seed));
    // One gradient alone vanishes, the first or the last.
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 - y^2", "z - x"]})j", seed));
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y", "z"], "equations": ["z - x", "x^2 - y^2"]})j", seed));
    // Dependent equations.
    CHECK_FALSE(smooth(R"j({"variables": ["x", "y"], "equations": ["x*y - 1", "2*x*y - 2"]})j", seed));
  }
}

TEST_CASE("quadrics through a point: singular there or smooth, as their gradients are") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    const std::size_t n = 3 + random.below(2);
    const std::vector<Rational> place = support::small_rationals(random, n);
    std::vector<Rational> a = support::small_rationals(random, n), b = support::small_rationals(random, n);
    a[0] += Rational(20);  // a, b independent
    b[1] += Rational(20);
    std::vector<Polynomial> general{quadric_through(place, a, random), quadric_through(place, b, random)};
    SmoothnessOptions options;
    options.seed = seed;
    CHECK(smoothness(general, options));
    std::vector<Rational> parallel = a;
    const Rational factor = seed % 3 == 0 ? Rational(0) : support::small_rational(random) + Rational(11);
    for (Rational& x : parallel) x *= factor;
    std::vector<Polynomial> tangent{quadric_through(place, a, random), quadric_through(place, parallel, random)};
    if (random.below(2) == 0) std::ranges::reverse(tangent);
    CHECK_FALSE(smoothness(tangent, options));
  }
}

TEST_CASE("smoothness: nothing is said beyond the limits") {
  const auto sphere = support::parsed(R"j({"variables": ["x", "y"], "equations": ["x^3 + y^2*x - 1"]})j").equations;
  SmoothnessOptions few;
  few.operations = 0;
  CHECK_FALSE(smoothness(sphere, few));
  CHECK_THROWS_AS(smoothness(std::vector<Polynomial>()), ArgumentError);
  SmoothnessOptions threads;
  threads.threads = 2;
  CHECK(smoothness(sphere).value().error_log2 == smoothness(sphere, threads).value().error_log2);
}
