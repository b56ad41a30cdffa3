#pragma once
/// Linear programs and linear equations over Q, exactly.
#include <optional>
#include <vector>

#include "polyscape/algebra/linear.hpp"

namespace polyscape::volume {

using algebra::Rational;
using algebra::RationalMatrix;

struct LinearOptimum {
  Rational value;
  std::vector<Rational> at;
};

/// Maximises objective x over x >= 0 with rows x <= limits, where all limits are >= 0, so that 0 is feasible. nullopt
/// where it grows beyond all limits. Simplex method with Bland's rule. Throws ArgumentError for other sizes or a
/// negative limit, Cancelled when the job is.
std::optional<LinearOptimum> maximize(const std::vector<Rational>& objective, const RationalMatrix& rows,
                                      const std::vector<Rational>& limits);

/// A basis of the x with rows x = 0, in `columns` unknowns.
RationalMatrix null_space(RationalMatrix rows, std::size_t columns);

}  // namespace polyscape::volume
