#include "polyscape/report/digits.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "polyscape/algebra/decimal.hpp"

namespace polyscape::report {
namespace {

using algebra::Integer;
using algebra::Rational;

constexpr long largest_exponent = 100000;
constexpr int kept_digits = 12, shown_digits = 3, most_integer_digits = 15;

Rational power_of_ten(long exponent) { return algebra::power(Rational(10), exponent); }

/// x / 10^place rounded to an integer, ties to the even digit.
Integer rounded_at(const Rational& x, long place) {
  const Rational scaled = x / power_of_ten(place);
  const long digits = algebra::decimal_exponent(scaled) + 1;
  if (digits >= 1) return algebra::rounded(scaled, static_cast<int>(digits)).numerator();
  return Rational(1, 2) < algebra::abs(scaled) ? Integer(scaled.sign()) : Integer(0);
}

/// The integer v as v * 10^place with a point where it belongs; `place` <= 0.
std::string with_point(const Integer& v, long place) {
  std::string digits = v.sign() < 0 ? (Integer(0) - v).to_string() : v.to_string();
  const auto decimals = static_cast<std::size_t>(-place);
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (decimals > 0) digits.insert(digits.size() - decimals, ".");
  return (v.sign() < 0 ? "-" : "") + digits;
}

/// v * 10^place as 1.23e20, with what stands between digits and exponent.
std::string scientific(const Integer& v, long place, const std::string& between) {
  std::string digits = v.sign() < 0 ? (Integer(0) - v).to_string() : v.to_string();
  const long exponent = static_cast<long>(digits.size()) - 1 + place;
  if (digits.size() > 1) digits.insert(1, ".");
  return (v.sign() < 0 ? "-" : "") + digits + between + fmt::format("e{}", exponent);
}

/// Rounded to so many significant digits; integers below 10^15 keep all of theirs.
std::string rounded_text(const Rational& x, int digits) {
  if (x.is_zero()) return "0";
  const long exponent = algebra::decimal_exponent(x), place = exponent - digits + 1;
  if (exponent >= most_integer_digits || exponent < -4) return scientific(rounded_at(x, place), place, "");
  return with_point(rounded_at(x, std::min(place, 0L)), std::min(place, 0L));
}

/// Whether the decimal ends: only 2 and 5 divide the denominator. Then x * 10^k is an integer for the k returned.
std::optional<long> decimals_of(const Rational& x) {
  constexpr long most = 400;  // of a double's, written in full: fewer than 1100, of which few are ever given
  Rational scaled = x;
  for (long k = 0; k <= most; ++k, scaled *= Rational(10))
    if (scaled.is_integer()) return k;
  return std::nullopt;
}

}  // namespace

std::optional<Rational> number_of(const std::string& cell) {
  if (cell.empty()) return std::nullopt;
  return algebra::parse_number(cell, largest_exponent);
}

std::string decimal_text(const Rational& x) {
  if (x.is_integer()) return x.to_string();
  if (const auto k = decimals_of(x)) return with_point(rounded_at(x, -*k), -*k);
  return rounded_text(x, kept_digits);
}

Rational square_root(const Rational& x) {
  if (x.sign() <= 0) return 0;
  long half = algebra::decimal_exponent(x);
  half = (half - (half % 2 != 0 ? (half < 0 ? -1 : 1) : 0)) / 2;
  const double near_one = (x / power_of_ten(2 * half)).to_double();
  return algebra::rounded(Rational::from_double(std::sqrt(near_one)), kept_digits) * power_of_ten(half);
}

std::string with_error(const Rational& value, const Rational& error) {
  if (error.is_zero()) return decimal_text(value) + "(0)";
  const long first = algebra::decimal_exponent(error);
  const bool one = error < Rational(2) * power_of_ten(first);
  const long place = first - (one ? 1 : 0);
  const Integer v = rounded_at(value, place), e = rounded_at(error, place);
  const long exponent = static_cast<long>(v.digits()) - 1 + place;
  if (exponent >= most_integer_digits) return scientific(v, place, "(" + e.to_string() + ")");
  if (place < 0) return with_point(v, place) + "(" + e.to_string() + ")";
  const Integer unit = algebra::power(Integer(10), static_cast<std::uint64_t>(place));
  return (v * unit).to_string() + "(" + (e * unit).to_string() + ")";
}

std::string page_number(const std::string& cell, Content content) {
  const auto x = number_of(cell);
  if (!x || content == Content::fraction) return cell;
  if (content == Content::measured) return rounded_text(*x, shown_digits);
  if (!x->is_integer()) return decimals_of(*x).value_or(kept_digits) <= 4 ? decimal_text(*x) : rounded_text(*x, 5);
  return x->numerator().digits() > most_integer_digits ? rounded_text(*x, shown_digits) : x->to_string();
}

std::string page_number(const std::string& cell, const std::string& error) {
  const auto x = number_of(cell), e = number_of(error);
  return x && e && e->sign() >= 0 ? with_error(*x, *e) : page_number(cell, Content::number);
}

}  // namespace polyscape::report
