#pragma once
/// Critical points counted: by kind and index, minima by loss, orbits under symmetries.
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/critical/point.hpp"

namespace polyscape::critical {

struct Census {
  std::size_t points = 0, real = 0;                                                ///< isolated solutions
  std::size_t minima = 0, saddles = 0, maxima = 0, degenerate = 0, undecided = 0;  ///< of the real ones; add up to real
  std::map<int, std::size_t> by_index;      ///< real nondegenerate points by Hessian index
  std::vector<std::size_t> minima_by_loss;  ///< indices of minima, lowest loss first (exact comparison)
  std::optional<std::size_t>
      global_minimum;                ///< index of the real point of lowest loss, when it is no saddle or maximum
  std::size_t zero_loss = 0;         ///< points, real or not, where every residual vanishes
  std::size_t leaving_interval = 0;  ///< real points outside the interval of an approximation
};

/// Counts. `points` belong to `solutions` in order (ArgumentError if their numbers differ).
Census take_census(std::span<const solve::Solution> solutions, std::span<const CriticalPoint> points);

/// "0:2 1:1": index:count, as in published tables; "" when empty.
std::string index_counts(const std::map<int, std::size_t>& by_index);

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
