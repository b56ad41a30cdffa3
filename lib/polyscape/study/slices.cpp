#include "polyscape/study/slices.hpp"

#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/dynamics/tape.hpp"
#include "polyscape/report/summary/page.hpp"

namespace polyscape::study {
namespace {

using Eigen::Vector2d;

constexpr std::size_t most_spectra = 500, largest_hessian = 300;
constexpr int grid_nodes = 241, zero_nodes = 121;  // along the longer side
constexpr double margin = 0.4;                     // around the points, of their extent

/// What is drawn of the plane: all of the points, and room around them.
plot::GridValues window(const std::vector<std::array<double, 2>>& points, int nodes) {
  Vector2d low(points.front()[0], points.front()[1]), high = low;
  for (const auto& p : points) {
    low = low.cwiseMin(Vector2d(p[0], p[1]));
    high = high.cwiseMax(Vector2d(p[0], p[1]));
  }
  const Vector2d middle = (low + high) / 2,
                 half = (high - low) / 2 + Vector2d::Constant(margin * (high - low).maxCoeff());
  plot::GridValues grid;
  grid.step = 2 * half.maxCoeff() / (nodes - 1);
  for (const int axis : {0, 1}) {
    grid.nodes[axis] = static_cast<std::size_t>(std::ceil(2 * half[axis] / grid.step - 1e-9)) + 1;
    grid.corner[axis] = middle[axis] - grid.step * static_cast<double>(grid.nodes[axis] - 1) / 2;
  }
  return grid;
}

/// Residuals on the plane with their derivatives along its directions: r_1, r_1s, r_1t, r_2, ..
dynamics::Tape residuals_on(const Plane& plane, const algebra::Program& residuals) {
  spec::Formula formula(2);
  const auto constant = [&](double v) { return formula.constant(algebra::Rational::from_double(v)); };
  std::vector<spec::Formula::Node> weights, outputs;
  for (std::size_t j = 0; j < plane.origin.size(); ++j) {
    const spec::Formula::Node terms[] = {constant(plane.origin[j]),
                                         formula.multiply(constant(plane.first[j]), formula.variable(0)),
                                         formula.multiply(constant(plane.second[j]), formula.variable(1))};
    weights.push_back(formula.sum(terms));
  }
  for (const spec::Formula::Node r : formula.append(residuals, weights)) {
    outputs.push_back(r);
    for (const spec::Formula::Node d : formula.gradient(r, 2)) outputs.push_back(d);
  }
  return dynamics::make_tape(formula, outputs);
}

struct Residuals {
  Eigen::VectorXd values;
  Eigen::MatrixX2d jacobian;

  bool finite() const { return values.allFinite() && jacobian.allFinite(); }
  Vector2d newton_step() const { return -jacobian.completeOrthogonalDecomposition().solve(values); }
};
Residuals residuals_at(const dynamics::Tape& tape, const Vector2d& at) {
  const std::vector<double> all = dynamics::evaluate(tape, std::span(at.data(), 2));
  const auto count = static_cast<Eigen::Index>(all.size() / 3);
  Residuals r{Eigen::VectorXd(count), Eigen::MatrixX2d(count, 2)};
  for (Eigen::Index k = 0; k < count; ++k) {
    const auto i = static_cast<std::size_t>(3 * k);
    r.values[k] = all[i];
    r.jacobian.row(k) << all[i + 1], all[i + 2];
  }
  return r;
}

/// The zero that Newton's method finds from a node, if it is one and near.
std::optional<Vector2d> zero_near(const dynamics::Tape& tape, const Vector2d& node, double near) {
  constexpr int most_steps = 30;
  constexpr double vanishes = 1e-9, rests = 1e-14;
  Residuals r = residuals_at(tape, node);
  if (!r.finite()) return std::nullopt;
  const double scale = r.jacobian.norm();
  Vector2d at = node;
  for (int k = 0; k < most_steps; ++k) {
    const Vector2d step = r.newton_step();
    if (k == 0 && !(step.norm() < near)) return std::nullopt;
    at += step;
    r = residuals_at(tape, at);
    if (!r.finite()) return std::nullopt;
    if (step.norm() < rests * (1 + at.norm())) break;
  }
  const bool zero = r.values.norm() <= vanishes * scale * (1 + at.norm());
  return zero && (at - node).norm() < near ? std::optional(at) : std::nullopt;
}

/// What is known of the zero-loss set on the plane.
std::string zero_set_words(const report::Result& r, std::size_t variables, std::size_t found) {
  constexpr int unknown = -2, empty = -1;
  const int dimension = r.interpolation ? r.interpolation->dimension.value_or(unknown) : unknown;
  if (found == 0 && (dimension == empty || (r.interpolation && r.interpolation->real_points == false)))
    return "There are no real zero-loss points.";
  std::string text =
      found > 0
          ? fmt::format("Every residual vanishes at the green dots [numerical]: {} of the zero-loss set on this plane",
                        report::plural(found, "point"))
          : "No point of the zero-loss set was found on this plane [numerical]";
  if (dimension > empty) {
    const int meets = dimension + 2 - static_cast<int>(variables);
    text += fmt::format("; the set has dimension {} in {} weights: a generic plane {}", dimension, variables,
                        meets < 0 ? "misses it" : fmt::format("meets it, over C, in dimension {}", meets));
  }
  return text + ".";
}

std::string plane_words(const ChosenPlane& chosen) {
  std::string text;
  for (const PlanePoint& p : chosen.through)
    text += fmt::format("{}{} ({}, loss {:.4g})", text.empty() ? "" : ", ", p.shown.label, p.shown.kind, p.shown.loss);
  text = "The plane through " + text;
  if (chosen.directions > 0) text += " and along " + report::plural(chosen.directions, "coordinate direction");
  return text + "; lengths along an orthonormal pair of directions in it.";
}

}  // namespace

std::vector<plot::Spectrum> spectra(const dynamics::Potential& loss, const report::Result& r) {
  std::vector<plot::Spectrum> result;
  if (!r.points || loss.dimension() > largest_hessian) return result;
  std::vector<std::size_t> numbers;
  for (std::size_t k = 1; k <= r.points->size(); ++k)
    if (const report::Point& p = (*r.points)[k - 1]; p.real && p.inertia && p.loss) numbers.push_back(k);
  std::ranges::stable_sort(numbers, {}, [&](std::size_t k) { return *(*r.points)[k - 1].loss; });
  numbers.resize(std::min(numbers.size(), most_spectra));
  for (const std::size_t k : numbers) {
    const report::Point& p = (*r.points)[k - 1];
    std::vector<double> x;
    for (const auto& z : p.coordinates) x.push_back(z.real());
    const std::vector<double> entries = loss.hessian(x);
    const auto size = static_cast<Eigen::Index>(x.size());
    const Eigen::Map<const Eigen::MatrixXd> hessian(entries.data(), size, size);
    if (!hessian.allFinite()) continue;
    const Eigen::VectorXd found =
        Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(hessian, Eigen::EigenvaluesOnly).eigenvalues();
    std::vector<double> values(found.data(), found.data() + size);
    std::ranges::sort(values, {}, [](double v) { return std::abs(v); });
    for (int i = 0; i < (*p.inertia)[1]; ++i) values.at(static_cast<std::size_t>(i)) = 0;
    std::ranges::sort(values);
    result.push_back({k, values});
  }
  return result;
}

std::vector<std::array<double, 2>> zeros_on(const Plane& plane, const algebra::Program& residuals,
                                            const plot::GridValues& grid) {
  constexpr double near = 3, apart = 0.5;  // steps of the grid
  const dynamics::Tape tape = residuals_on(plane, residuals);
  std::vector<std::array<double, 2>> result;
  for (std::size_t j = 0; j < grid.nodes[1]; ++j)
    for (std::size_t i = 0; i < grid.nodes[0]; ++i) {
      const Vector2d node(grid.corner[0] + grid.step * static_cast<double>(i),
                          grid.corner[1] + grid.step * static_cast<double>(j));
      const std::optional<Vector2d> zero = zero_near(tape, node, near * grid.step);
      if (zero && std::ranges::none_of(
                      result, [&](const auto& z) { return (Vector2d(z[0], z[1]) - *zero).norm() < apart * grid.step; }))
        result.push_back({(*zero)[0], (*zero)[1]});
    }
  return result;
}

plot::Drawing slice(const dynamics::Potential& loss, const model::Model* model, const report::Result& r,
                    const std::vector<std::string>& through, const std::string& name) {
  constexpr double on_plane = 1e-7;  // of the picture
  const std::vector<PlanePoint> points = plane_points(r);
  const std::optional<ChosenPlane> chosen = choose_plane(points, through);
  if (!chosen)
    return plot::Absent{
        name, points.empty() ? "no real critical point with a known Hessian is listed" : "the loss has one variable"};
  const Plane& plane = chosen->plane;
  std::vector<std::array<double, 2>> corners;
  for (const PlanePoint& p : chosen->through) corners.push_back(plane.coordinates(p.at));
  for (std::size_t d = 0; d < chosen->directions; ++d)
    for (const double far : {-1.0, 1.0}) corners.push_back({corners.front()[0] + far, corners.front()[1] + far});
  plot::Slice s;
  s.name = name;
  const bool by_zeros =
      std::ranges::any_of(chosen->through, [](const PlanePoint& p) { return p.shown.kind == "zero loss"; });
  s.title = by_zeros ? "The loss on a plane through zero-loss points" : "The loss on a plane through critical points";
  s.loss = window(corners, grid_nodes);
  for (std::size_t j = 0; j < s.loss.nodes[1]; ++j)
    for (std::size_t i = 0; i < s.loss.nodes[0]; ++i)
      s.loss.values.push_back(loss.value(plane.point({s.loss.corner[0] + s.loss.step * static_cast<double>(i),
                                                      s.loss.corner[1] + s.loss.step * static_cast<double>(j)})));
  for (const PlanePoint& p : points) {
    const bool taken =
        std::ranges::any_of(chosen->through, [&](const PlanePoint& t) { return t.shown.label == p.shown.label; });
    if (!taken && plane.distance(p.at) > on_plane * s.loss.step * grid_nodes) continue;
    plot::SlicePoint shown = p.shown;
    shown.at = plane.coordinates(p.at);
    if (!taken) shown.label.clear();
    (taken ? s.through : s.on_plane).push_back(std::move(shown));
  }
  s.plane = plane_words(*chosen);
  if (model != nullptr && model->has_interpolation) {
    s.zeros = zeros_on(plane, model->residuals, window(corners, zero_nodes));
    s.zero_set = zero_set_words(r, loss.dimension(), s.zeros.size());
  }
  return plot::slice_figure(s);
}

}  // namespace polyscape::study
