#include "polyscape/algebra/program.hpp"

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {
System random_system(Random& random, std::size_t n) {
  System system;
  for (std::size_t i = 0; i < n; ++i) {
    system.names.push_back("x" + std::to_string(i));
    system.equations.push_back(support::random_polynomial(random, n, 4, 7));
  }
  return system;
}
}  // namespace

TEST_CASE("equal subexpressions are one node and constants fold") {
  Program p(2);
  const auto x = p.variable(0), y = p.variable(1);
  CHECK(p.add(x, y) == p.add(y, x));
  CHECK(p.multiply(x, p.constant(1)) == x);
  CHECK(p.is_constant(p.multiply(x, p.constant(0))));
  CHECK(p.scale(2, p.scale(Rational(1) / Rational(2), x)) == x);
  CHECK(p.multiply(p.scale(3, x), y) == p.scale(3, p.multiply(x, y)));
  CHECK(p.power(x, 3) == p.multiply(p.multiply(x, x), x));
  CHECK_THROWS_AS(p.variable(2), ArgumentError);
}

TEST_CASE("a program, its expansion and its Jacobian agree exactly") {
  Random random(3);
  for (int round = 0; round < 10; ++round) {
    const System system = random_system(random, 3);
    const Program program = program_of(system);
    CHECK(expand(program) == system.equations);
    const auto x = support::small_rationals(random, 3);
    const Differentiated d = differentiate(program);
    const auto values = evaluate(d.program, x);
    std::vector<std::vector<Rational>> jacobian(3, std::vector<Rational>(3));
    for (std::size_t k = 0; k < d.entries.size(); ++k)
      jacobian[d.entries[k].row][d.entries[k].column] = values[d.values + k];
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(values[i] == system.equations[i].evaluate(x));
      for (std::size_t j = 0; j < 3; ++j) CHECK(jacobian[i][j] == system.equations[i].derivative(j).evaluate(x));
    }
  }
}

TEST_CASE("homogenising keeps the affine values and scales group by group") {
  Random random(4);
  for (int round = 0; round < 10; ++round) {
    const System system = random_system(random, 3);
    const Partition partition{{0, 2}, {1}};
    const Homogenized h = homogenize(program_of(system), partition);
    CHECK(h.degrees == degrees(system, partition));
    auto x = support::small_rationals(random, 3);
    const auto affine = evaluate(program_of(system), x);
    x.push_back(1);
    x.push_back(1);
    CHECK(evaluate(h.program, std::span<const Rational>(x)) == affine);
    const Rational s = Rational(3) / Rational(7), t = -2;
    const std::vector<Rational> scaled{x[0] * s, x[1] * t, x[2] * s, s, t};
    const auto values = evaluate(h.program, scaled);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(values[i] == affine[i] * power(s, h.degrees[i][0]) * power(t, h.degrees[i][1]));
  }
}

TEST_CASE("signed permutations form groups") {
  const SignedPermutation swap{{1, 0, 2}, {1, 1, 1}}, flip{{0, 1, 2}, {-1, 1, 1}};
  const auto group = group_elements(std::vector{swap, flip}, 3);
  CHECK(group.size() == 8);
  const std::vector<Rational> point{1, 2, 3};
  for (const auto& g : group)
    for (const auto& h : group) CHECK(act(compose(g, h), point) == act(g, act(h, point)));
}
