#pragma once
/// What polynomials may grow to. Every operation on them asks before it computes anything, so that no exponent wraps
/// and no machine is filled by a few characters of input: ((x^8192)^8192)^64 is refused here, for every reader and
/// every caller.
#include <cstddef>
#include <cstdint>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

/// Of the total degree: beyond it a typing error is likelier than a polynomial whose zeros can be found.
inline constexpr long largest_degree = 10000;
/// Of numerator and denominator of a coefficient: some five million decimal digits.
inline constexpr std::uint64_t largest_coefficient_bits = std::uint64_t{1} << 24;
/// Of all terms of a polynomial together, and of all polynomials of a file: half a gigabyte.
inline constexpr double most_bits = 0x1p32;

/// How large a polynomial is, or may become.
struct Extent {
  std::size_t variables = 0;
  long degree = -1;  ///< total; -1 for zero
  double terms = 0;
  double bits = 0;  ///< of the largest coefficient, with the common denominator
};

/// Of its terms, coefficients and exponents.
double bits(const Extent& extent);
/// Throws LimitError for more than most_bits.
void require_size(double bits);

// Upper bounds for the product, the power, the sum. Throw LimitError when its degree or its size may exceed the limits.
Extent product_extent(const Extent& a, const Extent& b);
Extent power_extent(const Extent& base, unsigned long exponent);
Extent sum_extent(const Extent& a, const Extent& b, double denominators_bits);
/// Bits of numerator and denominator together.
std::uint64_t bits(const Rational& x);
/// Of both parts, where it is not real.
std::uint64_t bits(const GaussianRational& x);
/// Throws LimitError for a total degree above the limit.
void require_degree(double degree);
/// Throws LimitError for a coefficient of more bits than the limit.
void require_coefficient(double bits);

}  // namespace polyscape::algebra
