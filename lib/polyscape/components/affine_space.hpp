#pragma once
/// Generic affine spaces, exactly.
#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/curve.hpp"

namespace polyscape::components {

/// The affine space of the points rows . (y_1, .., y_d, 1).
struct AffineSpace {
  std::size_t dimension = 0;      ///< d
  algebra::RationalMatrix rows;   ///< one a coordinate of the surrounding space
  algebra::RationalMatrix forms;  ///< its equations: form . x = value, the value last; orthonormal
};

/// Of modulus 1/4 to 7/4 and either sign, a multiple of 2^-31: fine enough that random ones satisfy no equation by
/// chance.
algebra::Rational generic_rational(Random& random);

/// Generic spaces A_0 < A_1 < .. < A_n of each dimension, one in the other: in the coordinates y = Q' x, Q a random
/// orthogonal matrix, A_d is where y_(d + 1), .., y_n have generic values. The coordinates on A_d are y_1, .., y_d,
/// which are as large as the point is; on A_n they are x, in which equations are sparse.
class Flag {
 public:
  /// In a space of `variables` coordinates.
  Flag(std::size_t variables, Random random);
  /// A_dimension.
  AffineSpace space(std::size_t dimension) const;
  /// A_dimension in the coordinates of A_(dimension + 1).
  AffineSpace hyperplane(std::size_t dimension) const;

 private:
  algebra::RationalMatrix q_;  ///< exactly orthogonal
  std::vector<algebra::Rational> values_;
};

/// All coordinates of the space's points as nodes of a program whose first variables are the coordinates on it.
std::vector<algebra::Program::Node> append_lifted(algebra::Program& program, const AffineSpace& space);

/// The left sides of the space's equations in a program whose first variables are all coordinates.
std::vector<algebra::Program::Node> append_forms(algebra::Program& program, const AffineSpace& space);

/// The point of the space with these coordinates on it.
eval::Point lifted(const eval::Point& y, const AffineSpace& space);

/// The first of the space's equations, to double precision; unknowns beyond its coordinates do not occur in it.
solve::Hyperplane hyperplane(const AffineSpace& space, std::size_t unknowns);

}  // namespace polyscape::components
