#include "polyscape/solve/same_point.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/base/disjoint_sets.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"

namespace polyscape::solve {
namespace {

constexpr double key_error = 1e-13;  // relative, of projections in doubles

bool near(const Coordinates& a, const Coordinates& b, double distance) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (std::abs(a[i] - b[i]) > distance) return false;
  return true;
}

}  // namespace

double magnitude(const Coordinates& x) {
  double result = 1;
  for (const auto& z : x) result = std::max(result, std::abs(z));
  return result;
}

PointSet::PointSet(std::size_t size, Random random, double tolerance) : tolerance_(tolerance) {
  for (std::size_t i = 0; i < size; ++i) direction_.push_back(random.unit_complex());
}

std::optional<std::size_t> PointSet::find(const Coordinates& x) const {
  const double key = key_of(x), distance = tolerance_ * magnitude(x);
  const double window = 2 * distance * static_cast<double>(x.size());
  for (auto it = by_key_.lower_bound(key - window); it != by_key_.end() && it->first <= key + window; ++it)
    if (near(points_[it->second], x, distance)) return it->second;
  return std::nullopt;
}

std::size_t PointSet::insert(const Coordinates& x) {
  if (const auto there = find(x)) return *there;
  by_key_.emplace(key_of(x), points_.size());
  points_.push_back(x);
  return points_.size() - 1;
}

double PointSet::key_of(const Coordinates& x) const {
  double key = 0;
  for (std::size_t i = 0; i < x.size(); ++i) key += (direction_[i] * x[i]).real();
  return key;
}

std::vector<std::vector<std::size_t>> coinciding(const std::vector<const eval::PackedPoint*>& points,
                                                 std::span<const double> tolerance, Random random,
                                                 std::size_t conjugated, std::size_t threads) {
  if (tolerance.size() != points.size()) throw ArgumentError("coinciding: a tolerance a point");
  const auto is_conjugated = [&](std::size_t i) { return i + conjugated >= points.size(); };
  // Sorted along a random projection, coinciding points stand close to each other.
  std::vector<double> key(points.size(), 0.0), scale(points.size(), 1.0);
  std::vector<std::complex<double>> direction;
  std::size_t size = 0;
  for (const eval::PackedPoint* point : points) size = std::max(size, point->size());
  while (direction.size() < size) direction.push_back(random.unit_complex());
  parallel_for(points.size(), threads, [&](std::size_t i) {
    for (std::size_t k = 0; k < points[i]->size(); ++k) {
      const std::complex<double> x = points[i]->rounded(k);
      key[i] += (direction[k] * (is_conjugated(i) ? std::conj(x) : x)).real();
      scale[i] = std::max(scale[i], std::abs(x));
    }
  });
  std::vector<std::size_t> order(points.size());
  DisjointSets sets(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return key[i]; });
  for (std::size_t a = 0; a < order.size(); ++a)
    for (std::size_t b = a + 1; b < order.size(); ++b) {
      const std::size_t i = order[a], j = order[b];
      const double near = std::max(tolerance[i], tolerance[j]) * std::max(scale[i], scale[j]);
      const double window = near + key_error * std::max(scale[i], scale[j]);
      if (key[j] - key[i] > window * static_cast<double>(direction.size() + 1)) break;
      if (is_conjugated(i) == is_conjugated(j) ? eval::within(*points[i], *points[j], near)
                                               : eval::within_conjugate(*points[i], *points[j], near))
        sets.join(i, j);
    }
  return sets.groups();
}

std::vector<std::vector<std::size_t>> coinciding(const std::vector<const eval::PackedPoint*>& points, double tolerance,
                                                 Random random, std::size_t conjugated) {
  return coinciding(points, std::vector<double>(points.size(), tolerance), random, conjugated);
}

}  // namespace polyscape::solve
