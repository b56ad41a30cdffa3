#pragma once
/// Generic affine spaces, exactly.
#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/curve.hpp"

namespace polyscape::components {

/// The affine space of dimension d on which the first d coordinates are free: generic ones are such graphs. Coordinate d + i is
/// rows[i] . (x_1, .., x_d, 1).
struct AffineSpace {
  std::size_t dimension = 0;
  algebra::RationalMatrix rows;
};

/// Of modulus 1/4 to 7/4 and either sign, a multiple of 2^-31: fine enough that random ones satisfy no equation by chance.
algebra::Rational generic_rational(Random& random);

/// Generic spaces A_0 < A_1 < .. < A_n of each dimension, one in the other.
class Flag {
 public:
  /// In a space of `variables` coordinates, with generic coefficients.
  Flag(std::size_t variables, Random random);
  /// A_dimension.
  AffineSpace space(std::size_t dimension) const;
  /// A_dimension in the coordinates of A_(dimension + 1).
  AffineSpace hyperplane(std::size_t dimension) const { return {dimension, {rows_[dimension]}}; }

 private:
  algebra::RationalMatrix rows_;  ///< coordinate j + 1 on A_j as an affine form of the first j
};

/// All coordinates of the space's points as nodes of a program whose first variables are the free ones.
std::vector<algebra::Program::Node> append_lifted(algebra::Program& program, const AffineSpace& space);

/// The space's equations in a program whose first variables are all coordinates: each dependent one minus what the free ones say, but for the
/// constants, which are the last column of space.rows.
std::vector<algebra::Program::Node> append_forms(algebra::Program& program, const AffineSpace& space);

/// The point of the space with these free coordinates.
eval::Point lifted(const eval::Point& free, const AffineSpace& space);

/// The equation of a hyperplane of the space of its dimension + 1, to double precision; further unknowns do not occur in it.
solve::Hyperplane hyperplane(const AffineSpace& plane, std::size_t unknowns);

}  // namespace polyscape::components
