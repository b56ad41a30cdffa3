#include "polyscape/certify/germ.hpp"

#if __has_include(<acb_poly.h>)
#include <acb_poly.h>
#else
#include <flint/acb_poly.h>
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>

#include "polyscape/algebra/derivative.hpp"

namespace polyscape::certify {
namespace {

using algebra::GaussianRational;
using eval::Ball;
using Complex = eval::Complex<Ball>;

constexpr int least_bits = 128;
constexpr int path_bits = 50;       // relative, to which zeros are followed
constexpr int spare_bits = 20;
constexpr int fewest_bits = 32;     // relative, in which moments say something
constexpr double clear = 10;        // log2 of how much larger a gap is than the group beside it
constexpr int most_corrections = 6;
constexpr double contraction = 3;   // bits that the second correction is smaller by than the first
constexpr double wide = 5;          // log2 of how far away, in radii, zeros count as near in any case
constexpr double fewest_steps_log2 = -10;
constexpr int tries_a_zero = 6, more_tries = 10, surplus_tries = 3;
constexpr std::size_t first_samples = 24, most_samples = 1024;
constexpr double consistent = 1e-9;  // coefficients that have to vanish, relative

/// At least log2 of |z|; far below everything for 0.
double log2_size(const acb_t z) {
  mag_t bound;
  mag_init(bound);
  acb_get_mag(bound, z);
  const double result = mag_is_special(bound) ? (mag_is_zero(bound) ? -1e18 : 1e18) : mag_get_d_log2_approx(bound);
  mag_clear(bound);
  return result;
}

/// A number, its error forgotten.
struct Number {
  acb_t z;
  Number() { acb_init(z); }
  ~Number() { acb_clear(z); }
  Number(const Number& o) : Number() { acb_set(z, o.z); }
  Number& operator=(const Number& o) {
    acb_set(z, o.z);
    return *this;
  }
  void forget_error() { acb_get_mid(z, z); }
};
using Vector = std::vector<Number>;

Balls balls(const Vector& x, int bits) {
  Balls result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    arb_set(result[i].re.arb(), acb_realref(x[i].z));
    arb_set(result[i].im.arb(), acb_imagref(x[i].z));
    result[i].re.set_bits(bits);
    result[i].im.set_bits(bits);
  }
  return result;
}

void set(Number& to, const GaussianRational& from, int bits) {
  const Balls one = balls_at({from}, bits);
  arb_set(acb_realref(to.z), one[0].re.arb());
  arb_set(acb_imagref(to.z), one[0].im.arb());
  to.forget_error();
}

void set(Number& to, std::complex<double> from) { acb_set_d_d(to.z, from.real(), from.imag()); }

/// log2 of max |x_i - y_i|.
double log2_distance(const Vector& x, const Vector& y, int bits) {
  double result = -1e18;
  Number difference;
  for (std::size_t i = 0; i < x.size(); ++i) {
    acb_sub(difference.z, x[i].z, y[i].z, bits);
    result = std::max(result, log2_size(difference.z));
  }
  return result;
}

class Germ {
 public:
  Germ(const BallSystem& system, const GermScale& scale, WorkLimit& limit, Random random)
      : system_(system), scale_(scale), limit_(limit), random_(random), n_(system.size()), exponent_(static_cast<double>(scale.log2_radius)),
        reach_(std::max(wide, static_cast<double>(scale.log2_gap - scale.log2_radius) - 2)) {
    const auto n = static_cast<double>(n_);
    multiplications_ = 4 * (n * n * n / 3 + 2 * static_cast<double>(system.code().instructions.size()) + static_cast<double>(system.code().products.size()));
  }

  std::optional<GermZeros> zeros() {
    if (!choose_bits() || !find_fibre()) return std::nullopt;
    for (std::size_t j = 0; j < n_; ++j) form_.push_back(random_.unit_complex());
    const auto surely = enough_samples();
    if (!surely) return std::nullopt;
    const double bits_a_sample = std::max(1.0, static_cast<double>(scale_.log2_gap - scale_.log2_radius) / 2);
    const auto perhaps = fewest_samples() + static_cast<std::size_t>((relative_bits_ + spare_bits) / bits_a_sample);
    for (const std::size_t samples : {perhaps, *surely}) {
      if (samples > *surely) continue;
      std::array<Moments, 2> halves{Moments(n_, fibre_.size()), Moments(n_, fibre_.size())};
      if (!go_around(samples + samples % 2, moment_bits_, &halves, nullptr)) return std::nullopt;
      // Every other sample alone is as accurate to half as many bits.
      if (samples < *surely && halves[0].log2_difference(halves[1], moment_bits_) > -relative_bits_ / 2.0) continue;
      const Moments moments = halves[0].plus(halves[1], moment_bits_);
      return alike(moments.powers) ? one_place(moments) : grouped_roots(moments);
    }
    return std::nullopt;
  }

 private:
  /// Sums over the zeros and over the circle: of l^j for j = 1 ... m, and of coordinate times l^j for j = 0 ... m - 1. All in coordinates (x - z) / radius.
  struct Moments {
    Vector powers;
    std::vector<Vector> weighted;
    Moments(std::size_t n, std::size_t m) : powers(m + 1), weighted(n, Vector(m)) {}

    Moments plus(const Moments& o, int bits) const {
      Moments result = *this;
      const auto add = [&](Vector& to, const Vector& from) {
        for (std::size_t k = 0; k < to.size(); ++k) {
          acb_add(to[k].z, to[k].z, from[k].z, bits);
          to[k].forget_error();
        }
      };
      add(result.powers, o.powers);
      for (std::size_t i = 0; i < weighted.size(); ++i) add(result.weighted[i], o.weighted[i]);
      return result;
    }
    double log2_difference(const Moments& o, int bits) const {
      double result = log2_distance(powers, o.powers, bits);
      for (std::size_t i = 0; i < weighted.size(); ++i) result = std::max(result, log2_distance(weighted[i], o.weighted[i], bits));
      return result;
    }
  };

  /// Of a first and a second power sum around the circle, in doubles.
  struct Samples {
    std::vector<std::complex<double>> values;
    double size = 0;  ///< of what was added up
  };

  bool evaluate(const Vector& x, int bits, BallSystem::Evaluation& at) {
    const double limbs = 4 + std::pow(bits / 64.0, 1.6);
    if (!limit_.spend(multiplications_ * limbs)) return false;
    system_.evaluate(balls(x, bits), bits, at);
    return true;
  }

  Vector place(int bits) const {
    Vector result(n_);
    for (std::size_t i = 0; i < n_; ++i) set(result[i], scale_.place[i], bits);
    return result;
  }

  /// z + radius * direction, largest coordinate of about that size.
  Vector at_radius(const Vector& direction, int bits) {
    Vector x = place(bits);
    Number shift, turn;
    double size = -1e18;
    for (const Number& d : direction) size = std::max(size, log2_size(d.z));
    set(turn, random_.annulus_complex());
    for (std::size_t i = 0; i < n_; ++i) {
      acb_mul(shift.z, direction[i].z, turn.z, bits);
      acb_mul_2exp_si(shift.z, shift.z, scale_.log2_radius - std::lround(size));
      acb_add(x[i].z, x[i].z, shift.z, bits);
      x[i].forget_error();
    }
    return x;
  }

  Vector random_direction() {
    Vector result(n_);
    for (Number& z : result) set(z, random_.annulus_complex());
    return result;
  }

  /// At that radius along a direction in which F grows slowest: there the zeros of F(x) = v are as far from z as x is. In others some are far beyond.
  Vector random_near(int bits) {
    const Vector x = at_radius(random_direction(), bits), r = random_direction();
    BallSystem::Evaluation at(n_);
    BallMatrix right(n_, 1), slow(n_, 1);
    for (std::size_t i = 0; i < n_; ++i) acb_set(right.at(i, 0), r[i].z);
    if (!evaluate(x, bits, at) || !acb_mat_approx_solve(slow.get(), at.jacobian.get(), right.get(), bits)) return x;
    Vector direction(n_);
    for (std::size_t i = 0; i < n_; ++i) {
      if (!acb_is_finite(slow.at(i, 0))) return x;
      acb_set(direction[i].z, slow.at(i, 0));
      direction[i].forget_error();
    }
    return at_radius(direction, bits);
  }

  /// Arithmetic in which points near z are known to path_bits of their distance, by the error of F in balls, and what is left of max_bits for the moments.
  bool choose_bits() {
    const Vector x = random_near(scale_.max_bits);
    BallSystem::Evaluation at(n_);
    BallMatrix inverse(n_, n_), error(n_, 1);
    for (bits_ = least_bits; bits_ <= scale_.max_bits;) {
      if (!evaluate(x, bits_, at)) return false;
      double lost = 1e9;
      if (acb_mat_approx_inv(inverse.get(), at.jacobian.get(), bits_)) {
        lost = -1e18;
        for (std::size_t i = 0; i < n_; ++i)
          for (std::size_t j = 0; j < n_; ++j) {
            mag_t radius;
            mag_init(radius);
            mag_hypot(radius, arb_radref(acb_realref(at.value.at(j, 0))), arb_radref(acb_imagref(at.value.at(j, 0))));
            if (!mag_is_special(radius)) lost = std::max(lost, mag_get_d_log2_approx(radius) + log2_size(inverse.at(i, j)));
            mag_clear(radius);
          }
      }
      const double missing = lost - (exponent_ - path_bits);
      if (missing <= 0) {
        relative_bits_ = std::min(scale_.relative_bits, scale_.max_bits - bits_ + path_bits - spare_bits);
        moment_bits_ = std::max(bits_, bits_ + relative_bits_ - path_bits + spare_bits);
        return relative_bits_ >= fewest_bits;
      }
      bits_ += static_cast<int>(std::min(missing, static_cast<double>(bits_))) + spare_bits;
    }
    return false;
  }

  /// One Newton step of F(x) = v; the log2 of its size, nullopt where the Jacobian is singular or no work is left.
  std::optional<double> correct(Vector& x, const Vector& v, int bits) {
    BallSystem::Evaluation at(n_);
    BallMatrix step(n_, 1);
    if (!evaluate(x, bits, at)) return std::nullopt;
    for (std::size_t i = 0; i < n_; ++i) acb_sub(at.value.at(i, 0), at.value.at(i, 0), v[i].z, bits);
    if (!acb_mat_approx_solve(step.get(), at.jacobian.get(), at.value.get(), bits)) return std::nullopt;
    double size = -1e18;
    for (std::size_t i = 0; i < n_; ++i) {
      if (!acb_is_finite(step.at(i, 0))) return std::nullopt;
      size = std::max(size, log2_size(step.at(i, 0)));
      acb_sub(x[i].z, x[i].z, step.at(i, 0), bits);
      x[i].forget_error();
    }
    return size;
  }

  Vector value_at(const Vector& x) {
    BallSystem::Evaluation at(n_);
    Vector v(n_);
    system_.evaluate(balls(x, bits_), bits_, at);
    for (std::size_t i = 0; i < n_; ++i) {
      acb_set(v[i].z, at.value.at(i, 0));
      v[i].forget_error();
    }
    return v;
  }

  bool near(const Vector& x) const { return log2_distance(x, place(bits_), bits_) < exponent_ + reach_; }

  /// From F(x) = from to F(x) = to, straight, in one step if that will do.
  bool follow(Vector& x, const Vector& from, const Vector& to, double first_step) {
    Vector v(n_), direction(n_);
    for (std::size_t i = 0; i < n_; ++i) acb_sub(direction[i].z, to[i].z, from[i].z, bits_);
    const auto value = [&](double t) {
      Number part;
      for (std::size_t i = 0; i < n_; ++i) {
        set(part, t);
        acb_mul(v[i].z, part.z, direction[i].z, bits_);
        acb_add(v[i].z, v[i].z, from[i].z, bits_);
        v[i].forget_error();
      }
    };
    double step = first_step;
    for (double t = 0; t < 1;) {
      step = std::min(step, 1 - t);
      value(t + step);
      Vector next = x;
      // Newton's first step from the old point is Euler's prediction, but for what F(x) = v was short of.
      std::optional<double> last;
      bool arrived = false;
      for (int k = 0; k <= most_corrections && !arrived; ++k) {
        const auto size = correct(next, v, bits_);
        if (!size || (k >= 1 && *size > *last - (k == 1 ? 1 : contraction) && *size > exponent_ - path_bits / 2.0)) break;
        last = size;
        arrived = k >= 1 && *size < exponent_ - path_bits / 2.0;
      }
      if (arrived && near(next)) {
        x = std::move(next);
        t += step;
        step *= 2;
      } else {
        if (limit_.spent() || std::log2(step) < fewest_steps_log2) return false;
        step /= 2;
      }
    }
    return true;
  }

  static bool all_differ(const std::vector<Vector>& points, double log2_least, int bits) {
    for (std::size_t i = 0; i < points.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (log2_distance(points[i], points[j], bits) < log2_least) return false;
    return true;
  }

  /// The zeros of F(x) = v_1 near z.
  bool find_fibre() {
    const auto wanted = static_cast<std::size_t>(scale_.multiplicity);
    fibre_ = {random_near(bits_)};
    value_ = value_at(fibre_.front());
    const int tries = tries_a_zero * scale_.multiplicity + more_tries;
    int surplus = 0;
    for (int k = 0; k < tries && surplus < surplus_tries; ++k) {
      if (fibre_.size() == wanted) ++surplus;
      Vector x = random_near(bits_);
      const Vector from = value_at(x);
      if (!follow(x, from, value_, 0.25)) {
        if (limit_.spent()) return false;
        continue;
      }
      fibre_.push_back(std::move(x));
      if (!all_differ(fibre_, exponent_ - path_bits / 2.0 + 4, bits_)) fibre_.pop_back();
      if (fibre_.size() > wanted) return false;
    }
    return fibre_.size() == wanted;
  }

  std::size_t fewest_samples() const { return std::max<std::size_t>(8, 2 * fibre_.size() + 2); }

  /// Follows the fibre around the circle. Sums are divided by the number of samples; moments: over every other one.
  bool go_around(std::size_t samples, int bits, std::array<Moments, 2>* moments, Samples* sums) {
    std::vector<Vector> points = fibre_;
    Vector from = value_;
    for (std::size_t s = 0; s < samples; ++s) {
      Vector to(n_);
      Number turn;
      acb_set_ui(turn.z, 2 * s);
      acb_div_ui(turn.z, turn.z, samples, bits);
      acb_exp_pi_i(turn.z, turn.z, bits);
      for (std::size_t i = 0; i < n_; ++i) {
        acb_mul(to[i].z, value_[i].z, turn.z, bits);
        to[i].forget_error();
      }
      if (s > 0)
        for (Vector& x : points)
          if (!follow(x, from, to, 1)) return false;
      if (!all_differ(points, exponent_ - path_bits / 2.0 + 4, bits_)) return false;
      for (Vector& x : points)
        if (!add(x, to, bits, samples, moments ? &(*moments)[s % 2] : nullptr, sums, s)) return false;
      from = std::move(to);
    }
    return true;
  }

  /// The share of one point in the sums.
  bool add(const Vector& point, const Vector& v, int bits, std::size_t samples, Moments* moments, Samples* sums, std::size_t sample) {
    Vector x = point;
    // Quadratic convergence: a step doubles the bits, relative to the radius, and needs arithmetic for no more.
    constexpr int rounding = 4;
    const double wanted = moments ? relative_bits_ + spare_bits / 2 : path_bits - 6;
    double known = path_bits / 2.0;
    for (int k = 0; k < 2 * most_corrections && known < wanted; ++k) {
      const int arithmetic = std::clamp(bits_ + static_cast<int>(2 * known) - path_bits + spare_bits, bits_, bits);
      const auto size = correct(x, v, arithmetic);
      if (!size) return false;
      known = std::min(2 * (exponent_ - *size), static_cast<double>(arithmetic - bits_ + path_bits - rounding));
    }
    const Vector centre = place(bits);
    Vector y(n_);
    Number l, product;
    for (std::size_t i = 0; i < n_; ++i) {
      acb_sub(y[i].z, x[i].z, centre[i].z, bits);
      acb_mul_2exp_si(y[i].z, y[i].z, -scale_.log2_radius);
      set(product, form_[i]);
      acb_addmul(l.z, product.z, y[i].z, bits);
    }
    l.forget_error();
    Number power;
    acb_one(power.z);
    if (sums) {
      const std::complex<double> value(arf_get_d(arb_midref(acb_realref(l.z)), ARF_RND_NEAR), arf_get_d(arb_midref(acb_imagref(l.z)), ARF_RND_NEAR));
      sums->values[sample] += value + value * value;
      sums->size += std::abs(value) + std::norm(value);
    }
    if (!moments) return true;
    const auto m = moments->powers.size() - 1;
    for (std::size_t j = 0; j <= m; ++j) {
      acb_div_ui(product.z, power.z, samples, bits);
      acb_add(moments->powers[j].z, moments->powers[j].z, product.z, bits);
      moments->powers[j].forget_error();
      for (std::size_t i = 0; j < m && i < n_; ++i) {
        acb_addmul(moments->weighted[i][j].z, product.z, y[i].z, bits);
        moments->weighted[i][j].forget_error();
      }
      acb_mul(power.z, power.z, l.z, bits);
      power.forget_error();
    }
    return true;
  }

  /// So many that means over them are accurate; nullopt where the sums are no power series or the next zeros too close.
  std::optional<std::size_t> enough_samples() {
    std::size_t samples = std::max(first_samples, 2 * fibre_.size() + 8);
    Samples sums{std::vector<std::complex<double>>(samples)};
    if (!go_around(samples, bits_, nullptr, &sums)) return std::nullopt;
    std::vector<double> coefficients;
    for (std::size_t k = 0; k < samples; ++k) {
      std::complex<double> c = 0;
      for (std::size_t s = 0; s < samples; ++s)
        c += sums.values[s] * std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * s % samples) / static_cast<double>(samples));
      coefficients.push_back(std::abs(c) / sums.size);
    }
    // Negative powers, in the last places, and high ones.
    for (std::size_t k = samples / 2; k < samples; ++k)
      if (coefficients[k] > consistent) return std::nullopt;
    std::size_t last = 1;
    for (std::size_t k = 1; k < samples / 2; ++k)
      if (coefficients[k] > consistent * 1e-3) last = k;
    const double bits_a_coefficient = -std::log2(consistent * 1e-3) / static_cast<double>(last + 1);
    const double wanted = 1.25 * (relative_bits_ + spare_bits) / bits_a_coefficient + static_cast<double>(2 * fibre_.size() + 4);
    if (wanted > static_cast<double>(most_samples)) return std::nullopt;
    return static_cast<std::size_t>(wanted);
  }

  /// Coefficients of prod (T - T_k), the lowest first, from power sums by Newton's identities.
  static void polynomial(const Vector& powers, acb_poly_t f, int bits) {
    const std::size_t m = powers.size() - 1;
    Vector e(m + 1);
    acb_one(e[0].z);
    for (std::size_t k = 1; k <= m; ++k) {
      Number product;
      for (std::size_t i = 1; i <= k; ++i) {
        acb_mul(product.z, e[k - i].z, powers[i].z, bits);
        (i % 2 == 1 ? acb_add : acb_sub)(e[k].z, e[k].z, product.z, bits);
      }
      acb_div_ui(e[k].z, e[k].z, k, bits);
      e[k].forget_error();
    }
    for (std::size_t k = 0; k <= m; ++k) {
      if (k % 2 == 1) acb_neg(e[k].z, e[k].z);
      acb_poly_set_coeff_acb(f, static_cast<slong>(m - k), e[k].z);
    }
  }

  std::optional<GermZeros> grouped_roots(const Moments& moments) const {
    const std::size_t m = fibre_.size();
    const int p = relative_bits_, bits = 2 * p + 64;
    acb_poly_t f, derivative;
    acb_poly_init(f);
    acb_poly_init(derivative);
    polynomial(moments.powers, f, bits);
    acb_poly_derivative(derivative, f, bits);
    acb_ptr roots = _acb_vec_init(static_cast<slong>(m));
    acb_poly_find_roots(roots, f, nullptr, 200 + bits, bits);
    std::vector<Number> t(m);
    for (std::size_t k = 0; k < m; ++k) {
      acb_set(t[k].z, roots + k);
      t[k].forget_error();
    }
    _acb_vec_clear(roots, static_cast<slong>(m));
    const auto coordinates = coordinates_of(moments, f, derivative, t, bits);
    acb_poly_clear(f);
    acb_poly_clear(derivative);
    // Apart are roots whose distance errors of the coefficients do not explain, and groups further from each other than they are wide.
    const double apart = -0.8 * p / static_cast<double>(m), unclear = -0.5 * p;
    std::vector<std::vector<std::size_t>> groups;
    for (std::size_t k = 0; k < m; ++k) groups.push_back({k});
    const auto distance = [&](const auto& a, const auto& b) {
      double nearest = 1e18;
      for (const std::size_t i : a)
        for (const std::size_t j : b) nearest = std::min(nearest, between(t[i], t[j], bits));
      return nearest;
    };
    const auto width = [&](const auto& group) {
      double widest = group.size() > 1 ? unclear : -1e18;
      for (const std::size_t i : group) widest = std::max(widest, between(t[group.front()], t[i], bits));
      return widest;
    };
    for (std::size_t a = 0; a < groups.size(); ++a)
      for (std::size_t b = 0; b < groups.size(); ++b) {
        if (a == b || distance(groups[a], groups[b]) > std::max({apart, width(groups[a]) + clear, width(groups[b]) + clear})) continue;
        groups[a].insert(groups[a].end(), groups[b].begin(), groups[b].end());
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(b));
        a = static_cast<std::size_t>(-1);  // from the first again
        break;
      }
    GermZeros result{{}, p};
    for (const auto& group : groups) {
      GermZero zero;
      zero.multiplicity = static_cast<int>(group.size());
      Number mean;
      for (const std::size_t k : group) acb_add(mean.z, mean.z, t[k].z, bits);
      acb_div_ui(mean.z, mean.z, group.size(), bits);
      mean.forget_error();
      double spread = unclear, gap = 0;
      for (std::size_t k = 0; k < m; ++k) {
        const double away = between(mean, t[k], bits);
        if (std::ranges::find(group, k) != group.end()) spread = std::max(spread, away);
        else gap = std::min(gap, away);
      }
      zero.log2_radius = scale_.log2_radius + static_cast<long>(std::ceil(spread));
      zero.log2_gap = scale_.log2_radius + static_cast<long>(std::floor(gap));
      zero.alike = groups.size() > 1;
      for (std::size_t i = 0; i < n_; ++i) {
        Number sum;
        for (const std::size_t k : group) acb_add(sum.z, sum.z, coordinates[k][i].z, bits);
        acb_div_ui(sum.z, sum.z, group.size(), bits);
        auto place = scaled(std::move(sum), i);
        if (!place) return std::nullopt;
        zero.place.push_back(std::move(*place));
      }
      result.zeros.push_back(std::move(zero));
    }
    return result;
  }

  static double between(const Number& a, const Number& b, int bits) {
    Number difference;
    acb_sub(difference.z, a.z, b.z, bits);
    return log2_size(difference.z);
  }

  /// All central moments vanish, as far as the bits tell.
  bool alike(const Vector& powers) const {
    const std::size_t m = powers.size() - 1;
    const int bits = relative_bits_ + 64;
    Number shift, term, binomial;  // sum_k (T_k - mean)^j = sum_i (j over i) (-mean)^(j - i) p_i
    acb_div_ui(shift.z, powers[1].z, m, bits);
    acb_neg(shift.z, shift.z);
    shift.forget_error();
    for (std::size_t j = 2; j <= m; ++j) {
      Number sum;
      acb_one(binomial.z);
      for (std::size_t i = 0; i <= j; ++i) {
        acb_pow_ui(term.z, shift.z, j - i, bits);
        acb_mul(term.z, term.z, binomial.z, bits);
        acb_addmul(sum.z, term.z, powers[i].z, bits);
        acb_mul_ui(binomial.z, binomial.z, j - i, bits);
        acb_div_ui(binomial.z, binomial.z, i + 1, bits);
      }
      if (log2_midpoint(sum) > spare_bits - relative_bits_) return false;
    }
    return true;
  }

  static double log2_midpoint(Number z) {
    z.forget_error();
    return log2_size(z.z);
  }

  std::optional<GermZeros> one_place(const Moments& moments) const {
    const auto m = static_cast<ulong>(fibre_.size());
    GermZero zero{{}, scale_.multiplicity, scale_.log2_radius - relative_bits_ / 2, scale_.log2_radius, true};
    for (std::size_t i = 0; i < n_; ++i) {
      Number mean;
      acb_div_ui(mean.z, moments.weighted[i][0].z, m, moment_bits_);
      auto place = scaled(std::move(mean), i);
      if (!place) return std::nullopt;
      zero.place.push_back(std::move(*place));
    }
    return GermZeros{{std::move(zero)}, relative_bits_};
  }

  /// Coordinate i of the point that is y away from z, in radii.
  std::optional<GaussianRational> scaled(Number y, std::size_t i) const {
    acb_mul_2exp_si(y.z, y.z, scale_.log2_radius);
    const auto re = exact(arb_midref(acb_realref(y.z))), im = exact(arb_midref(acb_imagref(y.z)));
    if (!re || !im) return std::nullopt;
    return scale_.place[i] + GaussianRational(*re, *im);
  }

  /// Of each root: sum_k y_k f(T) / (T - T_k) at T = T_k, over f'(T_k).
  std::vector<Vector> coordinates_of(const Moments& moments, const acb_poly_t f, const acb_poly_t derivative, const std::vector<Number>& t, int bits) const {
    const std::size_t m = t.size();
    std::vector<Vector> result(m, Vector(n_));
    Number coefficient, slope;
    for (std::size_t i = 0; i < n_; ++i) {
      acb_poly_t g;
      acb_poly_init(g);
      for (std::size_t a = 0; a < m; ++a) {
        Number sum;
        for (std::size_t b = a + 1; b <= m; ++b) {
          acb_poly_get_coeff_acb(coefficient.z, f, static_cast<slong>(b));
          acb_addmul(sum.z, coefficient.z, moments.weighted[i][b - 1 - a].z, bits);
        }
        sum.forget_error();
        acb_poly_set_coeff_acb(g, static_cast<slong>(a), sum.z);
      }
      for (std::size_t k = 0; k < m; ++k) {
        acb_poly_evaluate(result[k][i].z, g, t[k].z, bits);
        acb_poly_evaluate(slope.z, derivative, t[k].z, bits);
        slope.forget_error();
        acb_div(result[k][i].z, result[k][i].z, slope.z, bits);
        result[k][i].forget_error();
      }
      acb_poly_clear(g);
    }
    return result;
  }

  const BallSystem& system_;
  const GermScale& scale_;
  WorkLimit& limit_;
  Random random_;
  const std::size_t n_;
  const double exponent_, reach_;  // log2 of the radius, and of how many radii away zeros count as near
  double multiplications_ = 0;
  int bits_ = least_bits, moment_bits_ = least_bits, relative_bits_ = 0;
  Vector value_;               // v_1
  std::vector<Vector> fibre_;  // zeros of F(x) = v_1, in bits_
  std::vector<std::complex<double>> form_;
};

}  // namespace

std::optional<GermZeros> zeros_of_germ(const BallSystem& system, const GermScale& scale, WorkLimit& limit, Random random) {
  return Germ(system, scale, limit, random).zeros();
}

}  // namespace polyscape::certify
