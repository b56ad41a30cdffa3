#include "polyscape/variety/modular.hpp"

#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::Program;
using algebra::Rational;

namespace {

// 2-2-1 with z^2, without biases: v1 (a1 x1 + a2 x2)^2 + v2 (b1 x1 + b2 x2)^2 - y.
Program quadratic_network(Random& random, int samples) {
  Program p(6);
  for (int i = 0; i < samples; ++i) {
    const auto data = support::small_rationals(random, 3);
    std::vector<Program::Node> units;
    for (std::size_t u = 0; u < 2; ++u) {
      const auto z = p.add(p.scale(data[0], p.variable(2 * u)), p.scale(data[1], p.variable(2 * u + 1)));
      units.push_back(p.multiply(p.variable(4 + u), p.power(z, 2)));
    }
    p.outputs.push_back(p.subtract(p.sum(units), p.constant(data[2] + Rational(1) / Rational(7))));
  }
  return p;
}

}  // namespace

TEST_CASE("generic ranks") {
  Random random(5);
  CHECK(generic_rank(quadratic_network(random, 2)) == 2);
  CHECK(generic_rank(quadratic_network(random, 7)) == 3);
  CHECK(generic_rank(Program(4)) == 0);
}

TEST_CASE("generic ranks of complex programs, and how sure they are") {
  Program p(2);
  const auto x = p.variable(0), y = p.variable(1);
  const auto z = p.add(x, p.scale({0, 1}, y));
  p.outputs = {z, p.multiply(z, z)};  // functions of one number
  const GenericRank one = generic_rank_with_error(p);
  CHECK(one.rank == 1);
  CHECK(one.error_log2 < -100);
  p.outputs.push_back(x);
  CHECK(generic_rank(p) == 2);
}
