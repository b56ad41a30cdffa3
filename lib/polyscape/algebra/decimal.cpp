#include "polyscape/algebra/decimal.hpp"

#include <flint/fmpz.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace polyscape::algebra {

namespace {

fmpz* z(Integer& x) { return reinterpret_cast<fmpz*>(x.word()); }
const fmpz* z(const Integer& x) { return reinterpret_cast<const fmpz*>(x.word()); }

/// mantissa * 10^exponent.
struct Decimal {
  Integer mantissa;
  long exponent = 0;
};

Integer power_of_ten(long exponent) { return power(Integer(10), static_cast<std::uint64_t>(exponent)); }

// The quotient of two positive integers and what is left over.
std::pair<Integer, Integer> divided(const Integer& a, const Integer& b) {
  std::pair<Integer, Integer> result;
  fmpz_tdiv_qr(z(result.first), z(result.second), z(a), z(b));
  return result;
}

// |x|, not 0, with a mantissa of so many digits, away from zero where `up`, towards it where `down`.
Decimal rounded_modulus(const Rational& x, int digits, Rounding rounding) {
  const long exponent = decimal_exponent(x) - digits + 1;
  Integer top = x.numerator(), bottom = x.denominator();
  if (top.sign() < 0) top *= Integer(-1);
  (exponent > 0 ? bottom : top) *= power_of_ten(std::abs(exponent));
  auto [mantissa, rest] = divided(top, bottom);
  rest += rest;  // against half of the divisor
  const bool odd = fmpz_is_odd(z(mantissa)) != 0;
  if (rounding == Rounding::up ? rest.sign() > 0
                               : rounding == Rounding::nearest && (rest > bottom || (rest == bottom && odd)))
    mantissa += Integer(1);
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
  const Integer top = x.numerator(), bottom = x.denominator();
  const double above = top.log10(), below = bottom.log10(), logarithm = above - below;
  long e = static_cast<long>(std::floor(logarithm));
  // Of the logarithms' rounding errors; nearer to an integer a comparison decides.
  const double margin = 1e-12 + 1e-13 * (std::fabs(above) + std::fabs(below)),
               fraction = logarithm - std::floor(logarithm);
  if (fraction > margin && fraction < 1 - margin) return e;
  const auto reaches = [&](long exponent) {  // |x| >= 10^exponent
    Integer a = top, b = bottom;
    (exponent > 0 ? b : a) *= power_of_ten(std::abs(exponent));
    return fmpz_cmpabs(z(a), z(b)) >= 0;
  };
  while (!reaches(e)) --e;
  while (reaches(e + 1)) ++e;
  return e;
}

Rational rounded(const Rational& x, int digits, Rounding rounding) {
  const Decimal d = rounded_decimal(x, digits, rounding);
  const Integer scale = power_of_ten(std::abs(d.exponent));
  return d.exponent < 0 ? Rational(d.mantissa, scale) : Rational(d.mantissa * scale);
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
