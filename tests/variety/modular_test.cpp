#include "polyscape/variety/modular.hpp"

#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::Program;

TEST_CASE("generic ranks") {
  Random random(5);
  CHECK(generic_rank(support::quadratic_network(random, 2)) == 2);
  CHECK(generic_rank(support::quadratic_network(random, 7)) == 3);
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
