#pragma once
/// Machine numbers that carry a bound of their error: enclosures at the price of a few operations, for what needs no
/// more digits than doubles or double-doubles have (running error analysis, Wilkinson; Higham, Accuracy and Stability
/// of Numerical Algorithms, 3.3). Sources that include this must be compiled with -ffp-contract=off.
#include <cmath>

#include "polyscape/eval/scalar_kernel.hpp"

namespace polyscape::eval {

/// A real number x with |x - mid| <= error. What overflows has a bound that is not finite, or not a number: comparisons
/// of bounds must be written so that they fail then.
template <class M>
struct Bounded {
  M mid{};
  double error = 0;
};

/// Relative rounding errors of one operation. Double-double: 3 u^2 for sums, 5 u^2 for products, u = 2^-53 (Joldes,
/// Muller, Popescu, ACM TOMS 44, 2017, algorithms 6 and 10), doubled and more.
template <class M>
inline constexpr double unit_error = 0;
template <>
inline constexpr double unit_error<double> = 0x1p-53;
template <>
inline constexpr double unit_error<DoubleDouble> = 0x1p-102;

namespace detail {

constexpr double smallest_error = 0x1p-900;     // more than what any operation loses by underflow
constexpr double bound_rounding = 1 + 0x1p-49;  // a bound is the sum of a few products: their own roundings

inline double rounding_error(double x) { return unit_error<double> * std::abs(x); }
inline double rounding_error(const DoubleDouble& x) { return unit_error<DoubleDouble> * std::abs(x.hi); }
/// At least |x|.
inline double modulus(double x) { return std::abs(x); }
inline double modulus(const DoubleDouble& x) { return std::abs(x.hi) * (1 + 0x1p-50); }

template <class M>
Bounded<M> bounded(const M& mid, double error) {
  return {mid, (error + rounding_error(mid)) * bound_rounding + smallest_error};
}

}  // namespace detail

template <class M>
Bounded<M> operator+(const Bounded<M>& a, const Bounded<M>& b) {
  return detail::bounded(a.mid + b.mid, a.error + b.error);
}
template <class M>
Bounded<M> operator-(const Bounded<M>& a, const Bounded<M>& b) {
  return detail::bounded(a.mid - b.mid, a.error + b.error);
}
template <class M>
Bounded<M> operator-(const Bounded<M>& a) {
  return {-a.mid, a.error};
}
template <class M>
Bounded<M> operator*(const Bounded<M>& a, const Bounded<M>& b) {
  return detail::bounded(a.mid * b.mid,
                         detail::modulus(a.mid) * b.error + a.error * (detail::modulus(b.mid) + b.error));
}

/// At least |x|.
template <class M>
double modulus(const Bounded<M>& x) {
  return (detail::modulus(x.mid) + x.error) * detail::bound_rounding;
}
/// At least |z|: max + min / 2 is no less than the root of the sum of squares, and does not underflow.
template <class M>
double modulus(const Complex<Bounded<M>>& z) {
  const double a = modulus(z.re), b = modulus(z.im);
  return (a > b ? a + b / 2 : b + a / 2) * detail::bound_rounding;
}

/// The same number with a double in the middle.
inline Bounded<double> in_double(const Bounded<DoubleDouble>& x) {
  return {x.mid.hi, (x.error + std::abs(x.mid.lo)) * detail::bound_rounding};
}

template <class M>
struct RealTraits<Bounded<M>> {
  /// Rational::to_double() and to_sum() are off by no more than their last bits.
  static Bounded<M> of(const algebra::Rational& x, int bits) {
    const M mid = RealTraits<M>::of(x, bits);
    return {mid, 2 * detail::rounding_error(mid) + detail::smallest_error};
  }
};

}  // namespace polyscape::eval
