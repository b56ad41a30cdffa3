#pragma once
/// Integers and rationals (rational.hpp) as FLINT's own. For sources.
#include <flint/fmpq.h>
#include <flint/fmpz.h>

#include <cmath>

namespace polyscape::algebra {

static_assert(FLINT_BITS == 64 && sizeof(long) == sizeof(fmpz) && sizeof(long[2]) == sizeof(fmpq),
              "FLINT's words are longs");

/// A type whose numbers are one word of FLINT's, and one of two.
template <class X>
concept OneWord = requires(X& x) {
  x.word();
};
template <class X>
concept TwoWords = requires(X& x) {
  x.words();
};

template <OneWord X>
fmpz* flint(X& x) {
  return reinterpret_cast<fmpz*>(x.word());
}
template <OneWord X>
const fmpz* flint(const X& x) {
  return reinterpret_cast<const fmpz*>(x.word());
}
template <TwoWords X>
fmpq* flint(X& x) {
  return reinterpret_cast<fmpq*>(x.words());
}
template <TwoWords X>
const fmpq* flint(const X& x) {
  return reinterpret_cast<const fmpq*>(x.words());
}

/// log10 |x|, -infinity for 0; relative error below 1e-14.
inline double log10_size(const fmpz* x) {
  if (fmpz_is_zero(x)) return -HUGE_VAL;
  long exponent = 0;
  const double mantissa = fmpz_get_d_2exp(&exponent, x);
  return std::log10(std::fabs(mantissa)) + static_cast<double>(exponent) * std::log10(2.0);
}

}  // namespace polyscape::algebra
