#include "polyscape/algebra/lift.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {

constexpr std::size_t variables = 3;
const std::vector<std::string> names{"x", "y", "t1"};  // one as the lift would call an unknown

/// A random directed graph of sums and products of low degree.
Program random_program(Random& random) {
  Program program(variables);
  std::vector<Program::Node> nodes = variables_of(program, variables);
  for (int k = 0; k < 12; ++k) {
    const auto any = [&] { return nodes[random.below(nodes.size())]; };
    const auto a = any(), b = any();
    nodes.push_back(k % 3 == 0 && k < 8
                        ? program.multiply(a, b)
                        : program.add(program.scale(support::small_rational(random), a),
                                      program.add(b, program.constant(support::small_rational(random)))));
  }
  program.outputs = {nodes[nodes.size() - 1], nodes[nodes.size() - 2], nodes[nodes.size() - 3]};
  return program;
}

std::vector<NodeGroup> random_groups(const Program& program, Random& random) {
  std::vector<NodeGroup> groups{{"some", {}}, {"others", {}}};
  for (Program::Node node = 0; node < program.size(); ++node)
    if (random.below(3) == 0) groups[random.below(2)].nodes.push_back(node);
  return groups;
}

/// The values of the lift's further unknowns at x, each from its own equation t - e(x, earlier t) = 0.
std::vector<Rational> completed(const Lift& lift, std::vector<Rational> x) {
  const std::size_t n = lift.system.names.size();
  x.resize(n);
  for (std::size_t j = lift.unknowns; j < n; ++j) {
    const Polynomial& definition = lift.system.equations[j];
    for (std::size_t later = j + 1; later < n; ++later) CHECK(definition.derivative(later).is_zero());
    CHECK(definition.derivative(j) == Polynomial::constant(n, 1));
    x[j] = Rational(-1) * definition.evaluate(x);
  }
  return x;
}

}  // namespace

TEST_CASE("a lift has the program's values where its further unknowns have those of their nodes") {
  Random random(11);
  for (int round = 0; round < 200; ++round) {
    INFO("round " << round);
    const Program program = random_program(random);
    const Lift lift = lifted(program, names, random_groups(program, random));
    REQUIRE(lift.unknowns == variables);
    REQUIRE(lift.system.equations.size() == lift.system.names.size());
    const std::vector<Rational> x = support::small_rationals(random, variables);
    const std::vector<Rational> at = completed(lift, x), values = evaluate(program, x);
    for (std::size_t k = 0; k < values.size(); ++k) CHECK(lift.system.equations[k].evaluate(at) == values[k]);
    for (std::size_t j = variables; j < at.size(); ++j) CHECK(lift.system.equations[j].evaluate(at).is_zero());
  }
}

TEST_CASE("with its unknowns eliminated a lift is the expanded program") {
  Random random(12);
  for (int round = 0; round < 50; ++round) {
    const Program program = random_program(random);
    const Lift lift = lifted(program, names, random_groups(program, random));
    const std::size_t n = lift.system.names.size();
    std::vector<Polynomial> values;
    for (std::size_t j = 0; j < variables; ++j) values.push_back(Polynomial::variable(variables, j));
    for (std::size_t j = variables; j < n; ++j) values.emplace_back(variables);
    for (std::size_t j = variables; j < n; ++j)  // t_j is 0 in its own place until here
      values[j] = lift.system.equations[j].substitute(values) * Rational(-1);
    const std::vector<Polynomial> expanded = expand(program);
    for (std::size_t k = 0; k < expanded.size(); ++k) CHECK(lift.system.equations[k].substitute(values) == expanded[k]);
  }
}

TEST_CASE("constants, variables and what the outputs do not need get no unknown, and names stay distinct") {
  Program program(variables);
  const auto x = program.variable(0), y = program.variable(1);
  const auto sum = program.add(x, y), unused = program.multiply(y, y);
  program.outputs = {program.multiply(sum, sum)};
  const Lift lift = lifted(program, names, {{"all", {x, y, program.constant(3), sum, unused, sum}}});
  CHECK(lift.system.names == std::vector<std::string>{"x", "y", "t1", "t1_"});
  CHECK(lift.label == "all");
  REQUIRE(lift.system.equations.size() == 2);
  CHECK(to_string(lift.system.equations[0], lift.system.names) == "t1_^2");
  CHECK(to_string(lift.system.equations[1], lift.system.names) == "-x - y + t1_");
  CHECK_THROWS_AS(lifted(program, {"x"}, {}), ArgumentError);
  CHECK_THROWS_AS(lifted(Program(1, 1), {"x"}, {}), ArgumentError);
}
