#pragma once
/// Sections of a curve, sorted by its irreducible components.
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::components {

/// Points of one irreducible curve on a hyperplane.
struct Branch {
  std::vector<solve::Coordinates> points;  ///< accurate to double precision
  bool traced = false;                     ///< the trace test passed: these are all, of one irreducible component
};

/// `points`: nonsingular zeros, on the hyperplane, of a system whose zeros near them are a curve (one dimension, any number of equations). Monodromy
/// moves the hyperplane along random loops, which permutes the points of each component transitively; a group that passes the trace test is a component
/// (Sommese, Verschelde, Wampler 2001, 2002). Points that the loops find besides are added. Branches in the order of their first points.
std::vector<Branch> breakup(const algebra::System& system, const solve::Hyperplane& plane, const std::vector<solve::Coordinates>& points,
                            const solve::Options& options, Random random);

/// As many equations as `count`, each the sum of one of the system's and random multiples of those that are left over; in the order of falling degrees.
std::vector<algebra::Polynomial> combined(const algebra::System& system, std::size_t count, Random random);

}  // namespace polyscape::components
