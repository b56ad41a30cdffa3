/// Classic decompositions, by dimension, degree and multiplicity.
#include "polyscape/components/decomposition.hpp"

#include <algorithm>
#include <array>

#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::Polynomial;
using support::parsed;

namespace {

using Kind = std::array<int, 3>;  // dimension, degree, multiplicity

/// The components' kinds, sorted.
std::vector<Kind> kinds(const Decomposition& d) {
  std::vector<Kind> result;
  for (const Component& c : d.components) result.push_back({c.dimension, static_cast<int>(c.degree), c.multiplicity});
  std::ranges::sort(result);
  return result;
}

void check(const algebra::System& system, std::vector<Kind> expected, std::size_t isolated, std::uint64_t seeds) {
  std::ranges::sort(expected);
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    INFO("seed " << seed);
    solve::Options options;
    options.seed = seed;
    options.threads = 1;
    const Decomposition d = decompose(system, options);
    CHECK(kinds(d) == expected);
    CHECK(d.isolated.size() == isolated);
    CHECK(d.complete);
    CHECK(d.failed == 0);
    for (const Component& c : d.components) {
      CHECK(c.witness.size() == c.degree);
      for (const eval::Point& w : c.witness)
        for (const auto& value :
             algebra::evaluate(algebra::program_of(system), std::span<const algebra::GaussianRational>(w)))
          CHECK(std::abs(value.to_complex()) < 1e-9 * std::pow(std::max(1.0, eval::magnitude(w)), 4));
    }
  }
}

// The 2 x 2 minors of neighbouring columns of a 2 x n matrix: components of degrees that add up to 2^(n-1).
algebra::System adjacent_minors(std::size_t n) {
  algebra::System s;
  for (std::size_t i = 0; i < 2 * n; ++i) s.names.push_back("x" + std::to_string(i));
  const auto x = [&](std::size_t i) { return Polynomial::variable(2 * n, i); };
  for (std::size_t j = 0; j + 1 < n; ++j) s.equations.push_back(x(j) * x(n + j + 1) - x(j + 1) * x(n + j));
  return s;
}

std::uint64_t few() { return 2; }

}  // namespace

TEST_CASE("the twisted cubic and its residual line") {
  check(parsed(R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2"]})j"), {{1, 1, 1}, {1, 3, 1}}, 0,
        few());
}

TEST_CASE("three quadrics meet in the twisted cubic") {
  check(parsed(R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2", "z - x*y"]})j"), {{1, 3, 1}}, 0,
        few());
}

TEST_CASE("cyclic-4: two conics, no isolated point") { check(support::cyclic(4), {{1, 2, 1}, {1, 2, 1}}, 0, few()); }

TEST_CASE("adjacent minors of a 2 x n matrix") {
  check(adjacent_minors(3), {{4, 1, 1}, {4, 3, 1}}, 0, few());
  check(adjacent_minors(4), {{5, 2, 1}, {5, 2, 1}, {5, 4, 1}}, 0, 1);
  check(adjacent_minors(5), {{6, 1, 1}, {6, 3, 1}, {6, 3, 1}, {6, 4, 1}, {6, 5, 1}}, 0, 1);
}

TEST_CASE("commuting 2 x 2 matrices: dimension 6, degree 3") {
  // AB - BA: three different equations and their repetition.
  check(parsed(R"j({"variables": ["a","b","c","d","e","f","g","h"],
                   "equations": ["b*g - f*c", "a*f + b*h - e*b - f*d", "c*e + d*g - g*a - h*c", "c*f - g*b"]})j"),
        {{6, 3, 1}}, 0, few());
}

TEST_CASE("a surface, a line and points together") {
  // The sphere, the line x = y = 1/2, and (1/2, 3, 1/3), (2, 1/2, 1/3), (2, 3, 1/3).
  const std::string sphere = "(x^2 + y^2 + z^2 - 1)";
  check(
      parsed("{\"variables\": [\"x\",\"y\",\"z\"], \"equations\": [\"" + sphere + "*(x - 1/2)*(x - 2)\", \"" + sphere +
             "*(y - 1/2)*(y - 3)\", \"" + sphere + "*(x - 1/2)*(z - 1/3)\", \"" + sphere + "*(y - 1/2)*(z - 1/3)\"]}"),
      {{2, 2, 1}, {1, 1, 1}}, 3, few());
}

TEST_CASE("multiple components are deflated") {
  check(parsed(R"j({"variables": ["x", "y"], "equations": ["(x^2 + y^2 - 1)^2*(x - 3)"]})j"), {{1, 1, 1}, {1, 2, 2}}, 0,
        few());
  check(parsed(R"j({"variables": ["x", "y", "z"], "equations": ["(x - y)^2", "z^2*(z - 1)"]})j"),
        {{1, 1, 2}, {1, 1, 4}}, 0, few());
  check(parsed(R"j({"variables": ["x", "y", "z"], "equations": ["(y - x^2)^3"]})j"), {{2, 2, 3}}, 0, few());
}

TEST_CASE("nothing, everything, isolated points only") {
  check(parsed(R"j({"variables": ["x", "y"], "equations": ["x*y - 1", "x*y - 2"]})j"), {}, 0, 1);
  algebra::System zero{{"x", "y"}, {Polynomial(2)}};
  check(zero, {{2, 1, 1}}, 0, 1);
  check(support::noon(3), {}, 21, 1);
}

TEST_CASE("classic decompositions on twenty seeds", "[long]") {
  check(parsed(R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2"]})j"), {{1, 1, 1}, {1, 3, 1}}, 0,
        20);
  check(support::cyclic(4), {{1, 2, 1}, {1, 2, 1}}, 0, 20);
  check(adjacent_minors(3), {{4, 1, 1}, {4, 3, 1}}, 0, 20);
  check(adjacent_minors(4), {{5, 2, 1}, {5, 2, 1}, {5, 4, 1}}, 0, 20);
  check(adjacent_minors(5), {{6, 1, 1}, {6, 3, 1}, {6, 3, 1}, {6, 4, 1}, {6, 5, 1}}, 0, 20);
}

TEST_CASE("cyclic-8: eight conics, eight curves of degree 16, 1,152 isolated points, three seeds", "[cyclic-8][long]") {
  std::vector<Kind> curves(8, {1, 2, 1});
  curves.insert(curves.end(), 8, {1, 16, 1});
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    solve::Options options;
    options.seed = seed;
    const Decomposition d = decompose(support::cyclic(8), options);
    CHECK(d.complete);  // of the 4,000 points on the way some have a condition beyond 10^20
    CHECK(kinds(d) == curves);
    CHECK(std::ranges::all_of(d.components, &Component::traced));
    CHECK(d.isolated.size() == 1152);
  }
}
