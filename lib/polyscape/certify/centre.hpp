#pragma once
/// Centres of certificates: decimals near approximate zeros.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/algebra/rational.hpp"
#include "polyscape/certify/largest_exponent.hpp"

namespace polyscape::certify {

using Centre = std::vector<algebra::GaussianRational>;

/// Digits of a centre: what arithmetic of so many bits resolves, less four.
inline int centre_digits(int bits) {
  constexpr double digits_per_bit = 0.30102999566398120;
  return static_cast<int>(bits * digits_per_bit) - 4;
}

inline bool all_real(const Centre& x) {
  return std::ranges::all_of(x, [](const algebra::GaussianRational& z) { return z.is_real(); });
}

/// Whether a certificate's numbers have that size.
inline bool writable(const algebra::Rational& x) {
  constexpr std::uint64_t surely = 3 * largest_exponent;  // bits: below 10^largest_exponent
  return (x.bits_above() < surely && x.bits_below() < surely) ||
         std::abs(algebra::decimal_exponent(x)) <= largest_exponent;
}
inline bool writable(const algebra::GaussianRational& z) { return writable(z.re) && writable(z.im); }

/// Whether the zero may be that far from its approximation: a thousandth of its size.
inline bool close(const algebra::GaussianRational& a, const algebra::GaussianRational& b,
                  const algebra::Rational& scale) {
  const algebra::GaussianRational moved = a - b;
  return algebra::abs(moved.re) + algebra::abs(moved.im) <=
         algebra::Rational(algebra::Integer(1), algebra::Integer(1000)) * scale;
}

/// Of a polydisc whose centre Newton's step moves by no more than that: large enough for a contraction by a half.
inline algebra::Rational radius_for(const algebra::Rational& step) {
  return algebra::rounded(step * algebra::Rational(algebra::Integer(22), algebra::Integer(10)), 2);
}

}  // namespace polyscape::certify
