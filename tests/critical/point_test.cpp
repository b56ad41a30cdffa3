#include "polyscape/critical/point.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/critical/census.hpp"
#include "polyscape/critical/orbits.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::critical;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

// 1-1-1 linear, one sample x = y = 1: L = (uv - 1)^2 / 2 + (a u^2 + b v^2) / 2. With s = sqrt(ab): the origin; uv = 1 -
// s with u^2 = (1 - s) sqrt(b/a), v = u sqrt(a/b); uv = 1 + s with v = -u sqrt(a/b).
model::Model linear_chain(const std::string& regularization) {
  return model::build_model(
      spec::parse_specification("[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n"
                                "[[network.layer]]\nwidth = 1\n"
                                "[data]\ninputs = [[\"1\"]]\ntargets = [[\"1\"]]\n"
                                "[regularization]\ntikhonov = " +
                                    regularization + "\n",
                                "chain.toml", "."));
}
const std::string eighth_and_half = "{ layer = [ { weights = [[\"1/8\"]] }, { weights = [[\"1/2\"]] } ] }";  // s = 1/4

solve::Solution solution(std::vector<std::complex<double>> point, bool nonsingular = true) {
  solve::Solution s;
  s.real = true;
  for (const auto z : point) {
    s.real = s.real && z.imag() == 0;
    s.zero.push_back(z == 0.0);
  }
  s.coordinates = eval::exact_point(point);
  s.bits = 48;
  s.nonsingular = nonsingular;
  return s;
}

const double u = std::sqrt(1.5), w = std::sqrt(2.5);

}  // namespace

TEST_CASE("kinds follow from the inertia") {
  CHECK(kind_of({0, 0, 3}) == Kind::minimum);
  CHECK(kind_of({1, 0, 2}) == Kind::saddle);
  CHECK(kind_of({3, 0, 0}) == Kind::maximum);
  CHECK(kind_of({2, 1, 0}) == Kind::degenerate);
  CHECK(kind_of({0, 1, 2}) == Kind::degenerate);
}

TEST_CASE("the five critical points of a regularised linear chain") {
  const Landscape landscape(linear_chain(eighth_and_half));
  const std::vector<solve::Solution> solutions{solution({0, 0}), solution({u, u / 2}), solution({-u, -u / 2}),
                                               solution({{0, w}, {0, -w / 2}}), solution({{0, -w}, {0, w / 2}})};
  const auto points = landscape.examine_all(solutions, orbits(solutions, {}), 1);
  REQUIRE(points.size() == 5);
  CHECK(points[0].kind == Kind::saddle);
  CHECK(points[0].inertia->inertia == eval::Inertia{1, 0, 1});
  CHECK(points[0].loss == 0.5);
  for (const int i : {1, 2}) {
    CHECK(points[i].kind == Kind::minimum);
    CHECK(points[i].inertia->decided);
    CHECK(std::abs(points[i].loss.real() - 7.0 / 32) < 1e-16);
    CHECK(points[i].zero_loss == false);
    CHECK(!points[i].in_interval);
    CHECK(!points[i].digits);
    // Hessian ((v^2 + a, 2uv - 1), (2uv - 1, u^2 + b)) = ((1/2, 1/2), (1/2, 2)).
    const double trace = 2.5, determinant = 0.75, root = std::sqrt(trace * trace - 4 * determinant);
    CHECK(std::abs(points[i].condition - (trace + root) / (trace - root)) < 1e-12);
    CHECK(std::abs(points[i].inertia->eigenvalues[0] - (trace - root) / 2) < 1e-15);
  }
  for (const int i : {3, 4}) {
    CHECK(!points[i].kind);
    CHECK(!points[i].inertia);
    CHECK(points[i].zero_loss == false);
    CHECK(std::abs(points[i].loss - std::complex(1.0 / 32 - 5.0 / 16)) < 1e-14);
  }

  const Census census = take_census(solutions, points);
  CHECK(census.real == 3);
  CHECK(census.by_index == std::map<int, std::size_t>{{0, 2}, {1, 1}});
  CHECK(census.minima == 2);
  CHECK(census.saddles == 1);
  CHECK(census.undecided == 0);
  CHECK(census.zero_loss == 0);

  const algebra::SignedPermutation flip{{0, 1}, {-1, -1}};
  const Orbits found = orbits(solutions, std::vector{flip});
  CHECK(found.count == 3);
  CHECK(found.orbit == std::vector<std::size_t>{0, 1, 1, 2, 2});
  CHECK(found.missing_images == 0);
  CHECK(orbits(std::span(solutions).first(2), std::vector{flip}).missing_images == 1);
  CHECK_THROWS_AS(take_census(solutions, std::span(points).first(2)), ArgumentError);
}

TEST_CASE("at the bifurcation the origin is degenerate") {
  const Landscape landscape(linear_chain("\"1\""));  // s = 1: the three real points meet
  const CriticalPoint p = landscape.examine(solution({0, 0}, false));
  REQUIRE(p.inertia);
  CHECK(p.inertia->decided);
  CHECK(p.inertia->inertia == eval::Inertia{0, 1, 1});
  CHECK(p.kind == Kind::degenerate);
  CHECK(std::isinf(p.condition));
  CHECK(p.digits);
}

TEST_CASE("zero loss is recognised on the manifold, and just off it is not") {
  const Landscape landscape(linear_chain("\"none\""));
  const double third = 1.0 / 3;
  const CriticalPoint on = landscape.examine(solution({3, third}, false));
  CHECK(on.zero_loss == true);
  CHECK(on.kind == Kind::degenerate);
  CHECK(on.inertia->inertia == eval::Inertia{0, 1, 1});
  const Landscape nearly(linear_chain("\"1e-30\""));  // minima with residual about 1e-30
  const CriticalPoint off = nearly.examine(solution({1, 1}));
  CHECK(off.zero_loss == false);
  CHECK(off.kind == Kind::minimum);
}
