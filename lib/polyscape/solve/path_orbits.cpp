#include "polyscape/solve/path_orbits.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/solve/same_point.hpp"

namespace polyscape::solve {
namespace {

constexpr std::size_t most_elements = 5000;  // of a group
constexpr std::size_t none = static_cast<std::size_t>(-1);

}  // namespace

PathOrbits::PathOrbits(std::span<const eval::Point> points, std::span<const algebra::SignedPermutation> generators,
                       Random random) {
  if (points.empty() || generators.empty()) return;
  const std::size_t n = points.front().size();
  try {
    elements_ = algebra::group_elements(generators, n, most_elements);
  } catch (const ArgumentError&) {
    return;
  }
  std::vector<Coordinates> rounded;
  PointSet set(n, random);
  for (const eval::Point& point : points) {
    rounded.push_back(eval::rounded(point));
    if (set.insert(rounded.back()) + 1 != rounded.size()) return;  // two points that doubles do not tell apart
  }
  std::vector<std::size_t> representative(points.size(), none), element(points.size(), 0);
  std::size_t orbits = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (representative[i] != none) continue;
    ++orbits;
    for (std::size_t e = 0; e < elements_.size(); ++e) {
      const std::size_t image = set.insert(algebra::act(elements_[e], rounded[i]));
      if (image >= points.size()) return;
      if (representative[image] == none) representative[image] = i, element[image] = e;
    }
  }
  representative_ = std::move(representative);
  element_ = std::move(element);
  orbits_ = orbits;
}

bool PathOrbits::closed_under(const algebra::SignedPermutation& action) const {
  return !trivial() && std::ranges::find(elements_, action) != elements_.end();
}

}  // namespace polyscape::solve
