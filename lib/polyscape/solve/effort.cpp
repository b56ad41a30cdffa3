#include "polyscape/solve/effort.hpp"

#include <algorithm>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/certify/work.hpp"

namespace polyscape::solve {

int affordable_bits(const algebra::Program& system, std::size_t points, double steps, double work, int first,
                    int most) {
  const auto n = static_cast<double>(system.variables());
  const double multiplications = 4 * (n * n * n / 3 + static_cast<double>(algebra::differentiated_cost(system)));
  int best = 0;
  for (int bits = first;; bits = std::min(2 * bits, most)) {
    if (static_cast<double>(points) * steps * multiplications * certify::limb_multiplications(bits) > work) return best;
    best = bits;
    if (bits >= most) return best;
  }
}

}  // namespace polyscape::solve
