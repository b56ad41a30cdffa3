#pragma once
/// Critical points counted, by kind and index.
#include <map>
#include <span>

#include "polyscape/critical/point.hpp"

namespace polyscape::critical {

struct Census {
  std::size_t points = 0, real = 0;                                                ///< isolated solutions
  std::size_t minima = 0, saddles = 0, maxima = 0, degenerate = 0, undecided = 0;  ///< of the real ones; add up to real
  std::map<int, std::size_t> by_index;  ///< real nondegenerate points by Hessian index
  std::size_t zero_loss = 0;            ///< points, real or not, where every residual vanishes
  std::size_t leaving_interval = 0;     ///< real points outside the interval of an approximation
};

/// Counts. `points` belong to `solutions` in order (ArgumentError if their numbers differ).
Census take_census(std::span<const solve::Solution> solutions, std::span<const CriticalPoint> points);

}  // namespace polyscape::critical
