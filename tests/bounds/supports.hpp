#pragma once
/// Supports whose mixed volumes are known.
#include <vector>

#include "polyscape/bounds/mixed_cells.hpp"

namespace polyscape::bounds {

/// The corners of the simplex of that size: the origin and d times each unit vector.
inline Support simplex(std::size_t n, int d) {
  Support result{std::vector<int>(n, 0)};
  for (std::size_t i = 0; i < n; ++i) {
    result.emplace_back(n, 0);
    result.back()[i] = d;
  }
  return result;
}

}  // namespace polyscape::bounds
