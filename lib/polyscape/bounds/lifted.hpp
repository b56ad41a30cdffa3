#pragma once
/// Mixed volumes of a system with inner quantities of its program as unknowns: sharper bounds than that of the expanded
/// equations, whose coefficients are tied to each other.
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "polyscape/algebra/lift.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::bounds {

/// One choice of nodes.
struct LiftTry {
  std::string label;
  std::size_t unknowns = 0;                      ///< of the lifted system
  std::optional<algebra::Integer> mixed_volume;  ///< with the origin; nullopt: not within the limit
};

struct LiftSearch {
  /// The lift of smallest mixed volume, of equal ones that with the fewest unknowns; nullopt where none was computed.
  std::optional<algebra::Lift> best;
  algebra::Integer
      mixed_volume;      ///< of the best one: bounds the isolated solutions, with multiplicities (algebra/lift.hpp)
  std::size_t form = 0;  ///< of those given, the best lift's
  std::vector<std::string> groups;  ///< labels of the form's groups that it names
  std::vector<LiftTry> tries;       ///< all of them, in order
};

struct LiftLimits {
  /// Elementary steps for one mixed volume (bounds/mixed_cells.hpp), and products of terms to write its equations out;
  /// once there is one, of the next ones no more than some times what the best took.
  double work = 2e8;
  std::size_t unknowns = 64;  ///< of a lifted system
};

/// For each program, all having the same outputs as polynomials, by increasing number of unknowns: all groups, then one
/// after the other is left out where the mixed volume does not grow without it. Systems with an equation that vanishes
/// identically have none. `names`: of the variables. A cancelled job ends the search with what it has.
LiftSearch smallest_lift(std::span<const algebra::Liftable> forms, const std::vector<std::string>& names, Random random,
                         const LiftLimits& limits = {});

}  // namespace polyscape::bounds
