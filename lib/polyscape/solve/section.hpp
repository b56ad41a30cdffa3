#pragma once
/// Complete sections of irreducible curves by generic hyperplanes.
///
/// A homotopy that moves the hyperplane and p along loops permutes the section's points, transitively for an
/// irreducible curve (Duff, Hill, Jensen, Lee, Leykin, Sommars, arXiv 1609.08722). The loops run in a complete graph of
/// random hyperplanes and p of very different sizes. Once every point has a partner along every edge, the trace test
/// decides; when it fails the graph grows.
#include <cstdint>
#include <functional>
#include <vector>

#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/trace_test.hpp"

namespace polyscape::solve {

struct Section {
  Hyperplane plane;
  std::vector<Coordinates> points;  ///< accurate to double precision
  TraceTest trace;                  ///< whether these are all
  std::uint64_t paths = 0;          ///< followed in all, those of trace tests among them
};

/// Called with the number of points known so far.
using SectionProgress = std::function<void(std::uint64_t)>;

/// The curve's section by a random hyperplane. spread: standard deviation of the logarithms of the sizes of p. Results
/// depend on the arguments, not on the number of threads.
Section section(const Curve& curve, const Options& options, Random random, const SectionProgress& progress = {},
                double spread = 1);

}  // namespace polyscape::solve
