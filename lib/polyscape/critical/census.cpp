#include "polyscape/critical/census.hpp"

#include "polyscape/base/error.hpp"

namespace polyscape::critical {

Census take_census(std::span<const solve::Solution> solutions, std::span<const CriticalPoint> points) {
  if (solutions.size() != points.size()) throw ArgumentError("take_census: as many points as solutions are needed");
  Census result;
  result.points = solutions.size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    const CriticalPoint& p = points[i];
    if (p.zero_loss.value_or(false)) ++result.zero_loss;
    if (!solutions[i].real) continue;
    ++result.real;
    if (!p.in_interval.value_or(true)) ++result.leaving_interval;
    const Kind kind = p.kind.value_or(Kind::undecided);
    switch (kind) {
      case Kind::minimum:
        ++result.minima;
        break;
      case Kind::saddle:
        ++result.saddles;
        break;
      case Kind::maximum:
        ++result.maxima;
        break;
      case Kind::degenerate:
        ++result.degenerate;
        break;
      case Kind::undecided:
        ++result.undecided;
        break;
    }
    if (kind != Kind::degenerate && kind != Kind::undecided)
      ++result.by_index[static_cast<int>(p.inertia->inertia.negative)];
  }
  return result;
}

}  // namespace polyscape::critical
