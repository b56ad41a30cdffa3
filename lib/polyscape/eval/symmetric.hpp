#pragma once
/// Inertia of real symmetric matrices that are known to any precision.
#include <vector>

#include "polyscape/eval/rank.hpp"

namespace polyscape::eval {

using algebra::Inertia;

struct InertiaDecision {
  Inertia inertia;
  bool decided = false;             ///< every eigenvalue either shrank with the precision or stayed
  int precision_bits = 0;           ///< the last precision computed
  std::vector<double> eigenvalues;  ///< rising, at the last precision; values decided to be zero are 0
  double condition = 0;             ///< largest over smallest modulus; infinity with a zero eigenvalue
};

/// Decides the inertia of the symmetric matrices that the source returns (their lower triangles are not read apart from
/// the upper ones: symmetry is required up to rounding). Zero only when the eigenvalue shrinks with the precision, up
/// to options.last_bits; undecided ones count by their sign at the last precision.
/// Throws ArgumentError when a matrix is not square, not real, or changes its size.
InertiaDecision decide_inertia(const MatrixSource& source, const RankOptions& options = {});

/// Of the symmetric Jacobian (a Hessian) at a real point.
InertiaDecision inertia_at(const Evaluator& gradient, const PointSource& point, const RankOptions& options = {});

}  // namespace polyscape::eval
