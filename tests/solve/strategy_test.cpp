/// Which homotopy is tracked, and why; plans from a member of a family.
#include "polyscape/solve/strategy.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;

namespace {

Plan plan_of(const std::string& text, const std::string& start = "auto", Problem problem = {}) {
  problem.system = support::parsed(text);
  Options options;
  options.start = named<Start>(start).value();
  options.threads = 1;
  return plan(problem, options);
}

/// Every start solution is a zero of the start system, with as many different ones as are announced.
void check_starts(const Plan& plan) {
  REQUIRE(plan.start);
  std::vector<eval::Point> seen;
  for (std::size_t i = 0; i < plan.start->count(); ++i) {
    const eval::Point x = plan.start->point(i);
    for (const auto& value : algebra::evaluate(plan.start->program(), std::span(x)))
      CHECK(std::abs(value.to_complex()) < 1e-6);
    for (const eval::Point& y : seen) CHECK(eval::distance(x, y) > 1e-6);
    seen.push_back(x);
  }
}

const std::string dense = "2\nx^2 + 3*x*y - y^2 + x - 7;\n2*x^2 - x*y + 5*y^2 - y + 1;\n";
const std::string bilinear = "2\nx*y + x - 2*y - 3;\n5*x*y - x + y - 7;\n";

}  // namespace

TEST_CASE("the start with the fewest paths is chosen, and one that is asked for is taken") {
  const Plan total = plan_of(dense);
  CHECK(total.start_name == "total-degree");
  CHECK(total.start->count() == 4);
  check_starts(total);
  const Plan groups = plan_of(bilinear);
  CHECK(groups.start_name == "multihomogeneous");
  CHECK(groups.start->count() == 2);
  CHECK(groups.homotopy.partition.size() == 2);
  CHECK(groups.reason.find("2 paths from") == 0);
  check_starts(groups);
  const Plan asked = plan_of(bilinear, "total-degree");
  CHECK(asked.start_name == "total-degree");
  CHECK(asked.start->count() == 4);
  CHECK(asked.reason.find("as asked for") != std::string::npos);
  check_starts(asked);
  const Plan cells = plan_of("2\nx^6*y^6 + x*y - 3;\nx^6*y^6 - 5*x + 1;\n", "polyhedral");
  CHECK(cells.start_name == "polyhedral");
  check_starts(cells);
  CHECK(plan_of(bilinear, "monodromy").start_name == "monodromy");
}

TEST_CASE("mixed cells are worth their price where they save most paths") {
  // Of a dense system they save none.
  CHECK(plan_of("3\nx^9 + y - 2;\ny^9 + z - 3;\nz^9 + x - 5;\n").start_name == "total-degree");
  // Two thin triangles along the diagonal: 18 of 162 paths.
  const Plan sparse = plan_of("2\nx^9*y^9 + x - 2;\nx^9*y^9 + 3*y - 5;\n");
  CHECK(sparse.start_name == "polyhedral");
  check_starts(sparse);
  Problem problem;
  problem.hints.mixed_volume = algebra::Integer(100000);  // said to be so many: no cells are looked for
  CHECK(plan_of("2\nx^9*y^9 + x - 2;\nx^9*y^9 + 3*y - 5;\n", "auto", problem).start_name != "polyhedral");
  CHECK((!prefers_monodromy(algebra::Integer(40000)) && prefers_monodromy(algebra::Integer(40001))));
}

TEST_CASE("more equations than variables are squared up by multiples of the others") {
  const Plan plan = plan_of("3 2\nx - 1;\nx^2*y + y - 2;\nx*y^2 - 1;\n");
  REQUIRE(plan.square.equations.size() == 2);
  CHECK(plan.excess.size() == 3);
  for (const auto& p : plan.square.equations) {
    CHECK(p.degree() == 3);
    CHECK(p.evaluate(std::vector<GaussianRational>{1, 1}).is_zero());
  }
  // What depends on the others adds nothing.
  const Plan dependent = plan_of("3 2\nx - 1;\ny - x^2;\nx + y - x^2 - 1;\n");
  CHECK(dependent.square.equations.size() == 2);
  CHECK(dependent.excess.empty());
}

TEST_CASE("systems that have no isolated solutions are refused, constants take no path") {
  CHECK_THROWS_AS(plan_of("1 2\nx*y - 1;\n"), InputError);
  const Plan none = plan_of("2\nx - y;\n1;\n");
  CHECK(!none.start);
  Problem problem;
  problem.system = support::katsura(6);
  Options options;
  options.max_paths = 63;
  CHECK_THROWS_AS(plan(problem, options), InputError);
  options.max_paths = 64;
  CHECK(plan(problem, options).start->count() == 64);
}

TEST_CASE("a plan from a member starts at its solutions and ends in the system") {
  const auto target = algebra::read_system("2\nx^2 - 5;\ny^2 - x - 7;\n", "target");
  Member member;
  member.line = algebra::line_between(target, algebra::read_system("2\nx^2 - 4;\ny^2 - 9;\n", "member"), 1);
  for (const int x : {-2, 2})
    for (const int y : {-3, 3}) member.solutions.push_back({x, y});
  const Plan plan = plan_at_member(member, algebra::trivial_partition(2), Random(1));
  CHECK(plan.start_name == "parameter");
  REQUIRE(plan.start->count() == 4);
  const std::vector<GaussianRational> at{3, 4};
  const auto values = algebra::evaluate(plan.affine, std::span(at));
  CHECK(values[0] == GaussianRational(4));
  CHECK(values[1] == GaussianRational(6));
  // Homogeneous, at t = 1: zero at the member's solutions alone.
  for (std::size_t i = 0; i < 4; ++i) {
    const eval::Point x = plan.start->point(i);
    const GaussianRational one = 1;
    const auto at_start =
        algebra::evaluate(plan.homotopy.program, std::span<const GaussianRational>(x), std::span(&one, 1));
    for (std::size_t k = 0; k < 2; ++k) CHECK(at_start[k].is_zero());
  }
  member.symmetries = {algebra::SignedPermutation{{0, 1}, {1, -1}}};
  CHECK(plan_at_member(member, algebra::trivial_partition(2), Random(1)).orbits.count(4) == 2);
}
