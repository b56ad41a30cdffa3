#include "polyscape/certify/rational_zero.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

#include "polyscape/algebra/residues.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::certify {

using algebra::GaussianRational;
using algebra::Rational;
using algebra::RationalMatrix;

namespace {

// Digits of the approximations: singular zeros', centres of certificates in machine numbers, in balls; of the
// coordinate where it is larger than 1.
constexpr long reaches[] = {9, 24, 30};
constexpr std::uint64_t least_bits = 100;  // of a denominator of so many digits

__extension__ using Wide = __int128;

/// The simplest fraction in [low, high] / 2^bits with a denominator of at most `most`, by continued fractions of both
/// ends; nullopt: there is none. 0 < low <= high.
std::optional<Rational> simplest_fraction(Wide low, Wide high, int bits, std::int64_t most) {
  Wide a = low, b = Wide(1) << bits, c = high, d = b;  // a/b <= c/d
  Wide p = 1, q = 0, before_p = 0, before_q = 1;
  for (;;) {
    const Wide whole = a / b;
    const bool exact = whole * b == a;
    const bool last = exact || (whole + 1) * d <= c;
    const Wide term = last && !exact ? whole + 1 : whole;
    before_p = std::exchange(p, term * p + before_p);
    before_q = std::exchange(q, term * q + before_q);
    if (q > most) return std::nullopt;
    if (last) return Rational(static_cast<long>(p), static_cast<long>(q));
    a -= whole * b, c -= whole * d;
    std::swap(a, d), std::swap(b, c);  // the reciprocals, in order
  }
}

/// The simplest rational near x, unless it is no shorter than an accident: some rational lies near every number; that
/// it takes no more than half of the digits is an accident, or the number itself.
std::optional<Rational> short_rational(const Rational& x, long digits) {
  if (x.is_zero()) return x;
  const double rounded = x.to_double(), size = std::max(1.0, std::abs(rounded));
  // As many digits as two doubles hold are worked with in machine integers.
  constexpr int bits = 100;
  constexpr double largest = 0x1p20;
  if (digits <= 24 && size < largest) {
    const auto [high, low] = x.to_sum();
    const Wide middle = static_cast<Wide>(std::ldexp(high, bits)) + static_cast<Wide>(std::ldexp(low, bits)),
               distance = middle < 0 ? -middle : middle,
               reach = static_cast<Wide>(std::ldexp(size * std::pow(10.0, -static_cast<double>(digits)), bits));
    if (distance <= reach) return Rational(0);
    auto result = simplest_fraction(distance - reach, distance + reach, bits,
                                    static_cast<std::int64_t>(std::pow(10.0, static_cast<double>(digits) / 2)));
    if (result && middle < 0) *result = -*result;
    return result;
  }
  const Rational reach = std::max(Rational(1), abs(x)) * algebra::power(Rational(10), -digits);
  Rational result = algebra::simplest_between(x - reach, x + reach);
  if (2 * result.denominator().log10() > static_cast<double>(digits)) return std::nullopt;
  return result;
}

/// Short rationals near all coordinates.
std::optional<std::vector<GaussianRational>> candidate(const std::vector<GaussianRational>& near, long digits) {
  std::vector<GaussianRational> point;
  for (const GaussianRational& z : near) {
    const auto re = short_rational(z.re, digits), im = re ? short_rational(z.im, digits) : std::nullopt;
    if (!im) return std::nullopt;
    point.emplace_back(*re, *im);
  }
  return point;
}

const algebra::ResidueField& field() {
  static const algebra::ResidueField result{Random(1)};
  return result;
}

RationalZero described(const algebra::Differentiated& system, std::vector<GaussianRational> point,
                       const std::vector<GaussianRational>& outputs) {
  const algebra::GaussianMatrix jacobian = algebra::jacobian_from(system, outputs);
  RationalZero result{std::move(point), algebra::rank(jacobian), std::nullopt};
  RationalMatrix real_part;
  bool square_and_real = system.values == result.point.size();
  for (const auto& row : jacobian) {
    real_part.emplace_back();
    for (const GaussianRational& entry : row) real_part.back().push_back(entry.re);
    square_and_real = square_and_real && std::ranges::all_of(row, &GaussianRational::is_real);
  }
  if (square_and_real && algebra::is_symmetric(real_part)) result.inertia = algebra::inertia(std::move(real_part));
  return result;
}

}  // namespace

std::optional<RationalZero> rational_zero(const algebra::Differentiated& system,
                                          const std::vector<GaussianRational>& near) {
  if (near.size() != system.program.variables())
    throw ArgumentError("rational_zero: the point has another number of coordinates than the system variables");
  std::uint64_t known = 0;  // bits
  for (const GaussianRational& z : near) known = std::max({known, z.re.bits_below(), z.im.bits_below()});
  for (const long digits : reaches) {
    if (cancellation_requested() || (digits == reaches[2] && known < least_bits)) break;
    auto point = candidate(near, digits);
    if (!point || !algebra::vanish(system.program, system.values, *point, field()).value_or(true)) continue;
    const auto outputs = algebra::evaluate(system.program, std::span<const GaussianRational>(*point));
    if (cancellation_requested()) break;
    if (std::all_of(outputs.begin(), outputs.begin() + static_cast<std::ptrdiff_t>(system.values),
                    [](const GaussianRational& z) { return z.is_zero(); }))
      try {
        return described(system, std::move(*point), outputs);
      } catch (const Cancelled&) {
        break;
      }
  }
  return std::nullopt;
}

}  // namespace polyscape::certify
