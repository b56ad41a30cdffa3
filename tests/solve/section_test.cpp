/// Sections of curves in space whose degree is known, and the trace test on points that are known in closed form.
#include "polyscape/solve/section.hpp"

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/solve/trace_test.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;

namespace {

Curve curve_of(const std::string& variables, const std::string& equations, Coordinates seed) {
  const algebra::System s =
      algebra::read_system("{\"variables\": [" + variables + "], \"equations\": [" + equations + "]}", "test");
  Curve curve{algebra::program_of(s), std::vector<algebra::GaussianRational>(s.equations.size()), std::move(seed)};
  return curve;
}

Options threads(int count) {
  Options options;
  options.threads = count;
  return options;
}

TraceTest traced(const Curve& curve, const Hyperplane& plane, const std::vector<Coordinates>& points,
                 std::uint64_t seed = 3) {
  return trace_test(MovingCut(curve.map, Random(seed), ZeroCoordinates::belong), curve, plane, points, threads(1),
                    Random(seed));
}

}  // namespace

TEST_CASE("a hyperplane meets curves in space in as many points as their degree, known to have them all") {
  const std::string xyz = "\"x\", \"y\", \"z\"";
  const std::pair<Curve, std::size_t> known[] = {
      {curve_of(xyz, "\"y - x^2\", \"z - x^3\"", {2, 4, 8}), 3},
      {curve_of(xyz, "\"x^2 + y^2 - 5\", \"z^2 - x*y\"", {1, 2, std::sqrt(2.0)}), 4},
      {curve_of(xyz, "\"x - 2*y - 1\", \"z + y - 3\"", {3, 1, 2}), 1},
      // Through (t^2, t^3, t^5): as the highest power says.
      {curve_of(xyz, "\"x^3 - y^2\", \"z - x*y\"", {4, 8, 32}), 5},
  };
  for (const auto& [curve, degree] : known)
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO("degree " << degree << ", seed " << seed);
      const Section one = section(curve, threads(1), Random(seed));
      CHECK(one.points.size() == degree);
      CHECK(one.trace.passed());
      for (const Coordinates& x : one.points) {
        const eval::Point exact = eval::exact_point(x);
        for (const auto& value : algebra::evaluate(curve.map, std::span(exact)))
          CHECK(std::abs(value.to_complex()) < 1e-9 * std::pow(magnitude(x), 3));
      }
      CHECK(traced(curve, one.plane, one.points).passed());
      const Section two = section(curve, threads(2), Random(seed));
      CHECK((two.points == one.points && two.paths == one.paths));
    }
}

TEST_CASE("of a reducible curve the traces of components are linear, of mixed points they are not") {
  // A hyperbola in x = 1, 2 and another one in x = -1, 4 of the line x + 2 y = 3.
  const Curve curve = curve_of("\"x\", \"y\"", "\"(x*y - 1)*(x*y + 2)\"", {});
  const Hyperplane line{{1, 2}, 3};
  const auto on = [](double x) { return Coordinates{x, (3 - x) / 2}; };
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    CHECK(traced(curve, line, {on(1), on(2)}, seed).passed());
    CHECK(traced(curve, line, {on(-1), on(4)}, seed).passed());
    CHECK(traced(curve, line, {on(1), on(2), on(-1), on(4)}, seed).passed());
    for (const double a : {1.0, 2.0})
      for (const double b : {-1.0, 4.0}) CHECK(traced(curve, line, {on(a), on(b)}, seed).error > 1e-6);
    CHECK(traced(curve, line, {on(1)}, seed).error > 1e-6);
    CHECK(traced(curve, line, {on(1), on(2)}, seed).paths >= 4);  // to either side
  }
}

TEST_CASE("coordinates that the hyperplane leaves out are not summed") {
  // z = 1 / (x + y) is no function whose sum over x y = 1 on parallel lines is affine.
  const Curve curve = curve_of("\"x\", \"y\", \"z\"", "\"x*y - 1\", \"z*(x + 3*y) - 1\"", {});
  std::vector<Coordinates> points;
  for (const double x : {1.0, 2.0}) points.push_back({x, 1 / x, 1 / (x + 3 / x)});
  CHECK(traced(curve, {{1, 2, 0}, 3}, points).passed());
  points.pop_back();
  CHECK(traced(curve, {{1, 2, 0}, 3}, points).error > 1e-6);
}

TEST_CASE("points that are none of the curve are not traced") {
  const Curve curve = curve_of("\"x\", \"y\"", "\"x*y - 1\"", {});
  CHECK_FALSE(traced(curve, {{1, 2}, 3}, {{1, 1}, {2.5, 0.25}}).passed());
}
