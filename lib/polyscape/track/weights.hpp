#pragma once
/// The weights of the norm that errors are measured in. A template on the lane type: sources compiled for one
/// instruction set include this (see eval/lanes_kernel.hpp).
#include <cstddef>
#include <cstdint>

namespace polyscape::track {

/// The groups of the coordinates, each on a patch of its own.
struct Groups {
  std::size_t coordinates, count;
  const std::uint32_t* of;  ///< each coordinate
};

/// Raises sizes to weights: each to `floor` times the largest of its group, so that a coordinate that is exactly zero
/// has a weight. largest: set to that of each group. D: numbers D::Real, side by side or alone, and the larger of two.
template <class D>
void raise_to_floor(typename D::Real* sizes, typename D::Real* largest, const Groups& groups, double floor) {
  for (std::size_t g = 0; g < groups.count; ++g) largest[g] = typename D::Real{};
  for (std::size_t i = 0; i < groups.coordinates; ++i)
    largest[groups.of[i]] = D::larger(largest[groups.of[i]], sizes[i]);
  for (std::size_t i = 0; i < groups.coordinates; ++i) sizes[i] = D::larger(sizes[i], floor * largest[groups.of[i]]);
}

}  // namespace polyscape::track
