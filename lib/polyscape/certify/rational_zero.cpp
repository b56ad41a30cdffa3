#include "polyscape/certify/rational_zero.hpp"

#include <algorithm>
#include <cmath>
#include <span>

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

/// The simplest rational near x, unless it is no shorter than an accident: some rational lies near every number; that
/// it takes no more than half of the digits is an accident, or the number itself.
std::optional<Rational> short_rational(const Rational& x, long digits) {
  if (x.is_zero()) return x;
  // Of few digits, in one word: doubles are near enough, and a reach in bits.
  const double rounded = x.to_double(), size = std::max(1.0, std::abs(rounded));
  const bool rough = digits == reaches[0] && std::isfinite(rounded);
  const Rational reach = rough ? Rational::from_double(std::ldexp(size, -30))
                               : std::max(Rational(1), abs(x)) * algebra::power(Rational(10), -digits);
  const Rational middle = rough ? Rational::from_double(rounded) : x;
  Rational result = algebra::simplest_between(middle - reach, middle + reach);
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
  double known = 0;  // digits
  for (const GaussianRational& z : near)
    known = std::max({known, z.re.denominator().log10(), z.im.denominator().log10()});
  for (const long digits : reaches) {
    if (cancellation_requested() || (digits == reaches[2] && known < static_cast<double>(digits))) break;
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
