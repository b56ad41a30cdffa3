#include "polyscape/critical/orbits.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "polyscape/base/disjoint_sets.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/same_point.hpp"

namespace polyscape::critical {
namespace {

/// A point known to so many bits.
struct Image {
  eval::PackedPoint point;
  int bits;
};

/// The solution at each image, if there is one: they agree to half of the bits that both are good for. Errors are far
/// below, other points far beyond.
std::vector<std::optional<std::size_t>> solutions_at(std::span<const solve::Solution> solutions,
                                                     const std::vector<Image>& images) {
  constexpr int least_bits = 20;
  std::vector<const eval::PackedPoint*> points;
  std::vector<double> tolerances;
  const auto add = [&](const eval::PackedPoint& point, int bits) {
    points.push_back(&point);
    tolerances.push_back(std::ldexp(1.0, -std::max(least_bits, bits / 2)));
  };
  for (const solve::Solution& s : solutions) add(s.coordinates, s.bits);
  for (const Image& image : images) add(image.point, image.bits);
  std::vector<std::optional<std::size_t>> result(images.size());
  for (const auto& group : solve::coinciding(points, tolerances, Random(1)))
    for (const std::size_t i : group)
      if (i >= solutions.size() && group.front() < solutions.size()) result[i - solutions.size()] = group.front();
  return result;
}

}  // namespace

Orbits orbits(std::span<const solve::Solution> solutions, std::span<const algebra::SignedPermutation> generators) {
  Orbits result;
  const std::size_t n = solutions.size();
  std::vector<Image> images;
  for (const solve::Solution& s : solutions)
    for (const auto& g : generators) images.push_back({algebra::act(g, s.coordinates.exact()), s.bits});
  const auto found = solutions_at(solutions, images);
  DisjointSets sets(n);
  for (std::size_t k = 0; k < found.size(); ++k) {
    if (found[k])
      sets.join(k / generators.size(), *found[k]);
    else
      ++result.missing_images;
  }
  result.orbit.resize(n);
  for (const auto& group : sets.groups()) {
    for (const std::size_t i : group) result.orbit[i] = result.first.size();
    result.first.push_back(group.front());
  }
  result.count = result.first.size();
  std::vector<Image> conjugates;
  for (const std::size_t i : result.first)
    conjugates.push_back({eval::conjugate(solutions[i].coordinates), solutions[i].bits});
  const auto of_conjugates = solutions_at(solutions, conjugates);
  for (std::size_t k = 0; k < result.count; ++k) {
    const bool real = solutions[result.first[k]].real;
    result.conjugate.push_back(!real && of_conjugates[k] ? result.orbit[*of_conjugates[k]] : k);
  }
  return result;
}

}  // namespace polyscape::critical
