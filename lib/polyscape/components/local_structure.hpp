#pragma once
/// The local ring of a zero: isolated or not, and its multiplicity, from Macaulay matrices.
#include <optional>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::components {

struct LocalStructure {
  /// Dimensions of the spaces of differential conditions of order 0, 1, 2, .. at the zero: nullities of Macaulay
  /// matrices (Dayton, Zeng 2005). An isolated zero's come to rest at its multiplicity, a point of a component has ever
  /// more (Bates, Hauenstein, Peterson, Sommese 2009).
  std::vector<std::size_t> nullities;
  bool isolated = false;
  std::size_t multiplicity = 0;  ///< of an isolated zero
  int deflations = 0;  ///< that it took to make Newton's method converge quadratically, where digits were missing
  eval::Point zero;    ///< to 212 bits
};

/// Of a zero known to `bits` bits, relative to its largest coordinate or 1; where ranks need more, deflation makes them
/// (33 do for that). most: a bound on its multiplicity if it is isolated (paths that end there): larger nullities show
/// that it is not. All ranks are decided as the precision rises. nullopt: not decided, since deflation did not end, the
/// matrices became too large, or singular values neither stayed nor shrank.
std::optional<LocalStructure> local_structure(const algebra::System& system, const eval::Point& zero, int bits,
                                              std::size_t most, Random random);

}  // namespace polyscape::components
