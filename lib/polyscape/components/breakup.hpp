#pragma once
/// Sections of a curve, sorted by its irreducible components.
#include <functional>
#include <vector>

#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::components {

/// Points of one irreducible curve on a hyperplane.
struct Branch {
  std::vector<solve::Coordinates> points;  ///< accurate to double precision
  bool traced = false;                     ///< the trace test passed: these are all, of one irreducible component
};

/// `points`: nonsingular points of the curve on the hyperplane. Monodromy moves the hyperplane along random loops,
/// which permutes the points of each component transitively; a group that passes the trace test is a component
/// (Sommese, Verschelde, Wampler 2001, 2002). Points that the loops find besides are added where `belongs` says that
/// they lie on the components sought, not on others of the curve. Branches in the order of their first points.
/// report: how many points are of components that are known, of those found so far.
std::vector<Branch> breakup(const solve::Curve& curve, const solve::Hyperplane& plane,
                            const std::vector<solve::Coordinates>& points,
                            const std::function<bool(const solve::Coordinates&)>& belongs,
                            const solve::Options& options, Random random, const solve::ProgressReport& report = {});

}  // namespace polyscape::components
