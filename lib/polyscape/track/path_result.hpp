#pragma once
/// What became of a path.
#include "polyscape/eval/point.hpp"

namespace polyscape::track {

enum class PathEnd { regular, singular, at_infinity, failed };

enum class PathFailure { none, start, precision, steps, undecided, infinite_or_far, cancelled };
/// A sentence for the ledger.
const char* name(PathFailure failure);

struct PathResult {
  PathEnd end = PathEnd::failed;
  PathFailure failure = PathFailure::none;
  eval::Point endpoint;  ///< n affine coordinates; empty at infinity or when failed
  int winding = 1;
  double condition = 0;   ///< of the Jacobian on the patches at a regular end
  double last_log_t = 0;  ///< where the end was decided
  int steps = 0, rejected = 0;
  int highest_bits = 53;  ///< precision that the path needed
};

}  // namespace polyscape::track
