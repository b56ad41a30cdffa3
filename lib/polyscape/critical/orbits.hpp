#pragma once
/// Solutions that symmetries carry into each other.
#include <cstddef>
#include <span>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/solve/outcome.hpp"

namespace polyscape::critical {

struct Orbits {
  std::size_t count = 0;
  std::vector<std::size_t> orbit;  ///< of every solution; numbered by first occurrence
  std::vector<std::size_t> first;  ///< solution of every orbit
  /// The orbit of the complex conjugates of each orbit's points; itself where they are not among the solutions.
  std::vector<std::size_t> conjugate;
  std::size_t missing_images = 0;  ///< images under a generator that are not among the solutions
};

/// Orbits of the solutions under the group that the generators span. An image is matched with a solution that agrees
/// with it to half of the bits that both are accurate to.
Orbits orbits(std::span<const solve::Solution> solutions, std::span<const algebra::SignedPermutation> generators);

}  // namespace polyscape::critical
