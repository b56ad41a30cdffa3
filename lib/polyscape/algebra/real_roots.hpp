#pragma once
/// Signs of polynomials in one variable over Q, decided exactly. A polynomial is its coefficients, constant first.
#include <cstddef>
#include <span>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

/// Number of distinct real roots. Throws ArgumentError for the zero polynomial. Square-free part, then Descartes' rule
/// or Sturm's sequence.
std::size_t real_root_count(std::span<const Rational> coefficients);

/// p(x) >= 0 for all real x.
bool is_nonnegative(std::span<const Rational> coefficients);
/// p(x) > 0 for all real x.
bool is_positive(std::span<const Rational> coefficients);
/// p(x) >= 0 for low <= x <= high. Throws ArgumentError unless low < high.
bool is_nonnegative(std::span<const Rational> coefficients, const Rational& low, const Rational& high);

}  // namespace polyscape::algebra
