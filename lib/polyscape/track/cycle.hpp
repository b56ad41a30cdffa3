#pragma once
/// Paths that change places around t = 0: one Cauchy loop runs through the places of all of them, and their ends are
/// one.
#include <complex>
#include <vector>

#include "polyscape/eval/point.hpp"
#include "polyscape/track/path_result.hpp"

namespace polyscape::track {

/// The paths of one confirmed Cauchy loop.
struct Cycle {
  double s = 0;                     ///< log t of the loop
  std::vector<eval::Point> places;  ///< of the paths there, on the patches: where the loop came by, turn after turn
  std::vector<std::complex<double>> limit;  ///< of all of them, rounded
  double extent = 0;                        ///< of the loop: how far it led away from its first place
  PathResult result;                        ///< of the path that found it
};

/// Where a path was seen to be one of a cycle that is known.
struct CyclePlace {
  std::size_t cycle, place;
  auto operator<=>(const CyclePlace&) const = default;
};

}  // namespace polyscape::track
