#pragma once
/// From straight-line programs to polynomials, and to homogeneous programs.
#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

/// The outputs as expanded polynomials in the program's variables. Throws ArgumentError when the program has
/// parameters.
std::vector<Polynomial> expand(const Program& program);

/// Multihomogeneous form of a program.
struct Homogenized {
  Program program;                         ///< variables: the n old ones, then one homogenising coordinate a group
  std::vector<std::vector<long>> degrees;  ///< formal degree of each output in each group (at least the true degree)
};

/// Makes every output multihomogeneous with respect to the partition: at each sum, the operand of lower formal degree
/// is multiplied by powers of the homogenising coordinates. Parameters and constants have degree 0. The formal degree
/// exceeds the true one when leading terms cancel; the result is then the true homogenisation times such powers.
Homogenized homogenize(const Program& program, const Partition& partition);

}  // namespace polyscape::algebra
