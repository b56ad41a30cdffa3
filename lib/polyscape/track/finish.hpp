#pragma once
/// What a tracker says of a path that it has followed.
#include <complex>
#include <optional>
#include <vector>

#include "polyscape/eval/point.hpp"
#include "polyscape/track/cycle.hpp"
#include "polyscape/track/path_result.hpp"

namespace polyscape::track {

/// Where a path was carried to, on the patches.
struct Carried {
  std::vector<std::complex<double>> x;  ///< empty: the path failed
  eval::Point digits;                   ///< all of them, of a path that took more than double precision
  int bits = 53;
  PathFailure failure = PathFailure::none;
};

/// A path at its end.
struct Finish {
  PathResult result;
  std::optional<Cycle> found;                  ///< the cycle that its loops were
  std::optional<CyclePlace> joined;            ///< a known one that it belongs to, by index
  std::vector<std::complex<double>> crossing;  ///< affine coordinates at endgame_log_t; empty: it did not come so far
};

}  // namespace polyscape::track
