#pragma once
/// H(x, t) = gamma t G + (1 - t) F on projective patches, t from 1 to 0.

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::track {

/// A square homotopy as a program with one parameter, t. Coordinates: n variables, then one homogenising coordinate a
/// group; outputs: n equations, then one affine patch a group.
struct Homotopy {
  algebra::Program program;
  algebra::Partition partition;  ///< of the n variables
  std::size_t variables() const { return program.variables() - partition.size(); }
};

/// The straight line between target F and start G, both multihomogeneous of the same degrees in the same coordinates
/// (n + groups variables). gamma and the patches are drawn from `random`; the rows of F are scaled by powers of two so
/// that their largest constant is about 1.
Homotopy straight_line(const algebra::Program& target, const algebra::Program& start,
                       const algebra::Partition& partition, Random random);

}  // namespace polyscape::track
