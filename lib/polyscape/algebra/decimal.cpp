#include "polyscape/algebra/decimal.hpp"

#include <flint/fmpz.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace polyscape::algebra {

namespace {

fmpz* z(Integer& x) { return reinterpret_cast<fmpz*>(x.word()); }
const fmpz* z(const Integer& x) { return reinterpret_cast<const fmpz*>(x.word()); }

const fmpz* top_of(const Rational& x) { return reinterpret_cast<const fmpz*>(x.words()); }
const fmpz* bottom_of(const Rational& x) { return reinterpret_cast<const fmpz*>(x.words() + 1); }

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
    fmpz_mul(z(result), x, z(powers[static_cast<std::size_t>(exponent)]));
  else
    fmpz_mul(z(result), x, z(power(Integer(10), static_cast<std::uint64_t>(exponent))));
  return result;
}

/// log10 |x|, x not 0.
double log10_size(const fmpz* x) {
  long exponent = 0;
  const double mantissa = fmpz_get_d_2exp(&exponent, x);
  return std::log10(std::fabs(mantissa)) + static_cast<double>(exponent) * std::log10(2.0);
}

// |x|, not 0, with a mantissa of so many digits, away from zero where `up`, towards it where `down`.
Decimal rounded_modulus(const Rational& x, int digits, Rounding rounding) {
  const long exponent = decimal_exponent(x) - digits + 1;
  const Integer moved = shifted(exponent > 0 ? bottom_of(x) : top_of(x), std::abs(exponent));
  const fmpz *top = exponent > 0 ? top_of(x) : z(moved), *bottom = exponent > 0 ? z(moved) : bottom_of(x);
  Integer mantissa, rest;
  fmpz_tdiv_qr(z(mantissa), z(rest), top, bottom);
  fmpz_abs(z(mantissa), z(mantissa));
  bool more = rounding == Rounding::up && rest.sign() != 0;
  if (rounding == Rounding::nearest) {
    fmpz_mul_2exp(z(rest), z(rest), 1);
    const int against_half = fmpz_cmpabs(z(rest), bottom);
    more = against_half > 0 || (against_half == 0 && fmpz_is_odd(z(mantissa)) != 0);
  }
  if (more) fmpz_add_ui(z(mantissa), z(mantissa), 1);
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
  const double above = log10_size(top_of(x)), below = log10_size(bottom_of(x)), logarithm = above - below;
  long e = static_cast<long>(std::floor(logarithm));
  // Of the logarithms' rounding errors; nearer to an integer a comparison decides.
  const double margin = 1e-12 + 1e-13 * (std::fabs(above) + std::fabs(below)),
               fraction = logarithm - std::floor(logarithm);
  if (fraction > margin && fraction < 1 - margin) return e;
  const auto reaches = [&](long exponent) {  // |x| >= 10^exponent
    return exponent > 0 ? fmpz_cmpabs(top_of(x), z(shifted(bottom_of(x), exponent))) >= 0
                        : fmpz_cmpabs(z(shifted(top_of(x), -exponent)), bottom_of(x)) >= 0;
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
