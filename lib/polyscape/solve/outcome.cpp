#include "polyscape/solve/outcome.hpp"

#include <algorithm>

namespace polyscape::solve {

Outcome without_paths(const std::string& reason) {
  Outcome nothing;
  nothing.start = "none";
  nothing.start_reason = reason;
  return nothing;
}

void sort_by_coordinates(std::vector<Solution>& solutions) {
  std::ranges::stable_sort(solutions, [](const Solution& a, const Solution& b) {
    const eval::PackedPoint &x = a.coordinates, &y = b.coordinates;
    for (std::size_t i = 0; i < std::min(x.size(), y.size()); ++i) {
      const std::complex<double> p = x.rounded(i), q = y.rounded(i);
      if (p.real() != q.real()) return p.real() < q.real();
      if (p.imag() != q.imag()) return p.imag() < q.imag();
    }
    return x.size() < y.size();
  });
}

}  // namespace polyscape::solve
