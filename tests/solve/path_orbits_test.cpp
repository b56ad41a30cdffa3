/// Paths that are images of each other.
#include "polyscape/solve/path_orbits.hpp"

#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/solve/solver.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;
using algebra::SignedPermutation;

namespace {

eval::Point point(long x, long y) { return {GaussianRational(x), GaussianRational(y)}; }

const SignedPermutation flip{{0, 1}, {-1, 1}}, swap{{1, 0}, {1, 1}};

}  // namespace

TEST_CASE("one path an orbit, and what carries it to the others") {
  const std::vector<eval::Point> points{point(1, 2), point(0, 3), point(-1, 2), point(5, 0), point(-5, 0)};
  const PathOrbits orbits(points, std::vector{flip}, Random(1));
  REQUIRE_FALSE(orbits.trivial());
  CHECK(orbits.count(points.size()) == 3);
  for (std::size_t i = 0; i < points.size(); ++i) {
    CHECK(orbits.representative(orbits.representative(i)) == orbits.representative(i));
    CHECK(algebra::act(orbits.action(i), points[orbits.representative(i)]) == points[i]);
  }
  CHECK(orbits.closed_under(flip));
  CHECK_FALSE(orbits.closed_under(swap));
}

TEST_CASE("points that are not closed under the group are left by themselves") {
  const std::vector<eval::Point> points{point(1, 2), point(2, 1), point(-1, 2)};
  CHECK(PathOrbits(points, std::vector{swap, flip}, Random(1)).trivial());
  CHECK(PathOrbits(points, {}, Random(1)).trivial());
  CHECK(PathOrbits(points, {}, Random(1)).count(3) == 3);
}

TEST_CASE("a parameter homotopy by orbits finds what it finds path by path") {
  const auto member_system = algebra::read_system("2\nx^4 + x^2*y - 3;\ny^2 - 2*x^2 + y - 5;\n", "member");
  const auto target = algebra::read_system("2\n7*x^4 - x^2*y - 1;\n3*y^2 + x^2 - y - 1/7;\n", "target");
  Problem start;
  start.system = member_system;
  Problem problem;
  problem.system = target;
  problem.known.member.emplace();
  for (const Solution& s : solve::solve(start, {}).solutions) problem.known.member->solutions.push_back(s.coordinates);
  REQUIRE(problem.known.member->solutions.size() == 8);
  problem.known.member->line =
      algebra::line_between(target, member_system, GaussianRational::from_complex(Random(3).unit_complex()));
  const Outcome each = solve::solve(problem, {});
  problem.known.member->symmetries = {flip};
  const Outcome shared = solve::solve(problem, {});
  CHECK(shared.start_reason.find("4 of them followed") != std::string::npos);
  CHECK(shared.ledger.tracked == 8);
  REQUIRE(shared.solutions.size() == each.solutions.size());
  for (const Solution& one : shared.solutions)
    CHECK(std::ranges::count_if(each.solutions, [&](const Solution& other) {
            return eval::distance(one.coordinates, other.coordinates) < 1e-20;
          }) == 1);
}
