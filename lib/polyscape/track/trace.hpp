#pragma once
/// One path, step by step.
#include <vector>

#include "polyscape/track/path_result.hpp"
#include "polyscape/track/step_control.hpp"

namespace polyscape::track {

struct TraceStep {
  double log_t = 0;   ///< behind the step, real part; t = 1 is 0
  double angle = 0;   ///< of t, on loops around t = 0
  double length = 0;  ///< in log t
  StepLimit limit = StepLimit::start;
  int bits = 53;        ///< of the arithmetic
  int corrections = 0;  ///< of Newton's method, in the step that was accepted
  int rejected = 0;     ///< longer steps tried before
  double homogenizing =
      1;  ///< smallest homogenising coordinate over the largest coordinate of its group: 0 at infinity
  double inverse_norm = 0;  ///< of the Jacobian, in the weighted norms: how close to singular
};

struct PathTrace {
  std::vector<TraceStep> steps;
  PathResult result;
};

}  // namespace polyscape::track
