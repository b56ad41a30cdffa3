#pragma once
/// Random combinations of a system's equations, as programs.
#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::components {

/// Each is one of the equations, in the order of falling degrees, and random multiples of all that come later: where
/// the system's Jacobian has at least as high a rank as they are many, theirs has full rank. Kept as coefficients,
/// since as polynomials they have all monomials of all equations.
class Combinations {
 public:
  /// `count` of them, at most as many as there are equations.
  Combinations(const algebra::System& system, std::size_t count, Random random);
  /// Of combination i.
  std::size_t degree(std::size_t i) const { return static_cast<std::size_t>(ordered_.equations[i].degree()); }
  /// The first `count` of them at x, nodes for the system's variables.
  std::vector<algebra::Program::Node> append(algebra::Program& program, const std::vector<algebra::Program::Node>& x,
                                             std::size_t count) const;

 private:
  algebra::System ordered_;
  algebra::RationalMatrix coefficients_;
};

}  // namespace polyscape::components
