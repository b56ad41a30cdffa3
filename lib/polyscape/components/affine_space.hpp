#pragma once
/// Generic affine spaces, exactly, and systems restricted to them.
#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::components {

/// The affine space of dimension d on which the first d coordinates are free: generic ones are such graphs. Coordinate d + i is
/// rows[i] . (x_1, .., x_d, 1).
struct AffineSpace {
  std::size_t dimension = 0;
  algebra::RationalMatrix rows;
};

/// In a space of `variables` >= dimension coordinates, with random rational coefficients of modulus at most 2.
AffineSpace random_space(std::size_t variables, std::size_t dimension, Random random);

/// The system on the space, in its free coordinates, which keep their names.
algebra::System restricted(const algebra::System& system, const AffineSpace& space);

/// The point of the space with these free coordinates.
eval::Point lifted(const eval::Point& free, const AffineSpace& space);

}  // namespace polyscape::components
