#pragma once
/// Gradient flow x' = -grad L, by Dormand and Prince's method of order 5 with adaptive steps (Boost.Odeint).
#include <cstdint>
#include <span>
#include <vector>

#include "polyscape/base/names.hpp"
#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

struct FlowOptions {
  double tolerance = 1e-10;  ///< at rest: every |g_i| is at most this times max(1, |L|)
  double error = 1e-8;       ///< of a step, absolute and relative
  double farthest = 1e6;     ///< beyond it has left for infinity
  int most_steps = 200000;
};

enum class FlowEnd { at_rest, left, unfinished };
constexpr auto names_of(FlowEnd) { return std::to_array<std::string_view>({"at rest", "left", "unfinished"}); }

struct Flow {
  std::vector<double> position;
  FlowEnd end = FlowEnd::unfinished;
  double time = 0, travelled = 0, slope = 0;  ///< slope: the largest |g_i| there
  int steps = 0;
};

/// The flow from `start` to where it rests. Close to a critical point without negative eigenvalues, which is asked for
/// from time to time, the end is that point: an explicit method would take long where eigenvalues differ much.
Flow flow_from(const Potential& potential, std::span<const double> start, const FlowOptions& options = {});

}  // namespace polyscape::dynamics
