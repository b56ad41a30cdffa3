#include "polyscape/components/witness_set.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/run.hpp"

namespace polyscape::components {

using algebra::GaussianRational;
using algebra::Program;
using solve::Coordinates;

namespace {

constexpr std::uint64_t attempts = 3;  // to move the points to generic values
constexpr double basin = 1e-6;         // a point moves no further, relative, when it is refined
constexpr double nearly_zero = 1e-8;   // imaginary parts, relative, of points that are tried as real ones
constexpr int real_bits = 128, most_lost_bits = 512;

bool nearly_real(const Coordinates& x) {
  return std::ranges::all_of(x, [&](const auto& z) { return std::abs(z.imag()) <= nearly_zero * solve::magnitude(x); });
}

}  // namespace

Program WitnessSet::section() const {
  Program result(plane.form.size());
  result.outputs = solve::append_curve(result, curve);
  result.outputs.push_back(solve::append_plane(result, plane));
  return result;
}

Program WitnessSet::left_sides() const {
  Program result = curve.map;
  result.outputs.push_back(solve::append_plane(result, {plane.form, 0}));
  return result;
}

// The unknowns of deflations occur in no form.
std::vector<GaussianRational> WitnessSet::values_at(const eval::Point& through) const {
  eval::Point x = through;
  x.resize(plane.form.size());
  std::vector<GaussianRational> values = algebra::evaluate(left_sides(), std::span<const GaussianRational>(x));
  std::fill_n(values.begin(), values.size() - dimension, GaussianRational(0));
  return values;
}

namespace {

Program section_through(const WitnessSet& set, const eval::Point& point) {
  Program result = set.left_sides();
  const std::vector<GaussianRational> values = set.values_at(point);
  for (std::size_t k = 0; k < values.size(); ++k)
    result.outputs[k] = result.subtract(result.outputs[k], result.constant(values[k]));
  return result;
}

}  // namespace

RefinedPoint::RefinedPoint(const WitnessSet& set, eval::Point start)
    : variables_(set.variables),
      section_(section_through(set, start)),
      newton_(std::make_unique<eval::NewtonSolver>(section_)),
      start_(start),
      best_(std::move(start)) {}

std::optional<eval::Point> RefinedPoint::at(int bits) {
  // Where the section is ill-conditioned more digits than these get lost.
  for (int working = bits + bits / 2; working <= 2 * bits + most_lost_bits; working *= 2) {
    eval::NewtonOutcome outcome = (*newton_)(best_, working);
    if (!outcome.converged) continue;
    if (eval::distance(outcome.point, start_) > basin * std::max(1.0, eval::magnitude(start_))) break;
    best_ = std::move(outcome.point);
    return eval::on_grid(eval::Point(best_.begin(), best_.begin() + static_cast<std::ptrdiff_t>(variables_)), bits);
  }
  return std::nullopt;
}

solve::Cut WitnessSet::cut() const { return {eval::rounded(curve.values), plane}; }

namespace {

/// Where the points come to, each once.
std::vector<Coordinates> carried(const solve::MovingCut& moving, const std::vector<Coordinates>& points,
                                 const solve::Cut& from, const solve::Cut& to, const solve::Options& options) {
  const auto ends = moving.carry(points, solve::segment(from, to), solve::way_settings(options.max_precision),
                                 static_cast<std::size_t>(options.threads));
  solve::PointSet distinct(to.plane.form.size(), Random(options.seed).stream("points moved"));
  for (const Coordinates& x : ends)
    if (!x.empty()) distinct.insert(x);
  return distinct.points();
}

double farthest(const std::vector<Coordinates>& points) {
  double result = 0;
  for (const Coordinates& x : points) result = std::max(result, solve::magnitude(x));
  return result;
}

}  // namespace

bool make_generic(WitnessSet& set, const solve::Options& options, Random random) {
  const solve::MovingCut moving(set.curve.map, random.stream(0), solve::ZeroCoordinates::belong);
  const solve::Cut home = set.cut();
  std::vector<Coordinates> best;
  solve::Cut there;
  for (std::uint64_t attempt = 1; attempt <= attempts && !cancellation_requested(); ++attempt) {
    Random draw = random.stream(attempt);
    solve::Cut target = home;
    const auto elsewhere = [&](std::complex<double>& value) {
      value = std::max(1.0, std::abs(value)) * draw.annulus_complex();
    };
    std::for_each(target.values.end() + 1 - static_cast<std::ptrdiff_t>(set.dimension), target.values.end(), elsewhere);
    elsewhere(target.plane.value);
    std::vector<Coordinates> ends = carried(moving, set.points, home, target, options);
    if (ends.size() < set.points.size() || (!best.empty() && farthest(ends) >= farthest(best))) continue;
    best = std::move(ends);
    there = std::move(target);
  }
  if (best.empty()) return false;
  set.curve.values = eval::exact_point(there.values);
  set.plane = there.plane;
  set.points = std::move(best);
  return true;
}

MovingWitnessSet::MovingWitnessSet(const WitnessSet& set, const solve::Options& options, Random random)
    : set_(set),
      options_(options),
      random_(random),
      moving_(set.curve.map, random.stream(0), solve::ZeroCoordinates::belong) {
  options_.known_count.reset();
}

std::optional<std::vector<MovingWitnessSet::Meeting>> MovingWitnessSet::meet(const eval::Point& through) const {
  const std::vector<GaussianRational> target = set_.values_at(through);
  std::vector<GaussianRational> here = set_.curve.values;
  here.push_back(GaussianRational::from_complex(set_.plane.value));
  const std::size_t unknowns = set_.plane.form.size();
  Program line(unknowns, 1);
  line.outputs = line.append(set_.left_sides(), algebra::variables_of(line, unknowns));
  for (std::size_t k = line.outputs.size() - set_.dimension; k < line.outputs.size(); ++k) {
    const Program::Node value = line.add(line.constant(target[k]), line.scale(here[k] - target[k], line.parameter(0)));
    line.outputs[k] = line.subtract(line.outputs[k], value);
  }
  std::vector<eval::Point> starts;
  for (const Coordinates& x : set_.points) starts.push_back(eval::exact_point(x));
  constexpr double cluster_work = 0;  // whether a place is among the ends is asked, not what is there
  const solve::Outcome outcome = solve::follow_line(line, starts, options_, random_.stream(100), {}, cluster_work);
  if (outcome.ledger.failed > 0) return std::nullopt;
  std::vector<Meeting> result;
  for (const solve::Solution& s : outcome.solutions) result.push_back({s.coordinates, s.bits});
  // On another component of the combinations' zeros, too.
  for (const solve::NonIsolatedEndpoint& e : outcome.non_isolated) result.push_back({e.coordinates, e.bits});
  return result;
}

const MovingWitnessSet::Meeting* MovingWitnessSet::same(const std::vector<Meeting>& met, const eval::Point& point,
                                                        int bits) const {
  const double size = std::max(1.0, eval::magnitude(point));
  const auto place = std::ranges::find_if(met, [&](const Meeting& m) {
    const eval::Point there(m.unknowns.begin(), m.unknowns.begin() + static_cast<std::ptrdiff_t>(set_.variables));
    return eval::distance(there, point) < size * std::exp2(-std::min(bits, m.bits) / 2);
  });
  return place == met.end() ? nullptr : &*place;
}

std::optional<bool> MovingWitnessSet::contains(const eval::Point& point, int bits) const {
  const auto met = meet(point);
  if (!met) return std::nullopt;
  return same(*met, point, bits) != nullptr;
}

std::optional<RefinedPoint> MovingWitnessSet::smooth_point(const eval::Point& point, int bits) const {
  const auto met = meet(point);
  const Meeting* m = met ? same(*met, point, bits) : nullptr;
  if (!m) return std::nullopt;
  eval::Point start = m->unknowns;
  std::ranges::copy(point, start.begin());
  if (std::ranges::all_of(point, &GaussianRational::is_real))  // then Newton's method on real equations stays real
    for (GaussianRational& z : start) z.im = 0;
  RefinedPoint result(set_, std::move(start));
  return result.at(real_bits) ? std::optional(std::move(result)) : std::nullopt;
}

std::vector<RefinedPoint> MovingWitnessSet::real_points(int tries, std::size_t enough) const {
  std::vector<RefinedPoint> result;
  double size = solve::magnitude(set_.points.front());
  for (const Coordinates& x : set_.points) size = std::min(size, solve::magnitude(x));
  for (int k = 0; k < tries && result.size() < enough && !cancellation_requested(); ++k) {
    Random draw = random_.stream(1000 + static_cast<std::uint64_t>(k));
    Coordinates through(set_.variables);
    for (auto& z : through) z = size * draw.normal() / (1 + k % 4);
    Coordinates values = eval::rounded(set_.values_at(eval::exact_point(through)));
    solve::Cut target{{values.begin(), values.end() - 1}, {set_.plane.form, values.back()}};
    for (const Coordinates& x : carried(moving_, set_.points, set_.cut(), target, options_)) {
      if (result.size() == enough || !nearly_real(x)) continue;
      Coordinates start = x;
      for (auto& z : start) z.imag(0);
      RefinedPoint point(set_, eval::exact_point(start));
      if (point.at(real_bits)) result.push_back(std::move(point));
    }
  }
  return result;
}

}  // namespace polyscape::components
