#include "polyscape/solve/curve.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/expand.hpp"

namespace polyscape::solve {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using Node = Program::Node;

constexpr double end_log_t = -1;            // ways run from t = 1 to here
constexpr int most_steps = 1000;            // some thirty are usual
constexpr double least_coordinate = 1e-13;  // relative; smaller ones are zero

std::vector<std::complex<double>> parameters(const Cut& cut) {
  std::vector<std::complex<double>> result = cut.values;
  result.insert(result.end(), cut.plane.form.begin(), cut.plane.form.end());
  result.push_back(cut.plane.value);
  return result;
}

/// Parameters: those of a cut.
track::Homotopy homotopy_of(const Program& map, Random random) {
  const std::size_t n = map.variables(), values = map.outputs.size();
  Program program(n, values + n + 1);
  const std::vector<Node> x = algebra::variables_of(program, n);
  program.outputs = program.append(map, x);
  for (std::size_t i = 0; i < values; ++i)
    program.outputs[i] = program.subtract(program.outputs[i], program.parameter(i));
  Node plane = program.negate(program.parameter(values + n));
  for (std::size_t i = 0; i < n; ++i) plane = program.add(plane, program.multiply(program.parameter(values + i), x[i]));
  program.outputs.push_back(plane);
  const algebra::Partition partition = algebra::trivial_partition(n);
  track::Homotopy result{algebra::homogenize(program, partition).program, partition, CutPath(program.parameters()), {}};
  track::add_patches(result, random);
  return result;
}

}  // namespace

std::vector<Node> append_curve(Program& program, const Curve& curve) {
  std::vector<Node> result = program.append(curve.map, algebra::variables_of(program, curve.map.variables()));
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] = program.subtract(result[i], program.constant(curve.values[i]));
  return result;
}

Node append_plane(Program& program, const Hyperplane& plane) {
  return program.linear_form(eval::exact_point(plane.form), algebra::variables_of(program, plane.form.size()),
                             GaussianRational::from_complex(-plane.value));
}

Program section_of(const Curve& curve, const Hyperplane& plane, const GaussianRational& offset) {
  Program result(curve.map.variables());
  result.outputs = append_curve(result, curve);
  result.outputs.push_back(result.add(append_plane(result, plane), result.constant(-offset)));
  return result;
}

CutPath segment(const Cut& from, const Cut& to) {
  const auto a = parameters(from), b = parameters(to);
  CutPath result;
  for (std::size_t k = 0; k < a.size(); ++k) {
    const std::complex<double> factor = (a[k] - b[k]) / (1 - std::exp(end_log_t));
    result.push_back({a[k] - factor, factor, 1, 0});
  }
  return result;
}

track::PathOptions way_settings(int max_precision) {
  track::PathOptions result = track::tightened({}, 1);
  result.max_precision = max_precision;
  result.max_steps = most_steps;
  return result;
}

MovingCut::MovingCut(const Program& map, Random random, ZeroCoordinates zeros)
    : homotopy_(homotopy_of(map, random)), layout_(homotopy_), tracker_(homotopy_), zeros_(zeros) {}

bool MovingCut::belongs(const Coordinates& x) const {
  if (zeros_ == ZeroCoordinates::belong) return true;
  const double least = least_coordinate * magnitude(x);
  return std::ranges::all_of(x, [&](const auto& z) { return std::abs(z) > least; });
}

std::vector<Coordinates> MovingCut::carry(std::size_t count,
                                          const std::function<const Coordinates&(std::size_t)>& start,
                                          const std::function<const CutPath&(std::size_t)>& way,
                                          track::PathOptions settings, std::size_t threads) const {
  settings.stop_log_t = end_log_t;
  const auto homogeneous = [&](std::size_t k) {
    Coordinates x = start(k);
    x.push_back(1);
    return x;
  };
  std::vector<Coordinates> result(count);
  const auto places = tracker_.carry(count, homogeneous, way, settings, threads);
  for (std::size_t k = 0; k < count; ++k) {
    if (places[k].x.empty()) continue;
    result[k] = layout_.affine(places[k].x);
    if (!belongs(result[k])) result[k].clear();
  }
  return result;
}

std::vector<Coordinates> MovingCut::carry(const std::vector<Coordinates>& points, const CutPath& way,
                                          const track::PathOptions& settings, std::size_t threads) const {
  return carry(
      points.size(), [&](std::size_t k) -> const Coordinates& { return points[k]; },
      [&](std::size_t) -> const CutPath& { return way; }, settings, threads);
}

std::vector<eval::Point> MovingCut::carry(const std::vector<eval::Point>& points, const CutPath& way,
                                          track::PathOptions settings, std::size_t threads,
                                          std::map<std::string, std::size_t>& failures) const {
  settings.stop_log_t = end_log_t;
  const auto exact = [&](std::size_t k) {
    eval::Point x = points[k];
    x.emplace_back(1);
    return x;
  };
  std::vector<eval::Point> result(points.size());
  const auto places = tracker_.carry(
      points.size(), [&](std::size_t k) { return eval::rounded(exact(k)); },
      [&](std::size_t) -> const CutPath& { return way; }, settings, threads, exact);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const track::Carried& place = places[k];
    if (place.x.empty()) ++failures[track::name(place.failure)];
    if (place.x.empty() || !belongs(layout_.affine(place.x))) continue;
    result[k] =
        place.digits.empty() ? eval::exact_point(layout_.affine(place.x)) : layout_.affine(place.digits, place.bits);
  }
  return result;
}

}  // namespace polyscape::solve
