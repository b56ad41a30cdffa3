/// Witness sets that move: membership, real points.
#include "polyscape/components/witness_set.hpp"

#include <algorithm>

#include "polyscape/components/decomposition.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::GaussianRational;
using algebra::Rational;
using support::parsed;

namespace {

constexpr int exact_bits = 200;  // of points given exactly

solve::Options seeded(std::uint64_t seed) {
  solve::Options options;
  options.seed = seed;
  options.threads = 1;
  return options;
}

/// Kinds (degree, multiplicity) of the components that contain the point, sorted.
std::vector<std::pair<int, int>> containing(const Decomposition& d, const eval::Point& point,
                                            const solve::Options& options) {
  std::vector<std::pair<int, int>> result;
  for (const Component& c : d.components) {
    const auto answer = MovingWitnessSet(c.set, options, Random(options.seed)).contains(point, exact_bits);
    REQUIRE(answer);
    if (*answer) result.emplace_back(static_cast<int>(c.degree), c.multiplicity);
  }
  std::ranges::sort(result);
  return result;
}

using Kinds = std::vector<std::pair<int, int>>;

Rational half() { return Rational(1) / Rational(2); }

}  // namespace

TEST_CASE("points on the twisted cubic and on its residual line") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    const solve::Options options = seeded(seed);
    // The line is x = y = 0.
    const Decomposition d =
        decompose(parsed(R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2"]})j"), options);
    for (const Rational& t : {Rational(2), Rational(-3), half()}) {
      CHECK(containing(d, {t, t * t, t * t * t}, options) == Kinds{{3, 1}});
      CHECK(containing(d, {0, 0, t}, options) == Kinds{{1, 1}});
      CHECK(containing(d, {t, t * t, t}, options).empty());
    }
    CHECK(containing(d, {GaussianRational(0, 1), -1, GaussianRational(0, -1)}, options) == Kinds{{3, 1}});
    CHECK(containing(d, {0, 0, 0}, options) == Kinds{{1, 1}, {3, 1}});  // where they meet
  }
}

TEST_CASE("singular points of a component belong to it") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const solve::Options options = seeded(seed);
    const Decomposition node =
        decompose(parsed(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^2*(x + 1)"]})j"), options);
    CHECK(containing(node, {0, 0}, options) == Kinds{{3, 1}});
    CHECK(containing(node, {3, 6}, options) == Kinds{{3, 1}});
    CHECK(containing(node, {3, 5}, options).empty());
    const Decomposition cusp = decompose(parsed(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3"]})j"), options);
    CHECK(containing(cusp, {0, 0}, options) == Kinds{{3, 1}});
    CHECK(containing(cusp, {0, 1}, options).empty());
  }
}

TEST_CASE("points on multiple components") {
  const solve::Options options = seeded(1);
  const Decomposition d =
      decompose(parsed(R"j({"variables": ["x", "y"], "equations": ["(x^2 + y^2 - 1)^2*(x - 3)"]})j"), options);
  CHECK(containing(d, {Rational(3) / Rational(5), Rational(4) / Rational(5)}, options) == Kinds{{2, 2}});
  CHECK(containing(d, {3, 7}, options) == Kinds{{1, 1}});
  CHECK(containing(d, {2, 2}, options).empty());
}

TEST_CASE("the eight embedded points of cyclic-4 lie on its conics") {
  const solve::Options options = seeded(1);
  const Decomposition d = decompose(support::cyclic(4), options);
  const GaussianRational i(0, 1);
  for (const GaussianRational& a : {GaussianRational(1), GaussianRational(-1), i, GaussianRational(0, -1)})
    for (const GaussianRational& sign : {GaussianRational(1), GaussianRational(-1)}) {
      // x1^4 = 1, x2 = +-1 / x1.
      const GaussianRational b = sign * a * a * a;
      CHECK(containing(d, {a, b, GaussianRational(0) - a, GaussianRational(0) - b}, options) == Kinds{{2, 1}});
    }
}

TEST_CASE("real points are found where there are smooth ones") {
  const solve::Options options = seeded(1);
  const auto real_points = [&](const std::string& equations) {
    const algebra::System s = parsed("{\"variables\": [\"x\", \"y\", \"z\"], \"equations\": [" + equations + "]}");
    std::size_t count = 0;
    const Decomposition d = decompose(s, options);
    for (const Component& c : d.components)
      for (RefinedPoint& p : MovingWitnessSet(c.set, options, Random(1)).real_points(12, 3)) {
        const auto x = p.at(128);
        REQUIRE(x);
        for (const GaussianRational& z : *x) CHECK(z.is_real());
        for (const GaussianRational& v :
             algebra::evaluate(algebra::program_of(s), std::span<const GaussianRational>(*x)))
          CHECK(std::abs(v.to_complex()) < 1e-30);
        ++count;
      }
    return count;
  };
  CHECK(real_points("\"x^2 + y^2 + z^2 - 1\"") == 3);
  CHECK(real_points("\"x^2 + y^2 - 1\", \"z - x*y\"") == 3);
  CHECK(real_points("\"x^2 + y^2 + z^2 + 1\"") == 0);
  CHECK(real_points("\"x^2 + 1\", \"y - z\"") == 0);  // two lines, each the other's conjugate
}
