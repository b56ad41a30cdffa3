#pragma once
/// What a kernel needs of a complex scalar beyond + - * /: conversions, moduli as doubles, its precision.
#include <algorithm>
#include <cmath>
#include <complex>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/eval/complex.hpp"
#include "polyscape/eval/double_double.hpp"
#include "polyscape/eval/multiprecision.hpp"

namespace polyscape::eval {

using ComplexDouble = Complex<double>;
using ComplexDoubleDouble = Complex<DoubleDouble>;
using ComplexMultiprecision = Complex<Multiprecision>;

/// Real scalars: `of` rounds an exact number (to `bits` bits where the precision varies).
template <class R>
struct RealTraits;

template <>
struct RealTraits<double> {
  static double of(const algebra::Rational& x, int) { return x.to_double(); }
  static algebra::Rational exact(double x) { return algebra::Rational::from_double(x); }
  static double rounded(double x) { return x; }
  static double epsilon(int) { return 0x1p-52; }
};

template <>
struct RealTraits<DoubleDouble> {
  static DoubleDouble of(const algebra::Rational& x, int) {
    const algebra::DoubleSum sum = x.to_sum();
    return {sum.high, sum.low};
  }
  static algebra::Rational exact(const DoubleDouble& x) { return algebra::Rational::from_sum(x.hi, x.lo); }
  static double rounded(const DoubleDouble& x) { return x.hi; }
  static double epsilon(int) { return 0x1p-102; }
};

template <>
struct RealTraits<Multiprecision> {
  static Multiprecision of(const algebra::Rational& x, int bits) { return Multiprecision(x, bits); }
  static algebra::Rational exact(const Multiprecision& x) { return x.to_exact(); }
  static double rounded(const Multiprecision& x) { return x.to_double(); }
  static double epsilon(int bits) { return std::ldexp(1.0, 2 - bits); }
};

template <class R>
Complex<R> from_exact(const algebra::GaussianRational& z, int bits) {
  return {RealTraits<R>::of(z.re, bits), RealTraits<R>::of(z.im, bits)};
}
template <class R>
algebra::GaussianRational to_exact(const Complex<R>& z) {
  return {RealTraits<R>::exact(z.re), RealTraits<R>::exact(z.im)};
}
template <class R>
std::complex<double> to_complex(const Complex<R>& z) {
  return {RealTraits<R>::rounded(z.re), RealTraits<R>::rounded(z.im)};
}
template <class R>
Complex<R> from_complex(std::complex<double> z) {
  return {R(z.real()), R(z.imag())};
}
/// exp(rate z), as accurate as the scalar allows.
template <class R>
Complex<R> exponential(double rate, std::complex<double> z, int) {
  return from_complex<R>(std::exp(rate * z));
}
/// By as many halvings of the argument, and squarings, as leave the eleventh power below 2^-110.
template <>
inline ComplexDoubleDouble exponential<DoubleDouble>(double rate, std::complex<double> z, int) {
  constexpr int terms = 10;
  const int halvings = std::max(0, std::ilogb(std::max(std::abs(rate) * std::abs(z), 0x1p-9)) + 9);
  const DoubleDouble small = DoubleDouble(rate) * DoubleDouble(std::ldexp(1.0, -halvings));
  const ComplexDoubleDouble a{small * DoubleDouble(z.real()), small * DoubleDouble(z.imag())},
      one{DoubleDouble(1.0), DoubleDouble(0.0)};
  ComplexDoubleDouble rest{};  // exp(a) - 1, which squarings keep accurate while it is small
  for (int k = terms; k >= 1; --k) {
    const ComplexDoubleDouble next = a * (one + rest);
    rest = {next.re / DoubleDouble(k), next.im / DoubleDouble(k)};
  }
  int k = 0;
  for (; k < halvings && std::max(std::abs(rest.re.hi), std::abs(rest.im.hi)) < 0.25; ++k)
    rest = rest * rest + rest + rest;
  ComplexDoubleDouble result = one + rest;
  for (; k < halvings; ++k) result = result * result;
  return result;
}
template <>
inline ComplexMultiprecision exponential<Multiprecision>(double rate, std::complex<double> z, int bits) {
  const auto times = [&](double x) {
    return Multiprecision(algebra::Rational::from_double(rate) * algebra::Rational::from_double(x), bits);
  };
  const Multiprecision modulus = exp(times(z.real()));
  if (z.imag() == 0) return {modulus, Multiprecision(0.0)};
  const auto [cosine, sine] = cos_sin(times(z.imag()));
  return {modulus * cosine, modulus * sine};
}
/// Largest of |re|, |im|: within a factor of sqrt(2) of the modulus, and cheap.
template <class R>
double size(const Complex<R>& z) {
  return std::max(std::abs(RealTraits<R>::rounded(z.re)), std::abs(RealTraits<R>::rounded(z.im)));
}

}  // namespace polyscape::eval
