#include "polyscape/components/zero_sums.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/same_point.hpp"

namespace polyscape::components {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

constexpr int step_bits = 24;     // of a step, below the distance of the points
constexpr int margin_bits = 100;  // between rounding and what counts as not zero, at the lower precision
constexpr int slack_bits = 24;    // above the rounding that is expected

/// The section with its hyperplane moved by an exact offset.
Program moved(Program section, const Rational& offset) {
  section.outputs.back() = section.add(section.outputs.back(), section.constant(GaussianRational(-offset)));
  return section;
}

double log2_size(const eval::Point& x) {
  double result = -std::numeric_limits<double>::infinity();
  for (const GaussianRational& z : x) result = std::max({result, algebra::log2(z.re), algebra::log2(z.im)});
  return result;
}

/// Second differences of the points' coordinates for steps of 2^-step; with the rounding to expect, as log2.
struct Differences {
  std::vector<eval::Point> second;
  double rounding = 0;
};

std::optional<Differences> differences(const Program& section, std::size_t coordinates,
                                       const std::vector<eval::Point>& points, int step, int bits) {
  Differences result{std::vector<eval::Point>(points.size()), -std::numeric_limits<double>::infinity()};
  for (int k = 0; k < 3; ++k) {
    const eval::NewtonSolver newton(moved(section, Rational(k) * algebra::power(Rational(2), -step)));
    for (std::size_t i = 0; i < points.size(); ++i) {
      const eval::NewtonOutcome outcome = newton(points[i], bits);
      if (!outcome.converged || !(outcome.condition < std::ldexp(1.0, std::min(bits / 2, 1000)))) return std::nullopt;
      result.rounding =
          std::max(result.rounding,
                   std::log2(std::max(1.0, outcome.condition) * std::max(1.0, eval::magnitude(outcome.point))) - bits);
      eval::Point& second = result.second[i];
      second.resize(coordinates);
      for (std::size_t c = 0; c < coordinates; ++c)
        second[c] =
            second[c] + (k == 1 ? GaussianRational(Rational(-2)) : GaussianRational(Rational(1))) * outcome.point[c];
    }
  }
  return result;
}

double log2_sum(const Differences& d, const std::vector<std::size_t>& members) {
  eval::Point sum(d.second.front().size());
  for (const std::size_t i : members)
    for (std::size_t c = 0; c < sum.size(); ++c) sum[c] = sum[c] + d.second[i][c];
  return log2_size(sum);
}

enum class Sum { zero, not_zero, open };

Sum sum_of(const Differences& rough, const Differences& fine, const std::vector<std::size_t>& members) {
  const double before = log2_sum(rough, members), after = log2_sum(fine, members);
  if (before <= rough.rounding + slack_bits && after <= fine.rounding + slack_bits) return Sum::zero;
  return after > fine.rounding + margin_bits && std::abs(before - after) < 1 ? Sum::not_zero : Sum::open;
}

}  // namespace

double least_gap(const std::vector<eval::Point>& points) {
  constexpr double rounding = 1e-12;  // nearer points are compared by all their digits
  std::vector<solve::Coordinates> rough;
  for (const eval::Point& x : points) rough.push_back(eval::rounded(x));
  double result = 1;
  for (std::size_t i = 0; i < points.size(); ++i)
    for (std::size_t j = i + 1; j < points.size(); ++j) {
      const double size = std::max(solve::magnitude(rough[i]), solve::magnitude(rough[j]));
      double distance = 0;
      for (std::size_t c = 0; c < rough[i].size(); ++c)
        distance = std::max(distance, std::abs(rough[i][c] - rough[j][c]));
      result = std::min(result, (distance > rounding * size ? distance : eval::distance(points[i], points[j])) / size);
    }
  return result;
}

std::optional<std::vector<std::vector<std::size_t>>> zero_sum_groups(const Program& section, std::size_t coordinates,
                                                                     const std::vector<eval::Point>& points,
                                                                     int max_bits) {
  if (points.empty() || points.size() > most_zero_sum_points) return std::nullopt;
  const double gap = least_gap(points);
  if (!(gap > 0)) return std::nullopt;
  const int step = step_bits - static_cast<int>(std::floor(std::log2(gap)));
  const auto rough = differences(section, coordinates, points, step, max_bits / 2),
             fine = differences(section, coordinates, points, step, max_bits);
  if (!rough || !fine) return std::nullopt;
  // Sums of what the steps make of a curve of ordinary size have to stand clear of the rounding.
  if (rough->rounding + margin_bits > -2 * step) return std::nullopt;
  std::vector<std::size_t> left(points.size());
  for (std::size_t i = 0; i < left.size(); ++i) left[i] = i;
  std::vector<std::vector<std::size_t>> groups;
  while (!left.empty()) {
    // The smallest part with the first point whose sum is zero.
    std::vector<std::size_t> best;
    for (std::size_t mask = 0; mask < (std::size_t{1} << (left.size() - 1)); ++mask) {
      std::vector<std::size_t> members{left.front()};
      for (std::size_t k = 1; k < left.size(); ++k)
        if (mask >> (k - 1) & 1) members.push_back(left[k]);
      if (!best.empty() && members.size() >= best.size()) continue;
      const Sum sum = sum_of(*rough, *fine, members);
      if (sum == Sum::open) return std::nullopt;
      if (sum == Sum::zero) best = std::move(members);
    }
    if (best.empty()) return std::nullopt;
    std::erase_if(left, [&](std::size_t i) { return std::ranges::count(best, i) > 0; });
    groups.push_back(std::move(best));
  }
  return groups;
}

}  // namespace polyscape::components
