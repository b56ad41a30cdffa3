#include "polyscape/certify/krawczyk.hpp"

#include <memory>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/certify/ball_system_kernel.hpp"

namespace polyscape::certify {

using algebra::decimal;
using algebra::GaussianRational;
using algebra::Rational;
using eval::Ball;
using Centre = std::vector<GaussianRational>;

namespace {

constexpr double digits_per_bit = 0.30102999566398120;
constexpr int newton_steps = 12;
constexpr double farthest = 1e-3;  // that the zero may be from its approximation, relative to its size
constexpr long small = -3;         // decimal exponent of points whose own size, in place of 1, is tried too

// Digits of a centre: what arithmetic of so many bits resolves.
int digits_of(int bits) { return static_cast<int>(bits * digits_per_bit) - 4; }

bool writable(const Rational& x) { return std::abs(decimal_exponent(x)) <= largest_exponent; }

std::optional<Rational> exact_bound(const mag_t x) {
  arf_t number;
  arf_init(number);
  arf_set_mag(number, x);
  auto result = exact(number);
  arf_clear(number);
  return result;
}

/// An upper bound of moduli and of sums of them.
class UpperBound {
 public:
  UpperBound() { mag_init(x_); }
  ~UpperBound() { mag_clear(x_); }
  UpperBound(const UpperBound&) = delete;
  UpperBound& operator=(const UpperBound&) = delete;
  void add(const acb_t z) {
    const UpperBound modulus(z);
    mag_add(x_, x_, modulus.x_);
  }
  void raise_to(const UpperBound& other) { mag_max(x_, x_, other.x_); }
  void raise_to(const acb_t z) { raise_to(UpperBound(z)); }
  /// nullopt where it bounds nothing, or nothing of use.
  std::optional<Rational> value() const { return exact_bound(x_); }

 private:
  explicit UpperBound(const acb_t z) : UpperBound() { acb_get_mag(x_, z); }
  mag_t x_;
};

std::optional<Rational> decimal_midpoint(const Ball& x, int bits) {
  const auto middle = exact(arb_midref(x.arb()));
  if (!middle) return std::nullopt;
  return rounded(*middle, digits_of(bits));
}

/// Without the real and imaginary parts that are no larger than that.
Centre without_small_parts(Centre x, const Rational& largest) {
  for (GaussianRational& z : x)
    for (Rational* part : {&z.re, &z.im})
      if (abs(*part) <= largest) *part = 0;
  return x;
}

bool all_real(const Centre& x) {
  return std::ranges::all_of(x, [](const GaussianRational& z) { return z.is_real(); });
}

}  // namespace

std::vector<std::array<std::string, 2>> centre_text(const Certificate& certificate) {
  const int digits = digits_of(certificate.bits);
  std::vector<std::array<std::string, 2>> result;
  for (const GaussianRational& z : certificate.centre) result.push_back({decimal(z.re, digits), decimal(z.im, digits)});
  return result;
}

struct Certifier::Impl {
  BallSystem system;
  bool real;

  explicit Impl(const algebra::Program& program) : system(program), real(system.code().real()) {}
  std::size_t size() const { return system.size(); }
  using Evaluation = BallSystem::Evaluation;
  void evaluate(const Balls& x, int bits, Evaluation& at) const { system.evaluate(x, bits, at); }

  // Newton's method on midpoints, until it gains nothing more of a point of that size.
  std::optional<Centre> polished(const Centre& near, int bits, const Rational& scale) const {
    Balls x = balls_at(near, bits);
    const bool on_the_reals = real && all_real(near);
    Evaluation at(size());
    BallMatrix step(size(), 1);
    Rational last;
    const Rational resolution = scale * algebra::power(Rational(2), -bits);
    for (int k = 0; k < newton_steps; ++k) {
      evaluate(x, bits, at);
      if (!acb_mat_approx_solve(step.get(), at.jacobian.get(), at.value.get(), bits)) return std::nullopt;
      UpperBound moved;
      for (std::size_t i = 0; i < size(); ++i) {
        const auto subtract = [&](Ball& part, const arb_t from) {
          arb_sub(part.arb(), part.arb(), from, bits);
          mag_zero(arb_radref(part.arb()));
        };
        subtract(x[i].re, acb_realref(step.at(i, 0)));
        if (!on_the_reals) subtract(x[i].im, acb_imagref(step.at(i, 0)));
        if (!arb_is_finite(x[i].re.arb()) || !arb_is_finite(x[i].im.arb())) return std::nullopt;
        moved.raise_to(step.at(i, 0));
      }
      const auto now = moved.value();
      if (!now) return std::nullopt;
      if (*now <= resolution || (k > 0 && *now + *now > last)) break;
      last = *now;
    }
    Centre result;
    for (std::size_t i = 0; i < size(); ++i) {
      const auto re = decimal_midpoint(x[i].re, bits), im = decimal_midpoint(x[i].im, bits);
      if (!re || !im || !writable(*re) || !writable(*im)) return std::nullopt;
      result.emplace_back(*re, *im);
      const GaussianRational moved = result[i] - near[i];
      if (abs(moved.re) + abs(moved.im) > Rational::from_double(farthest) * scale) return std::nullopt;
    }
    return result;
  }

  // The radius, more than twice the least one, of a polydisc around the centre that is mapped into its interior;
  // nullopt when none is found.
  std::optional<Rational> radius(const Centre& centre, int bits, const Rational& least) const {
    Balls x = balls_at(centre, bits);
    Evaluation at(size());
    evaluate(x, bits, at);
    BallMatrix inverse(size(), size()), step(size(), 1);
    if (!acb_mat_approx_inv(inverse.get(), at.jacobian.get(), bits)) return std::nullopt;
    acb_mat_mul(step.get(), inverse.get(), at.value.get(), bits);
    UpperBound length;
    for (std::size_t i = 0; i < size(); ++i) length.raise_to(step.at(i, 0));
    const auto moved = length.value();
    if (!moved) return std::nullopt;
    const Rational r = rounded(std::max(*moved, least) * Rational(algebra::Integer(22), algebra::Integer(10)), 2);
    if (!writable(r)) return std::nullopt;

    widen(x, r, bits);
    evaluate(x, bits, at);
    BallMatrix product(size(), size());
    acb_mat_mul(product.get(), inverse.get(), at.jacobian.get(), bits);
    UpperBound norm;
    for (std::size_t i = 0; i < size(); ++i) {
      UpperBound row;
      for (std::size_t j = 0; j < size(); ++j) {
        if (i == j) acb_sub_ui(product.at(i, j), product.at(i, j), 1, bits);
        row.add(product.at(i, j));
      }
      norm.raise_to(row);
    }
    const auto contraction = norm.value();
    if (!contraction || !(*moved + *contraction * r < r)) return std::nullopt;
    return r;
  }

  std::optional<Certificate> prove(const Centre& near, int bits, const Rational& scale) const {
    auto centre = polished(near, bits, scale);
    auto r = centre ? radius(*centre, bits, scale * algebra::power(Rational(2), -bits)) : std::nullopt;
    if (!r) return std::nullopt;
    // What the zero's distance does not tell from 0 is left out where the polydisc around that, which contains this
    // one, holds the same zero.
    if (Centre plain = without_small_parts(*centre, *r); plain != *centre)
      if (auto wider = radius(plain, bits, *r * Rational(2))) centre = std::move(plain), r = std::move(wider);
    return Certificate{*centre, *r, Reality::undecided, bits};
  }
  // Of its own size, too, where a point is small: zeros of a system in small units are as far from each other as in
  // others.
  std::optional<Certificate> prove(const Centre& near, int bits) const {
    Rational size;
    for (const GaussianRational& z : near) size = std::max({size, abs(z.re), abs(z.im)});
    auto result = prove(near, bits, std::max(Rational(1), size));
    if (result || size.is_zero() || algebra::decimal_exponent(size) > small) return result;
    return prove(near, bits, size);
  }
};

Certifier::Certifier(const algebra::Program& system) : impl_(std::make_unique<Impl>(system)) {}
Certifier::~Certifier() = default;

std::optional<Certificate> Certifier::operator()(const Centre& near, const PrecisionRange& range) const {
  if (near.size() != impl_->size())
    throw ArgumentError("Certifier: the point has another number of coordinates than the system variables");
  std::optional<Certificate> best;
  for (int bits = range.first_bits; bits <= range.max_bits; bits *= 2) {
    if (bits > range.first_bits && cancellation_requested()) break;
    auto found = impl_->prove(near, bits);
    if (!found) continue;
    best = std::move(found);
    if (!impl_->real) return best;
    // A real polydisc is its own conjugate: with z it holds conj(z), and there is only one zero.
    if (all_real(best->centre)) best->reality = Reality::real;
    if (std::ranges::any_of(best->centre, [&](const GaussianRational& z) { return abs(z.im) > best->radius; }))
      best->reality = Reality::not_real;
    if (best->reality != Reality::undecided) return best;
  }
  return best;
}

struct RealEnclosure::Impl {
  BallTapes tapes;
  explicit Impl(const algebra::Program& program) : tapes(tapes_of({program, program.outputs.size(), {}})) {
    if (program.outputs.size() != 1 || !tapes.code().real())
      throw ArgumentError("RealEnclosure: the program has several outputs, parameters or complex constants");
  }
};

RealEnclosure::RealEnclosure(const algebra::Program& program) : impl_(std::make_unique<Impl>(program)) {}
RealEnclosure::~RealEnclosure() = default;

std::optional<Enclosure> RealEnclosure::operator()(const Certificate& certificate) const {
  const int bits = certificate.bits, digits = digits_of(bits);
  Balls x = balls_at(certificate.centre, bits);
  const Ball reach(certificate.radius, bits);
  for (auto& z : x) {
    arb_add_error(z.re.arb(), reach.arb());
    z.im = Ball(0, bits);
  }
  const Ball value = impl_->tapes.values(std::span<const eval::Complex<Ball>>(x), bits).front().re;
  arf_t bound;
  arf_init(bound);
  arb_get_lbound_arf(bound, value.arb(), bits);
  const auto low = exact(bound);
  arb_get_ubound_arf(bound, value.arb(), bits);
  const auto high = exact(bound);
  arf_clear(bound);
  if (!low || !high) return std::nullopt;
  Enclosure result{rounded(*low, digits, algebra::Rounding::down), rounded(*high, digits, algebra::Rounding::up)};
  if (!writable(result.low) || !writable(result.high)) return std::nullopt;
  return result;
}

}  // namespace polyscape::certify
