#include "polyscape/variety/local_dimension.hpp"

#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::GaussianRational;
using algebra::Program;

TEST_CASE("local dimension by slices") {
  Program p(3);
  const auto x = p.variable(0), y = p.variable(1), z = p.variable(2);
  p.outputs = {p.multiply(x, z), p.multiply(y, z)};  // the plane z = 0 and the line x = y = 0
  using Point = std::vector<GaussianRational>;
  CHECK(local_dimension(p, Point{1, 2, 0}, 0, 3) == 2);
  CHECK(local_dimension(p, Point{0, 0, 1}, 0, 3) == 1);
  CHECK(local_dimension(p, Point{0, 0, 0}, 0, 3) == 2);
  p.outputs = {p.power(x, 2), p.power(y, 2), p.multiply(z, p.subtract(z, p.constant(1)))};
  CHECK(local_dimension(p, Point{0, 0, 1}, 0, 2) == 0);
}
