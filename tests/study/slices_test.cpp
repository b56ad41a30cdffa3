#include "polyscape/study/slices.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"

namespace polyscape::study {
namespace {

PlanePoint point_at(std::vector<double> at, const std::string& kind, const std::string& label, double loss = 0,
                    int index = 0) {
  return {std::move(at), {{}, kind, label, "", "", loss}, index};
}
std::vector<std::string> labels(const ChosenPlane& c) {
  std::vector<std::string> result;
  for (const PlanePoint& p : c.through) result.push_back(p.shown.label);
  return result;
}
using Labels = std::vector<std::string>;

model::Model model_of(const std::string& inputs, const std::string& targets) {
  return model::build_model(
      spec::parse_specification("[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = "
                                "\"z^2\"\n[[network.layer]]\nwidth = 1\n[data]\ninputs = " +
                                    inputs + "\ntargets = " + targets + "\n",
                                "s.toml", "."));
}

TEST_CASE("the plane goes through the two lowest minima and the lowest saddle", "[unit][plot]") {
  const std::vector<PlanePoint> points{
      point_at({0, 0, 9}, "saddle", "1", 0.1, 2), point_at({0, 0, 1}, "saddle", "2", 0.9, 1),
      point_at({1, 0, 0}, "minimum", "3", 0.5),   point_at({0, 1, 0}, "minimum", "4", 0.2),
      point_at({0, 0, 0}, "minimum", "5", 0.3),   point_at({5, 5, 5}, "zero loss", "z1")};
  CHECK(labels(*choose_plane(points, {})) == Labels{"4", "5", "2"});
  CHECK(labels(*choose_plane(points, {"3", "z1"})) == Labels{"3", "z1", "2"});
  CHECK_THROWS_AS(choose_plane(points, {"7"}), InputError);
  CHECK_THROWS_AS(choose_plane(points, {"3", "3"}), InputError);
  CHECK_THROWS_AS(choose_plane(points, {"1", "2", "5"}), InputError);  // on a line
  CHECK_THROWS_AS(choose_plane(points, {"3", "4", "5", "2"}), InputError);
}

TEST_CASE("a plane with too few points is filled up by directions", "[unit][plot]") {
  const std::vector<PlanePoint> one{point_at({1, 1}, "minimum", "1")};
  CHECK(choose_plane(one, {})->directions == 2);
  const std::vector<PlanePoint> two{point_at({0, 0, 0}, "minimum", "1"), point_at({1, 0, 0}, "minimum", "2")};
  CHECK(choose_plane(two, {})->directions == 1);
  CHECK(!choose_plane({}, {}));
  CHECK(!choose_plane({point_at({1}, "minimum", "1")}, {}));
}

TEST_CASE("coordinates of a plane are lengths", "[unit][plot]") {
  const std::vector<PlanePoint> points{point_at({1, 2, 3, 4}, "minimum", "1"),
                                       point_at({4, 6, 3, 4}, "minimum", "2", 1),
                                       point_at({0, 1, 5, -2}, "saddle", "3", 1, 1)};
  const ChosenPlane c = *choose_plane(points, {});
  const auto far = [&](std::size_t a, std::size_t b) {
    const auto p = c.plane.coordinates(points[a].at), q = c.plane.coordinates(points[b].at);
    return std::hypot(p[0] - q[0], p[1] - q[1]);
  };
  CHECK(std::abs(far(0, 1) - 5) < 1e-12);
  CHECK(std::abs(far(0, 2) - std::sqrt(1 + 1 + 4 + 36)) < 1e-12);
  for (const PlanePoint& p : points) {
    CHECK(c.plane.distance(p.at) < 1e-12);
    const auto back = c.plane.point(c.plane.coordinates(p.at));
    for (std::size_t j = 0; j < 4; ++j) CHECK(std::abs(back[j] - p.at[j]) < 1e-12);
  }
  CHECK(c.plane.distance({1, 2, 3, 5}) > 0.1);
}

const Plane whole{{0, 0}, {1, 0}, {0, 1}};
const plot::GridValues grid{{-2, -2}, 4.0 / 120, {121, 121}, {}};

TEST_CASE("one residual in two weights vanishes on a curve, which is drawn without gaps", "[unit][plot]") {
  const model::Model model = model_of(R"([["1"]])", R"([["1"]])");  // v u^2 = 1
  const auto zeros = zeros_on(whole, model.residuals, grid);
  CHECK(zeros.size() > 80);
  for (const auto& [u, v] : zeros) CHECK(std::abs(v * u * u - 1) < 1e-8);
  // Every place of the curve within the grid has a neighbour.
  for (double u = 0.75; u < 2; u += 0.01)
    for (const double sign : {-1.0, 1.0})
      CHECK(std::ranges::any_of(
          zeros, [&](const auto& z) { return std::hypot(z[0] - sign * u, z[1] - 1 / (u * u)) < 2 * grid.step; }));
}

TEST_CASE("two residuals that contradict each other vanish nowhere, however close", "[unit][plot]") {
  CHECK(zeros_on(whole, model_of(R"([["1"], ["1"]])", R"([["1"], ["1.0001"]])").residuals, grid).empty());
  CHECK(!zeros_on(whole, model_of(R"([["1"], ["1"]])", R"([["1"], ["1"]])").residuals, grid).empty());
  // v u^2 = 1 and v (2u)^2 = 8: none.
  CHECK(zeros_on(whole, model_of(R"([["1"], ["2"]])", R"([["1"], ["8"]])").residuals, grid).empty());
}

TEST_CASE("spectra are those of the Hessian, with the zeros of the inertia", "[unit][plot]") {
  const model::Model model = model_of(R"([["1"]])", R"([["1"]])");
  const dynamics::Potential loss(model);
  report::Result r;
  report::Point p;  // u = v = 0: the Hessian is zero
  p.coordinates = {0, 0};
  p.real = true;
  p.loss = 0.5;
  p.inertia = {0, 2, 0};
  r.points = {p, p};
  r.points->back().coordinates = {1, 1};  // on the zero-loss curve: J = (2, 1), eigenvalues 0 and 5
  r.points->back().loss = 0;
  r.points->back().inertia = {0, 1, 1};
  const std::vector<plot::Spectrum> found = spectra(loss, r);
  REQUIRE(found.size() == 2);
  CHECK(found[0].point == 2);  // by loss
  CHECK(found[0].eigenvalues[0] == 0);
  CHECK(std::abs(found[0].eigenvalues[1] - 5) < 1e-12);
  CHECK(found[1].eigenvalues == std::vector<double>{0, 0});
  r.points->back().real = false;
  CHECK(spectra(loss, r).size() == 1);
}

TEST_CASE("a slice says what of the zero-loss set it meets", "[unit][plot]") {
  const model::Model model = model_of(R"([["1"]])", R"([["1"]])");
  const dynamics::Potential loss(model);
  report::Result r;
  report::Point p;
  p.coordinates = {0, 0};
  p.real = true;
  p.loss = 0.5;
  p.inertia = {0, 2, 0};
  p.kind = algebra::Kind::degenerate;
  r.points = {p};
  r.interpolation.emplace();
  r.interpolation->dimension = 1;
  const plot::Drawing d = slice(loss, &model, r, {}, "slice");
  const std::string caption = std::get<plot::Figure>(d).caption;
  CHECK(caption.find("Every residual vanishes at the green dots [numerical]") != std::string::npos);
  CHECK(caption.find("dimension 1 in 2 weights: a generic plane meets it, over C, in dimension 1") !=
        std::string::npos);
  r.interpolation->real_points = false;
  const model::Model none = model_of(R"([["1"], ["1"]])", R"([["1"], ["2"]])");
  const plot::Drawing without = slice(dynamics::Potential(none), &none, r, {}, "slice");
  CHECK(std::get<plot::Figure>(without).caption.find("There are no real zero-loss points.") != std::string::npos);
  r.points->clear();
  CHECK(std::holds_alternative<plot::Absent>(slice(loss, &model, r, {}, "slice")));
}

}  // namespace
}  // namespace polyscape::study
