#include "polyscape/variety/nearest_points.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::variety;

namespace {

NearestPoints nearest(const std::string& equations, std::size_t rank, std::uint64_t seed, Zeros zeros = Zeros::any) {
  solve::Options options;
  options.seed = seed;
  const auto found = nearest_points(support::parsed(equations), rank, zeros, 10000, options);
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
  CHECK_FALSE(nearest_points(system, 1, Zeros::any, 3, {}));
}

namespace {

NearestPoints nearest_smooth(const std::string& equations, std::size_t rank, std::uint64_t seed) {
  const NearestPoints found = nearest(equations, rank, seed, Zeros::smooth);
  CHECK(found.whole);
  return found;
}

}  // namespace

TEST_CASE("nearest points of smooth zeros: as many as the Euclidean distance degree") {
  struct Known {
    const char* equations;
    std::size_t rank, degree;
  };
  // Draisma, Horobet, Ottaviani, Sturmfels, Thomas 2016; a smooth affine cubic curve that is transversal to the
  // isotropic points at infinity has 9.
  const Known all[] = {
      {R"j({"variables": ["x", "y"], "equations": ["x^2 + y^2 - 1"]})j", 1, 2},
      {R"j({"variables": ["x", "y"], "equations": ["x^2 + 4*y^2 - 1"]})j", 1, 4},
      {R"j({"variables": ["x", "y"], "equations": ["y - x^2"]})j", 1, 3},
      {R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2 + 1"]})j", 1, 2},
      {R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + 2*y^2 + 3*z^2 - 1"]})j", 1, 6},
      {R"j({"variables": ["x", "y"], "equations": ["x^3 + y^3 - x*y + 2*x - 3"]})j", 1, 9},
      {R"j({"variables": ["x", "y", "z"], "equations": ["x + y + z - 1", "x - y"]})j", 2, 1},
      {R"j({"variables": ["x"], "equations": ["x^3 - 2"]})j", 1, 3},
  };
  for (std::uint64_t seed = 1; seed <= seeds; ++seed)
    for (const Known& known : all) {
      INFO("seed " << seed << ", " << known.equations);
      CHECK(nearest_smooth(known.equations, known.rank, seed).solutions == known.degree);
    }
}

TEST_CASE("nearest points of smooth zeros: on every piece, like those found by limits; none where there is none") {
  const char* const ovals = R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 + x"]})j";
  // Four ovals.
  const char* const quartic = R"j({"variables": ["x", "y"], "equations": ["(x^2 - 4)^2 + (y^2 - 4)^2 - 1"]})j";
  const char* const both = R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 - 9", "z^2 - x^2 - 1"]})j";
  const auto pieces = [](const NearestPoints& found, auto piece) {
    std::vector<int> seen;
    for (const std::vector<double>& p : found.real)
      if (const int k = piece(p); std::ranges::find(seen, k) == seen.end()) seen.push_back(k);
    return seen.size();
  };
  const auto quadrant = [](const std::vector<double>& p) { return 2 * (p[0] > 0) + (p[1] > 0); };
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    for (const Zeros zeros : {Zeros::any, Zeros::smooth}) {
      const auto found = [&](const char* equations, std::size_t rank) {
        return zeros == Zeros::any ? nearest(equations, rank, seed) : nearest_smooth(equations, rank, seed);
      };
      CHECK(pieces(found(ovals, 1), [](const std::vector<double>& p) { return p[0] > 0.5; }) == 2);
      CHECK(pieces(found(quartic, 1), quadrant) == 4);
      CHECK(pieces(found(both, 2), [](const std::vector<double>& p) { return p[2] > 0; }) == 2);
      CHECK(found(R"j({"variables": ["x", "y"], "equations": ["x^4 + y^4 - x^2*y^2 + 1"]})j", 1).real.empty());
    }
  }
}

TEST_CASE("nearest points of smooth zeros are of independent equations") {
  const auto twice = support::parsed(R"j({"variables": ["x", "y"], "equations": ["x*y - 1", "2*x*y - 2"]})j");
  CHECK_THROWS_AS(nearest_points(twice, 1, Zeros::smooth, 1000, {}), ArgumentError);
}
