#include "polyscape/solve/curve.hpp"

#include "support/catch.hpp"

using namespace polyscape;
using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

TEST_CASE("points of a curve that are one to double precision are carried apart") {
  // (x - 1)^2 = 10^-40 y from y = 1 to y = 4: x = 1 +- 10^-20, then 1 +- 2 10^-20.
  const Rational tiny = Rational(1) / algebra::power(Rational(10), 20);
  Program map(2);
  const auto shifted = map.subtract(map.variable(0), map.constant(1));
  map.outputs = {
      map.subtract(map.multiply(shifted, shifted), map.scale(GaussianRational(tiny * tiny), map.variable(1)))};
  const auto cut = [](double y) { return solve::Cut{{0}, {{0, 1}, y}}; };
  std::vector<eval::Point> points;
  for (const long sign : {-1L, 1L})
    points.push_back({GaussianRational(Rational(1) + Rational(sign) * tiny), GaussianRational(1)});
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    const solve::MovingCut moving(map, Random(seed), solve::ZeroCoordinates::belong);
    std::map<std::string, std::size_t> failures;
    const auto ends = moving.carry(points, solve::segment(cut(1), cut(4)), solve::way_settings(2048), 1, failures);
    CHECK(failures.empty());
    REQUIRE(ends.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
      REQUIRE(ends[k].size() == 2);
      const Rational expected = Rational(k == 0 ? -2 : 2) * tiny;
      CHECK(std::abs(((ends[k][0].re - Rational(1) - expected) / tiny).to_double()) < 1e-3);
      CHECK(std::abs((ends[k][1] - GaussianRational(4)).to_complex()) < 1e-12);
    }
  }
}

TEST_CASE("a path that cannot be carried says why") {
  // The Jacobian of y = x^2 - 1 and y = 0 is singular at (0, 0), which solves neither.
  Program map(2);
  map.outputs = {
      map.subtract(map.multiply(map.variable(0), map.variable(0)), map.add(map.variable(1), map.constant(1)))};
  const auto cut = [](double y) { return solve::Cut{{0}, {{0, 1}, y}}; };
  const solve::MovingCut moving(map, Random(1), solve::ZeroCoordinates::belong);
  std::map<std::string, std::size_t> failures;
  const auto ends = moving.carry({{GaussianRational(0), GaussianRational(0)}}, solve::segment(cut(0), cut(3)),
                                 solve::way_settings(2048), 1, failures);
  CHECK(ends.front().empty());
  CHECK(failures.size() == 1);
}
