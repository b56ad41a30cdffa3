#include "polyscape/certify/krawczyk.hpp"

#include <memory>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/certify/ball_system_kernel.hpp"
#include "polyscape/certify/centre.hpp"
#include "polyscape/certify/machine_krawczyk_kernel.hpp"

namespace polyscape::certify {

using algebra::decimal;
using algebra::GaussianRational;
using algebra::Rational;
using eval::Ball;

namespace {

constexpr int newton_steps = 12;
constexpr long small = -3;  // decimal exponent of points whose own size, in place of 1, is tried too

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
  return rounded(*middle, centre_digits(bits));
}

/// Without the real and imaginary parts that are no larger than that.
Centre without_small_parts(Centre x, const Rational& largest) {
  for (GaussianRational& z : x)
    for (Rational* part : {&z.re, &z.im})
      if (at_most(*part, largest)) *part = 0;
  return x;
}
bool has_small_parts(const Centre& x, const Rational& largest) {
  const auto small = [&](const Rational& part) { return !part.is_zero() && at_most(part, largest); };
  return std::ranges::any_of(x, [&](const GaussianRational& z) { return small(z.re) || small(z.im); });
}

/// Krawczyk's test in balls of so many bits.
class BallKrawczyk {
 public:
  const int bits;
  BallKrawczyk(const BallSystem& system, int precision) : bits(precision), system_(system) {}

  /// Newton's method on midpoints, until it gains nothing more of a point of that size; decimals.
  std::optional<Centre> polished(const Centre& near, const Rational& scale) const {
    Balls x = balls_at(near, bits);
    const bool on_the_reals = system_.code().real() && all_real(near);
    BallSystem::Evaluation at(system_.size());
    BallMatrix step(system_.size(), 1);
    Rational last;
    const Rational resolution = scale * algebra::power(Rational(2), -bits);
    for (int k = 0; k < newton_steps; ++k) {
      system_.evaluate(x, bits, at);
      if (!acb_mat_approx_solve(step.get(), at.jacobian.get(), at.value.get(), bits)) return std::nullopt;
      UpperBound moved;
      for (std::size_t i = 0; i < x.size(); ++i) {
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
    for (std::size_t i = 0; i < x.size(); ++i) {
      const auto re = decimal_midpoint(x[i].re, bits), im = decimal_midpoint(x[i].im, bits);
      if (!re || !im) return std::nullopt;
      result.emplace_back(*re, *im);
      if (!writable(result[i]) || !close(result[i], near[i], scale)) return std::nullopt;
    }
    return result;
  }

  /// The radius, more than twice the least one, of a polydisc around the centre that is mapped into its interior;
  /// nullopt when none is found.
  std::optional<Rational> radius(const Centre& centre, const Rational&, const Rational& least) const {
    const std::size_t n = system_.size();
    Balls x = balls_at(centre, bits);
    BallSystem::Evaluation at(n);
    system_.evaluate(x, bits, at);
    BallMatrix inverse(n, n), step(n, 1);
    if (!acb_mat_approx_inv(inverse.get(), at.jacobian.get(), bits)) return std::nullopt;
    acb_mat_mul(step.get(), inverse.get(), at.value.get(), bits);
    UpperBound length;
    for (std::size_t i = 0; i < n; ++i) length.raise_to(step.at(i, 0));
    const auto moved = length.value();
    if (!moved) return std::nullopt;
    const Rational r = radius_for(std::max(*moved, least));
    if (!writable(r)) return std::nullopt;

    widen(x, r, bits);
    system_.evaluate(x, bits, at);
    BallMatrix product(n, n);
    acb_mat_mul(product.get(), inverse.get(), at.jacobian.get(), bits);
    UpperBound norm;
    for (std::size_t i = 0; i < n; ++i) {
      UpperBound row;
      for (std::size_t j = 0; j < n; ++j) {
        if (i == j) acb_sub_ui(product.at(i, j), product.at(i, j), 1, bits);
        row.add(product.at(i, j));
      }
      norm.raise_to(row);
    }
    const auto contraction = norm.value();
    if (!contraction || !(*moved + *contraction * r < r)) return std::nullopt;
    return r;
  }

 private:
  const BallSystem& system_;
};

static_assert(MachineKrawczyk::bits == machine_bits);

/// By a test of that arithmetic.
template <class Krawczyk>
std::optional<Certificate> prove(Krawczyk& test, const Centre& near, const Rational& scale) {
  auto centre = test.polished(near, scale);
  auto r = centre ? test.radius(*centre, scale, scale * algebra::power(Rational(2), -test.bits)) : std::nullopt;
  if (!r) return std::nullopt;
  // What the zero's distance does not tell from 0 is left out where the polydisc around that, which contains this one,
  // holds the same zero.
  if (has_small_parts(*centre, *r)) {
    Centre plain = without_small_parts(*centre, *r);
    if (auto wider = test.radius(plain, scale, *r * Rational(2))) centre = std::move(plain), r = std::move(wider);
  }
  return Certificate{{std::move(*centre), *std::move(r)}, Reality::undecided, test.bits};
}
/// Of its own size, too, where a point is small: zeros of a system in small units are as far from each other as in
/// others.
template <class Krawczyk>
std::optional<Certificate> prove(Krawczyk test, const Centre& near) {
  Rational size;
  for (const GaussianRational& z : near) size = std::max({size, abs(z.re), abs(z.im)});
  auto result = prove(test, near, std::max(Rational(1), size));
  if (result || size.is_zero() || algebra::decimal_exponent(size) > small) return result;
  return prove(test, near, size);
}

}  // namespace

std::vector<std::array<std::string, 2>> centre_text(const Certificate& certificate) {
  const int digits = centre_digits(certificate.bits);
  std::vector<std::array<std::string, 2>> result;
  for (const GaussianRational& z : certificate.centre) result.push_back({decimal(z.re, digits), decimal(z.im, digits)});
  return result;
}

struct Certifier::Impl {
  BallSystem balls;
  MachineTapes machine;
  explicit Impl(const algebra::Program& program) : balls(program), machine(balls.shared_code()) {}

  /// Says what is known of the zero's reality; whether it is.
  bool decide_reality(Certificate& c) const {
    // A real polydisc is its own conjugate: with z it holds conj(z), and there is only one zero.
    if (all_real(c.centre)) c.reality = Reality::real;
    if (std::ranges::any_of(c.centre, [&](const GaussianRational& z) { return !at_most(z.im, c.radius); }))
      c.reality = Reality::not_real;
    return c.reality != Reality::undecided;
  }
};

Certifier::Certifier(const algebra::Program& system) : impl_(std::make_unique<Impl>(system)) {}
Certifier::~Certifier() = default;

std::optional<Certificate> Certifier::operator()(const Centre& near, const PrecisionRange& range) const {
  if (near.size() != impl_->balls.size())
    throw ArgumentError("Certifier: the point has another number of coordinates than the system variables");
  const bool real = impl_->balls.code().real();
  std::optional<Certificate> best;
  // Whether that was enough.
  const auto better = [&](std::optional<Certificate> found) {
    if (!found) return false;
    best = std::move(found);
    return !real || impl_->decide_reality(*best);
  };
  const bool machine = range.first_bits <= machine_bits;
  if (machine && better(prove(MachineKrawczyk(impl_->machine), near))) return best;
  const int first = machine ? PrecisionRange{}.first_bits : range.first_bits;
  for (int bits = first; bits <= range.max_bits; bits *= 2) {
    if ((bits > first || best) && cancellation_requested()) break;
    if (better(prove(BallKrawczyk(impl_->balls, bits), near))) break;
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
  const int bits = certificate.bits, digits = centre_digits(bits);
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
