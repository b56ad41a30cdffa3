/// Sections of solution sets that are known, codimension by codimension.
#include "polyscape/components/regeneration.hpp"

#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::GaussianRational;

namespace {

algebra::System in_space(const std::string& equations) {
  return algebra::read_system("{\"variables\": [\"x\", \"y\", \"z\"], \"equations\": [" + equations + "]}", "test");
}

solve::Options seeded(std::uint64_t seed) {
  solve::Options options;
  options.seed = seed;
  options.threads = 1;
  return options;
}

std::complex<double> value_at(const algebra::System& system, const eval::Point& x) {
  std::complex<double> largest = 0;
  for (const algebra::Polynomial& p : system.equations)
    if (const auto value = p.evaluate(x).to_complex(); std::abs(value) > std::abs(largest)) largest = value;
  return largest;
}

/// How many points each section has of the set {outside != 0}.
std::vector<std::size_t> counts(const algebra::System& system, std::uint64_t seed, std::size_t most,
                                const std::string& outside = "\"1\"") {
  const Flag flag(3, Random(seed + 10));
  std::vector<std::size_t> announced, result;
  const std::vector<Section> sections =
      regenerate(system, flag, most, seeded(seed), [&](std::size_t i, const solve::Progress& p) {
        if (p.step.empty()) announced.push_back(i);
      });
  for (std::size_t i = 0; i < sections.size(); ++i) {
    CHECK(announced[i] == i + 1);
    CHECK(sections[i].failed == 0);
    CHECK(sections[i].notes.empty());
    result.push_back(0);
    for (const solve::Solution& s : sections[i].points) {
      REQUIRE(s.coordinates.size() == i + 1);
      const eval::Point x = lifted(s.coordinates, flag.space(i + 1));
      CHECK(std::abs(value_at(system, x)) < 1e-8 * std::pow(std::max(1.0, eval::magnitude(x)), 4));
      if (std::abs(value_at(in_space(outside), x)) > 1e-6) ++result.back();
    }
  }
  CHECK(announced.size() == sections.size());
  return result;
}

using Counts = std::vector<std::size_t>;

}  // namespace

TEST_CASE("sections have as many points as the components of their codimension have degree") {
  const std::string sphere = "(x^2 + y^2 + z^2 - 1)";
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    CHECK(counts(in_space("\"x*y*z - 1\""), seed, 3) == Counts{3});
    CHECK(counts(in_space("\"y - x^2\", \"x*z - y^2\""), seed, 3) == Counts{0, 4});               // a cubic, a line
    CHECK(counts(in_space("\"y - x^2\", \"x*z - y^2\", \"z - x*y\""), seed, 2) == Counts{0, 3});  // the cubic
    CHECK(counts(in_space("\"x^2 - 1\", \"y^2 - x\", \"z^3 - y\""), seed, 3) == Counts{0, 0, 12});
    // A plane; outside it two conics' worth of curves; outside these a point.
    CHECK(counts(in_space("\"x*(y - 1)\", \"x*(z^2 - y)\""), seed, 3, "\"x\"") == Counts{0, 2});
    // The sphere; outside it the line x = y = 1/2, and three points outside both.
    CHECK(counts(in_space("\"" + sphere + "*(x - 1/2)*(x - 2)\", \"" + sphere + "*(y - 1/2)*(y - 3)\", \"" + sphere +
                          "*(x - 1/2)*(z - 1/3)\", \"" + sphere + "*(y - 1/2)*(z - 1/3)\""),
                 seed, 2, "\"" + sphere + "\"") == Counts{0, 1});
  }
}

TEST_CASE("a section's points do not depend on the threads, and no more are made than asked for") {
  const algebra::System system = in_space("\"y - x^2\", \"x*z - y^2\"");
  const Flag flag(3, Random(3));
  solve::Options options = seeded(2);
  const auto one = regenerate(system, flag, 3, options);
  options.threads = 3;
  const auto three = regenerate(system, flag, 3, options);
  REQUIRE((one.size() == 2 && three.size() == 2));
  REQUIRE(one[1].points.size() == three[1].points.size());
  for (std::size_t k = 0; k < one[1].points.size(); ++k)
    CHECK(one[1].points[k].coordinates == three[1].points[k].coordinates);
  CHECK(regenerate(system, flag, 1, options).size() == 1);
  CHECK(regenerate(system, flag, 0, options).empty());
}

TEST_CASE("as many paths as points go on times degrees, fewer where the whole system takes fewer") {
  const Flag flag(3, Random(3));
  // Two points of a quadric go to three planes of a cubic, and from there to it.
  const auto cubic = regenerate(in_space("\"x^2 + y*z - 1\", \"x^3 + y^3 + z^3 - 2\""), flag, 3, seeded(1));
  REQUIRE(cubic.size() == 2);
  CHECK(cubic[0].paths == 3);  // the one of larger degree comes first
  CHECK(cubic[1].paths == 2 * 3 + 2 * 3);
  // Outside the plane {x = 0} one point of each line is left.
  const auto planes = regenerate(in_space("\"x*(y - 1)\", \"x*(z - 2)\""), flag, 3, seeded(1));
  REQUIRE(planes.size() == 2);
  CHECK(planes[0].points.size() == 1);
  CHECK(planes[0].paths == 2);
  CHECK(planes[1].paths == 1 * 2 + 1 * 2);
  // Three solutions, as the mixed volume says: {1, x, y, z, x y z} has three times the volume of a simplex.
  const auto whole = regenerate(in_space("\"x*y*z - x + 2*y - 5\", \"3*x*y*z + y - z + 7\", \"x*y*z - 4*x - z - 11\""),
                                flag, 3, seeded(1));
  REQUIRE(whole.size() == 3);
  CHECK(whole[2].points.size() == 3);
  CHECK(whole[2].paths <= 6);  // going on would take three points to three planes, and from there: 18
}
