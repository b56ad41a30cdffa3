#pragma once
/// Exact linear algebra over Q.
#include <optional>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

using RationalMatrix = std::vector<std::vector<Rational>>;  ///< rows of equal length

/// Rank over Q. Throws ArgumentError if rows differ in length.
std::size_t rank(const RationalMatrix& matrix);

/// The first rows that are linearly independent and span all rows, increasing. Throws ArgumentError if rows differ in length.
std::vector<std::size_t> independent_rows(const RationalMatrix& matrix);

/// Coefficients with which the rows add up to `target`, some choice of them; nullopt where none do. Throws as above.
std::optional<std::vector<Rational>> combination(const RationalMatrix& rows, const std::vector<Rational>& target);

}  // namespace polyscape::algebra
