#pragma once
/// Rationals as decimals of a given length, in integer arithmetic: any size, and no digit wrong.
#include <string>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

/// How a number becomes one of fewer digits. down, up: to -infinity, to infinity, for bounds.
enum class Rounding {
  nearest,  ///< ties to the even digit
  down,
  up,
};

/// The number rounded to `digits` (at least 1) significant decimal digits.
Rational rounded(const Rational& x, int digits, Rounding rounding = Rounding::nearest);

/// The same as text, as decimal() of rational.hpp writes it.
std::string decimal(const Rational& x, int digits, Rounding rounding);

/// The exponent e of 10^e <= |x| < 10^(e + 1); 0 for 0.
long decimal_exponent(const Rational& x);

}  // namespace polyscape::algebra
