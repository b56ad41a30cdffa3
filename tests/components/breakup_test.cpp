/// Points of curves on a line, sorted by the components that the curves are known to have.
#include "polyscape/components/breakup.hpp"

#include <algorithm>
#include <set>

#include "polyscape/algebra/format/format.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::components;
using solve::Coordinates;

namespace {

/// The curve of one equation, and where its components meet the line x + 2 y = 3.
struct Known {
  std::string equation;
  std::vector<std::vector<double>> components;  ///< x of their points
};

// x + 2 y - 3 = c (x - a_1) .. (x - a_d) meets the line where x is an a_i.
const std::vector<Known> known{
    {"x*y - 1", {{1, 2}}},
    {"(x*y - 1)*(3*x - y + 4)", {{1, 2}, {-5.0 / 7}}},
    {"(x*y - 1)*(x*y + 2)", {{1, 2}, {-1, 4}}},
    {"(x + 2*y - 3 - 2*(x - 1)*(x + 1)*(x - 1/2))*(x + 2*y - 3 + 3*(x + 1/2)*(x - 3/2)*(x - 1/4))*(x - y + 7)",
     {{1, -1, 0.5}, {-0.5, 1.5, 0.25}, {-11.0 / 3}}}};

const solve::Hyperplane line{{1, 2}, 3};
Coordinates on_line(double x) { return {x, (3 - x) / 2}; }

solve::Curve curve_of(const std::string& equation) {
  const algebra::System s =
      algebra::read_system("{\"variables\": [\"x\", \"y\"], \"equations\": [\"" + equation + "\"]}", "test");
  return {algebra::program_of(s), {0}, {}};
}

std::vector<Branch> sorted(const std::string& equation, const std::vector<double>& x, std::uint64_t seed,
                           const std::function<bool(const Coordinates&)>& belongs) {
  std::vector<Coordinates> points;
  for (const double each : x) points.push_back(on_line(each));
  solve::Options options;
  options.threads = 1;
  return breakup(curve_of(equation), line, points, belongs, options, Random(seed));
}

/// x of the branch's points, which are on the line, rounded.
std::set<long> places(const std::vector<double>& x) {
  std::set<long> result;
  for (const double each : x) result.insert(std::lround(1e6 * each));
  return result;
}
std::set<long> places(const Branch& branch) {
  std::vector<double> x;
  for (const Coordinates& point : branch.points) {
    CHECK(std::abs(point[0] + 2.0 * point[1] - 3.0) < 1e-10);
    CHECK(std::abs(point[0].imag()) < 1e-10);
    x.push_back(point[0].real());
  }
  CHECK(places(x).size() == x.size());
  return places(x);
}

bool anywhere(const Coordinates&) { return true; }

}  // namespace

TEST_CASE("points of a curve are sorted by the components that they lie on, each traced") {
  for (const Known& k : known)
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO(k.equation << ", seed " << seed);
      std::vector<double> by_turns;  // the order says nothing of the components
      for (std::size_t i = 0; i < 3; ++i)
        for (const auto& component : k.components)
          if (i < component.size()) by_turns.push_back(component[i]);
      const std::vector<Branch> branches = sorted(k.equation, by_turns, seed, anywhere);
      REQUIRE(branches.size() == k.components.size());
      for (std::size_t c = 0; c < branches.size(); ++c) {  // by their first points
        CHECK(places(branches[c]) == places(k.components[c]));
        CHECK(branches[c].traced);
      }
    }
}

TEST_CASE("a component's points that are not given are found, those of other components are not") {
  const Known& k = known.back();
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    const std::vector<Branch> branches = sorted(k.equation, {-1, 1.5}, seed, anywhere);
    REQUIRE(branches.size() == 2);
    for (std::size_t c = 0; c < 2; ++c) {
      CHECK(places(branches[c]) == places(k.components[c]));
      CHECK(branches[c].traced);
    }
  }
}

TEST_CASE("without points that do not belong there no component is complete") {
  // One of a hyperbola's two points is refused.
  const auto but_two = [](const Coordinates& x) { return std::abs(x[0] - 2.0) > 1e-6; };
  const std::vector<Branch> branches = sorted("x*y - 1", {1}, 1, but_two);
  REQUIRE(branches.size() == 1);
  CHECK(branches[0].points.size() == 1);
  CHECK_FALSE(branches[0].traced);
}
