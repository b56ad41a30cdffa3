#include "polyscape/solve/point_set.hpp"

#include <algorithm>
#include <cmath>

namespace polyscape::solve {
namespace {

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

std::size_t PointSet::insert(const Coordinates& x) {
  const double key = key_of(x), distance = tolerance_ * magnitude(x);
  const double window = 2 * distance * static_cast<double>(x.size());
  for (auto it = by_key_.lower_bound(key - window); it != by_key_.end() && it->first <= key + window; ++it)
    if (near(points_[it->second], x, distance)) return it->second;
  by_key_.emplace(key, points_.size());
  points_.push_back(x);
  return points_.size() - 1;
}

double PointSet::key_of(const Coordinates& x) const {
  double key = 0;
  for (std::size_t i = 0; i < x.size(); ++i) key += (direction_[i] * x[i]).real();
  return key;
}

}  // namespace polyscape::solve
