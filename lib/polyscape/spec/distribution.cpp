#include "polyscape/spec/distribution.hpp"

#include <flint/fmpz.h>

#include "polyscape/base/error.hpp"
#include "polyscape/spec/ball_kernel.hpp"

namespace polyscape::spec {
namespace {

using algebra::Integer;
using algebra::Rational;

Integer floor(const Rational& x) {
  const Integer numerator = x.numerator(), denominator = x.denominator();
  Integer result;
  fmpz_fdiv_q(result.word(), numerator.word(), denominator.word());
  return result;
}

/// k for the least and the greatest multiple k step of the interval.
std::pair<Integer, Integer> ends(const Distribution& d) {
  return {Integer(0) - floor(-d.low / d.step), floor(d.high / d.step)};
}

// The nearest integer to mean + deviation sqrt(-2 log u) cos(2 pi v) in units of the step; nullopt where the bits do
// not tell.
std::optional<Integer> nearest(const Distribution& d, const Rational& u, const Rational& v, int bits) {
  Ball radius(u, bits), cosine(v * Rational(2), bits);
  arb_log(radius, radius, bits);
  arb_mul_si(radius, radius, -2, bits);
  arb_sqrt(radius, radius, bits);
  arb_cos_pi(cosine, cosine, bits);
  arb_mul(radius, radius, cosine, bits);
  arb_mul(radius, radius, Ball(d.deviation / d.step, bits), bits);
  arb_add(radius, radius, Ball(d.mean / d.step + Rational(1, 2), bits), bits);
  arb_floor(radius, radius, bits);
  Integer result;
  if (arb_get_unique_fmpz(result.word(), radius) == 0) return std::nullopt;
  return result;
}

Rational normal(const Distribution& d, Random& random) {
  const Integer grid = power(Integer(2), 53);
  const Rational u(Integer(static_cast<long>(random.next() >> 11) + 1), grid),
      v(Integer(static_cast<long>(random.next() >> 11)), grid);
  // Half way between two multiples is only what is rational: the mean.
  const bool at_mean =
      u.is_one() || d.deviation.is_zero() || ((v * Rational(4)).is_integer() && !(v * Rational(2)).is_integer());
  if (at_mean) return Rational(floor(d.mean / d.step + Rational(1, 2))) * d.step;
  for (int bits = 128;; bits *= 2)
    if (const auto k = nearest(d, u, v, bits)) return Rational(*k) * d.step;
}

}  // namespace

std::string describe(const Distribution& d) {
  const std::string steps = ", multiples of " + d.step.to_string();
  switch (d.kind) {
    case DistributionKind::tenths:
      return "multiples of 1/10 up to 3, not 0";
    case DistributionKind::uniform:
      return "uniform on [" + d.low.to_string() + ", " + d.high.to_string() + "]" + steps;
    case DistributionKind::normal:
      return "normal, mean " + d.mean.to_string() + ", deviation " + d.deviation.to_string() + steps;
    case DistributionKind::signs:
      return "-1 or 1";
  }
  return "";
}

Integer choices(const Distribution& uniform) {
  const auto [first, last] = ends(uniform);
  return last < first ? Integer(0) : last - first + Integer(1);
}

Rational draw(const Distribution& d, Random& random) {
  if (d.step.sign() <= 0) throw ArgumentError("draw: the step is not positive");
  switch (d.kind) {
    case DistributionKind::tenths: {
      const long magnitude = static_cast<long>(random.below(30)) + 1;
      return Rational(random.below(2) == 0 ? magnitude : -magnitude, 10);
    }
    case DistributionKind::uniform: {
      const auto count = choices(d).to_int64();
      if (!count || *count < 1 || *count > std::int64_t{1} << 62) throw ArgumentError("draw: no choice, or too many");
      return Rational(ends(d).first + Integer(static_cast<long>(random.below(static_cast<std::uint64_t>(*count))))) *
             d.step;
    }
    case DistributionKind::normal:
      return normal(d, random);
    case DistributionKind::signs:
      return random.below(2) == 0 ? -1 : 1;
  }
  return 0;
}

}  // namespace polyscape::spec
