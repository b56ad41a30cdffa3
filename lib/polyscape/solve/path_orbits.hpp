#pragma once
/// Paths of a homotopy that a symmetry carries into each other.
#include <span>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::solve {

/// Where every system of a homotopy is equivariant under a group, F(g x) = g F(x), the group acts on its paths: one
/// path an orbit has to be followed, the others are its images.
class PathOrbits {
 public:
  PathOrbits() = default;  ///< every path by itself
  /// points: all start solutions, known to 1e-8 at least. Where the group has more elements than can be gone through,
  /// or an image is not among the points, every path is left by itself.
  PathOrbits(std::span<const eval::Point> points, std::span<const algebra::SignedPermutation> generators,
             Random random);

  bool trivial() const { return representative_.empty(); }
  std::size_t count(std::size_t paths) const { return trivial() ? paths : orbits_; }
  /// The path to follow for this one.
  std::size_t representative(std::size_t path) const { return trivial() ? path : representative_[path]; }
  /// Whether the ends of all paths are closed under it because they are images of each other.
  bool closed_under(const algebra::SignedPermutation& action) const;
  /// What carries the representative's points to this path's.
  const algebra::SignedPermutation& action(std::size_t path) const { return elements_[element_[path]]; }

 private:
  std::vector<algebra::SignedPermutation> elements_;
  std::vector<std::size_t> representative_, element_;
  std::size_t orbits_ = 0;
};

}  // namespace polyscape::solve
