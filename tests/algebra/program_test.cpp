#include "polyscape/algebra/program.hpp"

#include "polyscape/algebra/action.hpp"
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/residues.hpp"
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

TEST_CASE("modulo a prime outputs vanish where they vanish exactly, and nowhere else") {
  Random random(17);
  for (int round = 0; round < 20; ++round) {
    const ResidueField field(random.stream(static_cast<std::uint64_t>(round)));
    CHECK(field.prime() % 4 == 1);
    CHECK(field.multiply(field.root(), field.root()) == field.prime() - 1);
    const auto rational = [&] {
      return Rational(static_cast<long>(random.below(2000)) - 1000) / Rational(static_cast<long>(1 + random.below(99)));
    };
    std::vector<GaussianRational> point;
    for (int i = 0; i < 3; ++i) point.emplace_back(rational(), rational());
    Program program = program_of(random_system(random, 3));
    const auto values = evaluate(program, std::span<const GaussianRational>(point));
    CHECK_FALSE(*vanish(program, 3, point, field));
    for (std::size_t k = 0; k < 2; ++k)
      program.outputs[k] = program.subtract(program.outputs[k], program.constant(values[k]));
    CHECK(*vanish(program, 2, point, field));
    CHECK_FALSE(*vanish(program, 3, point, field));
    point[1] = GaussianRational(Rational(1) / Rational(static_cast<long>(field.prime())), 0);
    CHECK(vanish(program, 3, point, field) == std::nullopt);
    CHECK_THROWS_AS(vanish(program, 4, point, field), ArgumentError);
  }
}
