#pragma once
/// The trace test: the points that parallel generic hyperplanes cut out of a curve sum to an affine function of the
/// offset, those of a proper subset do not (Sommese, Verschelde, Wampler 2002).
#include <cstdint>
#include <vector>

#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/options.hpp"

namespace polyscape::solve {

/// The second difference of the sum over the points as the plane moves by equal steps, over the sum of the points' own.
struct TraceTest {
  double error = 1;         ///< 0 but for rounding when no point is missing; 1 where the test could not be made
  std::uint64_t paths = 0;  ///< followed
  bool passed() const { return error <= tolerance; }
  static constexpr double tolerance = 1e-80;  ///< at 424 bits, which leave 1e-100 or so
};

/// Of `points` as the section of the curve by the plane. At 212 bits first, then at 424: what is missing does not
/// shrink with the precision, and of points that move almost linearly it is tiny from the start. `moving`: made for
/// curve.map. Coordinates that the plane leaves out, of unknowns that depend on the others, are not summed.
TraceTest trace_test(const MovingCut& moving, const Curve& curve, const Hyperplane& plane,
                     const std::vector<Coordinates>& points, const Options& options, Random random);

}  // namespace polyscape::solve
