#include "polyscape/certify/rational_zero.hpp"

#include <algorithm>
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

constexpr long reaches[] = {
    9, 30};  // digits of the approximations, singular zeros' first; of the coordinate where it is larger than 1

Rational simplest(const Rational& x, long digits) {
  const Rational reach = std::max(Rational(1), abs(x)) * algebra::power(Rational(10), -digits);
  return algebra::simplest_between(x - reach, x + reach);
}

// Some rational lies near every number; that it takes no more than half of the digits is an accident, or the number
// itself.
bool is_short(const Rational& x, long digits) { return 2 * x.denominator().log10() <= static_cast<double>(digits); }

// The simplest rationals near the coordinates; nullopt where one of them is no shorter than an accident.
std::optional<std::vector<GaussianRational>> candidate(const std::vector<GaussianRational>& near, long digits) {
  std::vector<GaussianRational> point;
  for (const GaussianRational& z : near) {
    point.emplace_back(simplest(z.re, digits), simplest(z.im, digits));
    if (!is_short(point.back().re, digits) || !is_short(point.back().im, digits)) return std::nullopt;
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
  for (const long digits : reaches) {
    if (cancellation_requested()) break;
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
