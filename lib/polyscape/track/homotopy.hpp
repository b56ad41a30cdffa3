#pragma once
/// Homotopies H(x; p(s)): systems whose parameters move with s = log t.
#include <complex>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::track {

/// A parameter on its way: offset + factor (t / t0)^exponent. Exponent 1 gives straight lines, others polyhedral
/// homotopies, which go the other way and have negative ones.
struct ParameterPath {
  std::complex<double> offset = 0, factor = 1;
  double exponent = 1;  ///< > 0 where t tends to 0
  double log_t0 = 0;
  /// Taylor coefficients of order 0..order in s = log t at a real s, which may be -infinity (t = 0).
  void coefficients(double s, int order, std::complex<double>* result) const;
};

/// A square homotopy as a program. Coordinates: n variables, then one homogenising coordinate a group; outputs: n
/// equations, then one affine patch a group.
struct Homotopy {
  algebra::Program program;
  algebra::Partition partition;             ///< of the n variables
  std::vector<ParameterPath> parameters;    ///< of the program
  std::vector<std::complex<double>> patch;  ///< a_i of each coordinate: sum of a_i x_i over a group is 1
  std::size_t variables() const { return program.variables() - partition.size(); }
};

/// Draws a random patch a group and appends its equation to the outputs.
void add_patches(Homotopy& homotopy, Random random);

/// H = gamma t G + (1 - t) F, the straight line between target F and start G, both multihomogeneous of the same degrees
/// in the same coordinates (n + groups variables). gamma and the patches are drawn from `random`; the rows of F are
/// scaled by powers of two to the size of G's.
Homotopy straight_line(const algebra::Program& target, const algebra::Program& start,
                       const algebra::Partition& partition, Random random);

}  // namespace polyscape::track
