/// Ends of paths one by one: what they are, which of them are one, what a place in a set is.
#include "polyscape/solve/endpoint.hpp"

#include <algorithm>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/solve/same_point.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

eval::NewtonSolver newton_of(const std::string& text) {
  return eval::NewtonSolver(algebra::program_of(support::parsed(text)));
}

/// 2^-k as an exact number.
GaussianRational tiny(long k) { return GaussianRational(algebra::power(Rational(2), -k)); }

Endpoint end(eval::Point point, int bits) {
  Endpoint result;
  result.point = std::move(point);
  result.bits = bits;
  return result;
}

std::vector<std::vector<std::size_t>> groups(const std::vector<eval::Point>& points, double tolerance,
                                             std::size_t conjugated = 0) {
  const std::vector<eval::PackedPoint> packed(points.begin(), points.end());
  std::vector<const eval::PackedPoint*> each;
  for (const auto& p : packed) each.push_back(&p);
  return coinciding(each, tolerance, Random(1), conjugated);
}

using Groups = std::vector<std::vector<std::size_t>>;

track::PathResult arrived(track::PathEnd end, eval::Point point, int winding = 1) {
  track::PathResult result;
  result.end = end;
  result.endpoint = std::move(point);
  result.winding = winding;
  return result;
}

}  // namespace

TEST_CASE("points that are near each other are grouped, in chains too, in the order given") {
  const std::vector<eval::Point> points{{1, 2},
                                        {5, 6},
                                        {GaussianRational(1) + tiny(30), 2},
                                        {7, 7},
                                        {5, GaussianRational(6) - tiny(40)},
                                        {GaussianRational(1) + tiny(30) + tiny(30), 2}};
  CHECK(groups(points, 1e-9) == Groups{{0, 2, 5}, {1, 4}, {3}});
  CHECK(groups(points, 1e-11) == Groups{{0}, {1, 4}, {2}, {3}, {5}});
  CHECK(groups(points, 1e-13) == Groups{{0}, {1}, {2}, {3}, {4}, {5}});
  // Relative to the size.
  CHECK(groups({{1000000}, {GaussianRational(1000000) + tiny(12)}}, 1e-9) == Groups{{0, 1}});
  CHECK(groups({{1}, {GaussianRational(1) + tiny(12)}}, 1e-9) == Groups{{0}, {1}});
}

TEST_CASE("the last points may stand for their conjugates") {
  const GaussianRational z(Rational(1), Rational(2)), w(Rational(1), Rational(-2));
  CHECK(groups({{z}, {w}, {3}}, 1e-9) == Groups{{0}, {1}, {2}});
  CHECK(groups({{z}, {w}, {z}, {w}}, 1e-9, 2) == Groups{{0, 3}, {1, 2}});
  CHECK(groups({{z}, {3}, {z}, {3}}, 1e-9, 2) == Groups{{0}, {1, 3}, {2}});
}

TEST_CASE("every point is in one group, and near another of it, whatever the projection") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    std::vector<eval::PackedPoint> points;
    for (int i = 0; i < 60; ++i) {  // twenty places, each thrice
      if (i < 20) {
        points.emplace_back(eval::exact_point(std::vector{random.annulus_complex(), random.annulus_complex()}));
      } else {
        const eval::PackedPoint& place = points[static_cast<std::size_t>(i % 20)];
        points.emplace_back(eval::Point{place[0] + tiny(33), place[1]});
      }
    }
    std::vector<const eval::PackedPoint*> each;
    for (const auto& p : points) each.push_back(&p);
    const Groups found = coinciding(each, 1e-9, random);
    REQUIRE(found.size() == 20);
    for (std::size_t g = 0; g < 20; ++g) CHECK(found[g] == std::vector<std::size_t>{g, g + 20, g + 40});
  }
}

TEST_CASE("ends are one when they agree to the digits of the less precise") {
  const Endpoint rough = end({1}, 45), fine = end({GaussianRational(1) + tiny(40)}, 300),
                 finer = end({GaussianRational(1) + tiny(40) + tiny(200)}, 300);
  CHECK(coinciding({&rough, &fine}, Random(1)) == Groups{{0, 1}});
  CHECK(coinciding({&fine, &finer}, Random(1)) == Groups{{0}, {1}});
  CHECK(coinciding({&fine, &rough, &finer}, Random(1)) == Groups{{0, 1, 2}});
  const Endpoint same = end({GaussianRational(1) + tiny(40) + tiny(295)}, 300);
  CHECK(coinciding({&fine, &same}, Random(1)) == Groups{{0, 1}});
}

TEST_CASE("paths that are in one place where the endgame begins have met") {
  std::vector<Endpoint> ends(6);
  ends[0].crossing = {1, 2};
  ends[2].crossing = {1, 2 + 1e-9};
  ends[3].crossing = {1, 2.001};
  ends[4].crossing = {HUGE_VAL, 2};
  ends[5].crossing = {HUGE_VAL, 2};
  CHECK(met(ends, Random(1)) == std::set<std::size_t>{0, 2});
  ends[1].crossing = {1, 2};
  CHECK(met(ends, Random(1)) == std::set<std::size_t>{0, 1, 2});
  CHECK(met({}, Random(1)).empty());
}

TEST_CASE("a polynomial vanishes up to the digits of the point, not by being small") {
  const auto p = support::parsed("2\nx^2 - y;\n x;\n").equations[0];
  CHECK(vanishes(p, {3, 9}, 100));
  CHECK(vanishes(p, {3, GaussianRational(9) + tiny(60)}, 100));
  CHECK(!vanishes(p, {3, GaussianRational(9) + tiny(20)}, 100));
  CHECK(!vanishes(p, {3, GaussianRational(9) + tiny(60)}, 200));
  CHECK(!vanishes(p, {tiny(10), tiny(15)}, 100));
  CHECK(vanishes(p, {tiny(60), tiny(100)}, 100));  // both are zero as far as anyone knows
}

TEST_CASE("points of a curve lie on a component, multiple points alone do not") {
  const auto line = newton_of("2\nx*(x - y);\nx*(y - 2);\n");
  CHECK(lies_on_component(line, {0, 5}, Random(1)));
  CHECK(lies_on_component(line, {0, GaussianRational(Rational(1), Rational(3))}, Random(1)));
  const auto isolated = newton_of("2\n(x - 1)^2;\n(y - x)^2*y;\n");
  CHECK(!lies_on_component(isolated, {1, 1}, Random(1)));
  CHECK(!lies_on_component(isolated, {1, 0}, Random(1)));
}

TEST_CASE("ends are refined to what they are") {
  const auto newton = newton_of("2\nx^2 - 2;\nx*y - 1;\n");
  const double root = std::sqrt(2.0);
  const eval::Point near = eval::exact_point(std::vector<std::complex<double>>{root + 1e-9, 1 / root});
  const Endpoint simple = refine_endpoint(newton, arrived(track::PathEnd::regular, near), 2048);
  REQUIRE(simple.path_class == PathClass::nonsingular);
  CHECK(simple.bits > 60);
  const Rational square = simple.point[0].re * simple.point[0].re;
  CHECK((square - Rational(2)).to_double() < 1e-20);
  CHECK((square - Rational(2)).to_double() > -1e-20);
  CHECK(!simple.suspicious);
  // Newton's method leads elsewhere: the path did not end there.
  const eval::Point off = eval::exact_point(std::vector<std::complex<double>>{root + 0.1, 1 / root});
  const Endpoint astray = refine_endpoint(newton, arrived(track::PathEnd::regular, off), 2048);
  CHECK(astray.path_class == PathClass::failed);
  CHECK(astray.suspicious);
  CHECK(!astray.failure.empty());
  CHECK(refine_endpoint(newton, arrived(track::PathEnd::at_infinity, {}), 2048).path_class == PathClass::at_infinity);
  track::PathResult failed = arrived(track::PathEnd::failed, {});
  failed.failure = track::PathFailure::steps;
  CHECK(refine_endpoint(newton, failed, 2048).failure == track::name(track::PathFailure::steps));
  // At the end of a Cauchy loop: a double point, no zero, a simple zero after all.
  const auto twice = newton_of("2\n(x - 3)^2;\ny - x;\n");
  const Endpoint multiple = refine_endpoint(twice, arrived(track::PathEnd::singular, {3, 3}, 2), 2048);
  CHECK(multiple.path_class == PathClass::singular);
  CHECK(multiple.winding == 2);
  CHECK(!multiple.suspicious);
  const Endpoint none = refine_endpoint(twice, arrived(track::PathEnd::singular, {4, 3}, 2), 2048);
  CHECK(none.path_class == PathClass::failed);
  CHECK(none.suspicious);
  CHECK(refine_endpoint(newton, arrived(track::PathEnd::singular, near), 2048).path_class == PathClass::nonsingular);
}

TEST_CASE("a set of points tells which of them is there, relative to its size") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    PointSet set(3, random.stream(1), 1e-8);
    std::vector<Coordinates> points;
    for (int i = 0; i < 100; ++i) {
      const double size = std::pow(10, i % 5);
      points.push_back({size * random.annulus_complex(), random.annulus_complex(), size * random.annulus_complex()});
      CHECK_FALSE(set.find(points.back()));
      CHECK(set.insert(points.back()) == static_cast<std::size_t>(i));
    }
    for (std::size_t i = 0; i < points.size(); ++i) {
      Coordinates x = points[i], y = points[i];
      x[1] += 0.9e-8 * magnitude(x);
      CHECK(set.find(x) == i);
      CHECK(set.insert(x) == i);
      y[2] += 3e-8 * magnitude(y);
      CHECK_FALSE(set.find(y));
      CHECK(set.insert(y) >= points.size());
    }
    CHECK(set.points().size() == 200);
    CHECK(set.points()[7] == points[7]);
  }
  CHECK(magnitude({0.5, 0.25}) == 1);
  CHECK(magnitude({{3, 4}, 1}) == 5);
}

namespace {

/// The end of a regular path at this point.
Endpoint refined(const std::string& system, eval::Point point) {
  return refine_endpoint(newton_of(system), arrived(track::PathEnd::regular, std::move(point)), 2048);
}

}  // namespace

TEST_CASE("a coordinate that the equations keep at zero is zero exactly, and one that is only small is not") {
  // x = 0, or x = 2^-k y: two simple zeros, however near.
  for (const long k : {10L, 30L, 60L, 70L, 85L, 90L, 100L, 110L, 150L, 200L, 250L}) {
    INFO("2^-" << k);
    const std::string power = algebra::power(Rational(2), k).to_string();
    const std::string system = "2\nx*(" + power + "*x - y);\ny^2 + x*y - 1;\n";
    const Endpoint zero = refined(system, {tiny(k + 30), GaussianRational(1) + tiny(30)});
    if (zero.path_class == PathClass::nonsingular) {
      CHECK(std::abs(zero.point[0].to_complex()) < std::ldexp(1.0, static_cast<int>(-k) - 20));
      CHECK(std::abs((zero.point[1] - GaussianRational(1)).to_complex()) < 1e-18);
    }
    const Endpoint small = refined(system, {tiny(k), GaussianRational(1) + tiny(30)});
    if (small.path_class == PathClass::nonsingular) {
      CHECK_FALSE(small.point[0].is_zero());
      CHECK(std::abs(small.point[0].to_complex() * std::ldexp(1.0, static_cast<int>(k)) - small.point[1].to_complex()) <
            1e-9);
    }
    if (k <= 60) CHECK((zero.path_class == PathClass::nonsingular && small.path_class == PathClass::nonsingular));
  }
  const Endpoint plain =
      refined("2\nx*(x + y);\ny^2 - 3 + x;\n", {tiny(45), GaussianRational::from_complex(1.7320508075688772)});
  REQUIRE(plain.path_class == PathClass::nonsingular);
  CHECK(plain.point[0].is_zero());
  CHECK(plain.bits >= 79);
}

TEST_CASE("coordinates are zero exactly where equations vanish with them, also when a row of the Jacobian mixes them") {
  // b + c = 1, b^2 = c, and a = 0 or of size 2^-150.
  const double b = (std::sqrt(5.0) - 1) / 2;
  const auto near =
      arrived(track::PathEnd::regular, eval::exact_point(std::vector<std::complex<double>>{1e-17, b, 1 - b}));
  const Endpoint kept = refine_endpoint(newton_of("3 3\n2*a*b - a;\n4*a + b + c - 1;\na^2 + b^2 - c;\n"), near, 2048);
  REQUIRE(kept.path_class == PathClass::nonsingular);
  CHECK(kept.point[0].is_zero());
  CHECK(kept.bits < 100);  // no higher precision was needed
  algebra::System moved = support::parsed("3 3\n2*a*b - a;\n4*a + b + c - 1;\na^2 + b^2 - c;\n");
  moved.equations[0] += algebra::Polynomial::variable(3, 2) * algebra::power(Rational(2), -150);
  const Endpoint small = refine_endpoint(eval::NewtonSolver(algebra::program_of(moved)), near, 2048);
  REQUIRE(small.path_class == PathClass::nonsingular);
  CHECK_FALSE(small.point[0].is_zero());
  CHECK(std::abs(small.point[0].to_complex()) < std::ldexp(1.0, -148));
}
