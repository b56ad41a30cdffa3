#include "polyscape/components/witness_set.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/solve/strategy.hpp"

namespace polyscape::components {

using algebra::GaussianRational;
using algebra::Program;
using solve::Coordinates;

namespace {

constexpr int attempts = 4;  // to move the points to generic values

/// The values of the forms and the combinations, where the unknowns of deflations, which occur in no form, are zero.
std::vector<GaussianRational> values_at(const WitnessSet& set, const eval::Point& through) {
  Program forms = set.curve.map;
  forms.outputs.push_back(solve::append_plane(forms, {set.plane.form, 0}));
  eval::Point x = through;
  x.resize(set.plane.form.size());
  std::vector<GaussianRational> values = algebra::evaluate(forms, std::span<const GaussianRational>(x));
  std::fill_n(values.begin(), values.size() - set.dimension, GaussianRational(0));
  return values;
}

}  // namespace

Program WitnessSet::section() const {
  Program result(plane.form.size());
  result.outputs = solve::append_curve(result, curve);
  result.outputs.push_back(solve::append_plane(result, plane));
  return result;
}

Mover::Mover(const WitnessSet& set, const solve::Options& options, Random random) : set_(set), options_(options), random_(random) {
  options_.known_count.clear();
  const solve::MovingCut moving(set.curve.map, random.stream(0), solve::ZeroCoordinates::belong);
  const track::PathOptions settings = solve::way_settings(options.max_precision);
  const solve::Cut home{eval::rounded(set.curve.values), set.plane};
  for (int attempt = 0; attempt < attempts && !cancellation_requested(); ++attempt) {
    Random draw = random.stream(1 + static_cast<std::uint64_t>(attempt));
    solve::Cut target = home;
    for (std::size_t k = target.values.size() + 1 - set.dimension; k < target.values.size(); ++k)
      target.values[k] = std::max(1.0, std::abs(target.values[k])) * draw.annulus_complex();
    target.plane.value = std::max(1.0, std::abs(target.plane.value)) * draw.annulus_complex();
    const solve::Way way = solve::segment(home, target);
    std::vector<Coordinates> ends = moving.carry(
        set.points.size(), [&](std::size_t k) -> const Coordinates& { return set.points[k]; }, [&](std::size_t) -> const solve::Way& { return way; }, settings,
        static_cast<std::size_t>(options.threads));
    solve::PointSet distinct(set.plane.form.size(), draw);
    for (const Coordinates& x : ends)
      if (!x.empty()) distinct.insert(x);
    if (distinct.points().size() < set.points.size()) continue;
    away_ = distinct.points();
    values_ = eval::exact_point(target.values);
    values_.push_back(GaussianRational::from_complex(target.plane.value));
    return;
  }
}

std::optional<std::vector<Mover::Meeting>> Mover::meet(const eval::Point& through) const {
  if (away_.empty()) return std::nullopt;
  const std::vector<GaussianRational> target = values_at(set_, through);
  const std::size_t unknowns = set_.plane.form.size();
  Program line(unknowns, 1);
  line.outputs = line.append(set_.curve.map, algebra::variables_of(line, unknowns));
  line.outputs.push_back(solve::append_plane(line, {set_.plane.form, 0}));
  for (std::size_t k = line.outputs.size() - set_.dimension; k < line.outputs.size(); ++k) {
    const Program::Node value = line.add(line.constant(target[k]), line.scale(values_[k] - target[k], line.parameter(0)));
    line.outputs[k] = line.subtract(line.outputs[k], value);
  }
  std::vector<eval::Point> starts;
  for (const Coordinates& x : away_) starts.push_back(eval::exact_point(x));
  solve::Problem problem;
  problem.real = false;  // the starts are not closed under conjugation
  const solve::Outcome outcome = solve::follow(problem, options_, solve::plan_on_line(line, starts, algebra::trivial_partition(unknowns), random_.stream(100)), {});
  if (outcome.ledger.failed > 0) return std::nullopt;
  std::vector<Meeting> result;
  const auto add = [&](eval::Point point, int bits, bool real, bool simple) {
    point.resize(set_.variables);
    result.push_back({std::move(point), bits, real, simple});
  };
  for (const solve::Solution& s : outcome.solutions) add(s.coordinates, s.bits, s.real, s.nonsingular);
  // On another component of the combinations' zeros, too.
  for (const solve::NonIsolatedEndpoint& e : outcome.non_isolated) add(e.coordinates, e.bits, false, false);
  return result;
}

std::optional<bool> Mover::contains(const eval::Point& point, int bits) const {
  const auto met = meet(point);
  if (!met) return std::nullopt;
  const double size = std::max(1.0, eval::magnitude(point));
  return std::ranges::any_of(*met, [&](const Meeting& m) { return eval::distance(m.point, point) < size * std::exp2(-std::min(bits, m.bits) / 2); });
}

std::vector<Mover::Meeting> Mover::real_points(int tries, std::size_t enough) const {
  double size = 1;
  for (const Coordinates& x : set_.points) size = std::min(1e6, std::max(size, solve::magnitude({x.begin(), x.begin() + static_cast<std::ptrdiff_t>(set_.variables)})));
  std::vector<Meeting> result;
  for (int k = 0; k < tries && result.size() < enough && !cancellation_requested(); ++k) {
    Random draw = random_.stream(1000 + static_cast<std::uint64_t>(k));
    Coordinates through(set_.variables);
    for (auto& z : through) z = size * draw.normal() / (1 + k % 4);
    const auto met = meet(eval::exact_point(through));
    if (!met) continue;
    for (const Meeting& m : *met)
      if (m.real && m.simple && result.size() < enough) result.push_back(m);
  }
  return result;
}

}  // namespace polyscape::components
