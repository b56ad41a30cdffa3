#include "polyscape/certify/excess.hpp"

#include <algorithm>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/certify/ball_system_kernel.hpp"
#include "polyscape/certify/rational_zero.hpp"

namespace polyscape::certify {

using algebra::GaussianRational;
using Centre = std::vector<GaussianRational>;

struct Excess::Impl {
  Certifier certifier;
  algebra::Differentiated square;
  algebra::Program excess;
  BallTapes tapes;

  Impl(const algebra::Program& s, const algebra::Program& e)
      : certifier(s), square(algebra::differentiate(s)), excess(e), tapes(tapes_of({e, e.outputs.size(), {}})) {
    if (e.variables() != s.variables())
      throw ArgumentError("Excess: the equations have other variables than the square system");
  }

  /// Some output is not zero anywhere on the polydisc.
  bool bounded_away(const Certificate& c) const {
    Balls x = balls_at(c.centre, c.bits);
    widen(x, c.radius, c.bits);
    const auto values = tapes.values(std::span<const eval::Complex<eval::Ball>>(x), c.bits);
    return std::ranges::any_of(
        values, [](const auto& z) { return arb_contains_zero(z.re.arb()) == 0 || arb_contains_zero(z.im.arb()) == 0; });
  }

  /// At the zero itself, where it is rational.
  std::optional<bool> exactly_zero(const Certificate& c) const {
    const auto zero = rational_zero(square, c.centre);
    if (!zero) return std::nullopt;
    for (std::size_t i = 0; i < c.centre.size(); ++i)
      if (abs(zero->point[i].re - c.centre[i].re) > c.radius || abs(zero->point[i].im - c.centre[i].im) > c.radius)
        return std::nullopt;
    const auto values = algebra::evaluate(excess, std::span<const GaussianRational>(zero->point));
    return std::ranges::all_of(values, &GaussianRational::is_zero);
  }
};

Excess::Excess(const algebra::Program& square, const algebra::Program& excess)
    : impl_(std::make_unique<Impl>(square, excess)) {}
Excess::~Excess() = default;

std::optional<ExcessVerdict> Excess::operator()(const Centre& near, const PrecisionRange& range) const {
  std::optional<ExcessVerdict> best;
  Centre from = near;
  for (int bits = range.first_bits;; bits = std::min(2 * bits, range.max_bits)) {
    if (const auto certificate = impl_->certifier(from, {bits, bits})) {
      if (impl_->bounded_away(*certificate)) return ExcessVerdict{false, Evidence::theorem, bits};
      if (!best)
        if (const auto exact = impl_->exactly_zero(*certificate)) return ExcessVerdict{*exact, Evidence::exact, bits};
      best = ExcessVerdict{true, Evidence::numerical, bits};
      from = certificate->centre;
    }
    if (bits >= range.max_bits) return best;
  }
}

}  // namespace polyscape::certify
