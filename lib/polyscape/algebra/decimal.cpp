#include "polyscape/algebra/decimal.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "polyscape/algebra/flint_kernel.hpp"

namespace polyscape::algebra {

namespace {

/// mantissa * 10^exponent.
struct Decimal {
  Integer mantissa;
  long exponent = 0;
};

/// x * 10^exponent.
Integer shifted(const fmpz* x, long exponent) {
  constexpr std::size_t kept = 128;
  static const std::vector<Integer> powers = [] {
    std::vector<Integer> list(1, Integer(1));
    while (list.size() < kept) list.push_back(list.back() * Integer(10));
    return list;
  }();
  Integer result;
  if (static_cast<std::size_t>(exponent) < kept)
    fmpz_mul(flint(result), x, flint(powers[static_cast<std::size_t>(exponent)]));
  else
    fmpz_mul(flint(result), x, flint(power(Integer(10), static_cast<std::uint64_t>(exponent))));
  return result;
}

// |x|, not 0, with a mantissa of so many digits, away from zero where `up`, towards it where `down`.
Decimal rounded_modulus(const Rational& x, int digits, Rounding rounding) {
  const long exponent = decimal_exponent(x) - digits + 1;
  const Integer moved = shifted(exponent > 0 ? fmpq_denref(flint(x)) : fmpq_numref(flint(x)), std::abs(exponent));
  const fmpz *top = exponent > 0 ? fmpq_numref(flint(x)) : flint(moved),
             *bottom = exponent > 0 ? flint(moved) : fmpq_denref(flint(x));
  Integer mantissa, rest;
  fmpz_tdiv_qr(flint(mantissa), flint(rest), top, bottom);
  fmpz_abs(flint(mantissa), flint(mantissa));
  bool more = rounding == Rounding::up && rest.sign() != 0;
  if (rounding == Rounding::nearest) {
    fmpz_mul_2exp(flint(rest), flint(rest), 1);
    const int against_half = fmpz_cmpabs(flint(rest), bottom);
    more = against_half > 0 || (against_half == 0 && fmpz_is_odd(flint(mantissa)) != 0);
  }
  if (more) fmpz_add_ui(flint(mantissa), flint(mantissa), 1);
  return {std::move(mantissa), exponent};
}

Decimal rounded_decimal(const Rational& x, int digits, Rounding rounding) {
  if (x.is_zero()) return {};
  const bool negative = x.sign() < 0;
  if (negative && rounding != Rounding::nearest) rounding = rounding == Rounding::up ? Rounding::down : Rounding::up;
  Decimal result = rounded_modulus(x, std::max(digits, 1), rounding);
  if (negative) result.mantissa *= Integer(-1);
  return result;
}

}  // namespace

long decimal_exponent(const Rational& x) {
  if (x.is_zero()) return 0;
  const double above = log10_size(fmpq_numref(flint(x))), below = log10_size(fmpq_denref(flint(x))),
               logarithm = above - below;
  long e = static_cast<long>(std::floor(logarithm));
  // Of the logarithms' rounding errors; nearer to an integer a comparison decides.
  const double margin = 1e-12 + 1e-13 * (std::fabs(above) + std::fabs(below)),
               fraction = logarithm - std::floor(logarithm);
  if (fraction > margin && fraction < 1 - margin) return e;
  const auto reaches = [&](long exponent) {  // |x| >= 10^exponent
    return exponent > 0 ? fmpz_cmpabs(fmpq_numref(flint(x)), flint(shifted(fmpq_denref(flint(x)), exponent))) >= 0
                        : fmpz_cmpabs(flint(shifted(fmpq_numref(flint(x)), -exponent)), fmpq_denref(flint(x))) >= 0;
  };
  while (!reaches(e)) --e;
  while (reaches(e + 1)) ++e;
  return e;
}

Rational rounded(const Rational& x, int digits, Rounding rounding) {
  Decimal d = rounded_decimal(x, digits, rounding);
  return times_power_of_ten(std::move(d.mantissa), d.exponent);
}

std::string decimal(const Rational& x, int digits, Rounding rounding) {
  if (x.is_zero()) return "0";
  const Decimal d = rounded_decimal(x, digits, rounding);
  std::string mantissa = d.mantissa.to_string(), result;
  if (mantissa[0] == '-') {
    result = "-";
    mantissa.erase(0, 1);
  }
  const long exponent = d.exponent + static_cast<long>(mantissa.size()) - 1;
  while (mantissa.size() > 1 && mantissa.back() == '0') mantissa.pop_back();
  result += mantissa.substr(0, 1);
  if (mantissa.size() > 1) result += "." + mantissa.substr(1);
  if (exponent != 0) result += "e" + std::to_string(exponent);
  return result;
}

std::string decimal(const Rational& x, int digits) { return decimal(x, digits, Rounding::nearest); }

}  // namespace polyscape::algebra
