#include "polyscape/variety/nearest_points.hpp"

#include <algorithm>
#include <cmath>

#include "support/catch.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::variety;

namespace {

NearestPoints nearest(const std::string& equations, std::size_t rank, std::uint64_t seed) {
  solve::Options options;
  options.seed = seed;
  const auto found = nearest_points(support::parsed(equations), rank, 10000, options);
  REQUIRE(found);
  CHECK(found->failed == 0);
  return *found;
}

auto somewhere(const NearestPoints& found, auto place) { return std::ranges::any_of(found.real, place); }

constexpr std::uint64_t seeds = 5;

}  // namespace

TEST_CASE("nearest points: one on each oval of a curve, and its isolated points") {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    const NearestPoints cubic = nearest(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 + x"]})j", 1, seed);
    CHECK(cubic.whole);
    CHECK(somewhere(cubic, [](const std::vector<double>& p) { return p[0] < 0.5; }));  // the oval, -1 <= x <= 0
    CHECK(somewhere(cubic, [](const std::vector<double>& p) { return p[0] > 0.5; }));
    for (const std::vector<double>& p : cubic.real)
      CHECK(std::abs(p[1] * p[1] - p[0] * p[0] * p[0] + p[0]) < 1e-4 * (1 + std::abs(p[0] * p[0] * p[0])));
    // y^2 = x^2 (x - 1): the origin is a real point where two imaginary branches meet.
    const NearestPoints acnode = nearest(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 + x^2"]})j", 1, seed);
    CHECK(somewhere(acnode, [](const std::vector<double>& p) { return std::hypot(p[0], p[1]) < 1e-4; }));
    CHECK(somewhere(acnode, [](const std::vector<double>& p) { return p[0] > 0.9; }));
    // Nothing but that, of two conjugate lines, and of a plane that is counted twice in a sphere of radius zero.
    const NearestPoints lines =
        nearest(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2", "z - 1"]})j", 2, seed);
    CHECK(lines.real.size() == 1);
    CHECK(somewhere(lines, [](const std::vector<double>& p) { return std::hypot(p[0], p[1], p[2] - 1) < 1e-4; }));
  }
}

TEST_CASE("nearest points: none where there is no real point") {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    CHECK(nearest(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2 + 1"]})j", 1, seed).real.empty());
    CHECK(nearest(R"j({"variables": ["x", "y"], "equations": ["x^4 + y^4 - x^2*y^2 + 1"]})j", 1, seed).real.empty());
    CHECK(nearest(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 - 1", "x + 2*y - 3"]})j", 2, seed)
              .real.empty());
  }
}

TEST_CASE("nearest points: dependent equations are combined, and others may have more zeros") {
  const char* const cubic = R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2", "z - x*y"]})j";
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    INFO("seed " << seed);
    const NearestPoints found = nearest(cubic, 2, seed);
    CHECK_FALSE(found.whole);
    CHECK(somewhere(found, [](const std::vector<double>& p) {
      return std::abs(p[1] - p[0] * p[0]) < 1e-4 && std::abs(p[2] - p[0] * p[1]) < 1e-4 * (1 + std::abs(p[2]));
    }));
  }
}

TEST_CASE("nearest points: too many paths are not followed") {
  const auto system = support::parsed(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 + x"]})j");
  CHECK_FALSE(nearest_points(system, 1, 3, {}));
}
