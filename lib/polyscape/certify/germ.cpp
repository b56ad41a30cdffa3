#include "polyscape/certify/germ.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>

#include "polyscape/certify/moments_kernel.hpp"

namespace polyscape::certify {
namespace {

using algebra::GaussianRational;

constexpr int least_bits = 128;
constexpr int least_path_bits = 50;  // relative, to which zeros are followed
constexpr int spare_bits = 20;
constexpr int fewest_bits = 32;  // relative, in which moments say something
constexpr int most_corrections = 6;
constexpr double contraction = 3;  // bits that the second correction is smaller by than the first
constexpr double wide = 5;         // log2 of how far away, in radii, zeros count as near in any case
constexpr double fewest_steps_log2 = -10;
constexpr int tries_a_zero = 6, more_tries = 10, surplus_tries = 3, most_loops = 12;
constexpr int carried_bits = 128;                  // more than twice those of the scale itself
constexpr int halvings = 4, most_halvings = 8192;  // of v, at a time and in all
constexpr std::size_t first_samples = 24, most_samples = 1024;
constexpr double some_spread = -8;    // log2, of a random direction added to a slow one
constexpr double least_log2 = -1e18;  // of 0
constexpr double consistent = 1e-9;   // coefficients that have to vanish, relative

/// Directions from z to points near it. Along one in which F grows slowest, the zeros of F(x) = v are as far from z as
/// x is; in others some are far beyond. But where equations of different sizes meet, others of these zeros may come
/// closer to each other than z is to the zeros of F.
enum class Way { slow, slow_by_gradients, spread, any };
constexpr std::array ways{Way::slow, Way::slow_by_gradients, Way::spread, Way::any};

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

class Germ {
 public:
  Germ(const BallSystem& system, const GermScale& scale, WorkLimit& limit, Random random)
      : system_(system),
        scale_(scale),
        limit_(limit),
        random_(random),
        n_(system.size()),
        exponent_(static_cast<double>(scale.log2_radius)),
        reach_(std::max(wide, static_cast<double>(scale.log2_gap - scale.log2_radius) - 2)) {
    const auto n = static_cast<double>(n_);
    multiplications_ = 4 * (n * n * n / 3 + 2 * static_cast<double>(system.code().instructions.size()) +
                            static_cast<double>(system.code().products.size()));
  }

  std::optional<GermZeros> zeros() {
    if (!choose_bits()) return limit_.spent() ? std::nullopt : std::optional(GermZeros{});
    if (!find_fibre()) {
      if (limit_.spent() || !scale_.larger || !carry_fibre(*scale_.larger)) return std::nullopt;
      if (!leave_moments()) return GermZeros{};
    }
    for (std::size_t j = 0; j < n_; ++j) form_.push_back(random_.unit_complex());
    const auto surely = enough_samples();
    if (!surely) return std::nullopt;
    const double bits_a_sample = std::max(1.0, static_cast<double>(scale_.log2_gap - scale_.log2_radius) / 2);
    const auto perhaps = fewest_samples() + static_cast<std::size_t>((relative_bits_ + spare_bits) / bits_a_sample);
    for (const std::size_t samples : {std::min(perhaps, *surely), *surely}) {
      std::array<Moments, 2> halves{Moments(n_, fibre_.size()), Moments(n_, fibre_.size())};
      if (!go_around(samples + samples % 2, moment_bits_, &halves, nullptr)) return std::nullopt;
      // Every other sample alone is as accurate to half as many bits.
      if (samples < *surely && halves[0].log2_difference(halves[1], moment_bits_) > -relative_bits_ / 2.0) continue;
      auto found = zeros_of_moments(halves[0].plus(halves[1], moment_bits_), scale_, relative_bits_, moment_bits_);
      if (found) found->value = value_, found->fibre = fibre_;
      return found;
    }
    return std::nullopt;
  }

 private:
  /// Of a first and a second power sum around the circle, in doubles.
  struct Samples {
    std::vector<std::complex<double>> values;
    double size = 0;  ///< of what was added up
  };

  bool evaluate(const Vector& x, int bits, BallSystem::Evaluation& at) {
    system_.evaluate(balls(x, bits), bits, at);
    return limit_.spend(multiplications_ * limb_multiplications(bits));
  }

  Vector place(int bits) const {
    Vector result(n_);
    for (std::size_t i = 0; i < n_; ++i) set(result[i], scale_.place[i], bits);
    return result;
  }

  /// z + radius * direction, largest coordinate of about that size. larger: log2 of how much further away.
  Vector at_radius(const Vector& direction, int bits, long larger) {
    Vector x = place(bits);
    Number shift, turn;
    double size = least_log2;
    for (const Number& d : direction) size = std::max(size, log2_size(d.z));
    set(turn, random_.annulus_complex());
    for (std::size_t i = 0; i < n_; ++i) {
      acb_mul(shift.z, direction[i].z, turn.z, bits);
      acb_mul_2exp_si(shift.z, shift.z, scale_.log2_radius + larger - std::lround(size));
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

  /// At that radius.
  Vector random_near(int bits, Way way, long larger = 0) {
    const Vector x = at_radius(random_direction(), bits, larger), r = random_direction();
    if (way == Way::any) return x;
    BallSystem::Evaluation at(n_);
    BallMatrix right(n_, 1), slow(n_, 1);
    if (!evaluate(x, bits, at)) return x;
    for (std::size_t i = 0; i < n_; ++i) {
      double steepest = way == Way::slow ? 0 : least_log2;
      for (std::size_t j = 0; j < n_ && way != Way::slow; ++j)
        steepest = std::max(steepest, log2_size(at.jacobian.at(i, j)));
      acb_mul_2exp_si(right.at(i, 0), r[i].z, std::lround(steepest));
    }
    if (!acb_mat_approx_solve(slow.get(), at.jacobian.get(), right.get(), bits)) return x;
    Vector direction(n_);
    double largest = least_log2;
    for (std::size_t i = 0; i < n_; ++i) {
      if (!acb_is_finite(slow.at(i, 0))) return x;
      largest = std::max(largest, log2_size(slow.at(i, 0)));
      acb_set(direction[i].z, slow.at(i, 0));
    }
    const Vector any = random_direction();
    for (std::size_t i = 0; i < n_; ++i) {
      Number part;
      acb_mul_2exp_si(part.z, any[i].z, std::lround(largest + some_spread));
      if (way == Way::spread) acb_add(direction[i].z, direction[i].z, part.z, bits);
      direction[i].forget_error();
    }
    return at_radius(direction, bits, larger);
  }

  /// Arithmetic in which points near z are known to path_bits_ of their distance, by the error of F in balls, and what
  /// is left of max_bits for the moments.
  bool choose_bits() {
    const Vector x = random_near(scale_.max_bits, ways.front());
    BallSystem::Evaluation at(n_);
    BallMatrix inverse(n_, n_);
    for (bits_ = least_bits; bits_ <= scale_.max_bits;) {
      if (!evaluate(x, bits_, at)) return false;
      double lost = 1e9;
      if (acb_mat_approx_inv(inverse.get(), at.jacobian.get(), bits_)) {
        lost = least_log2;
        for (std::size_t i = 0; i < n_; ++i)
          for (std::size_t j = 0; j < n_; ++j) {
            mag_t radius;
            mag_init(radius);
            mag_hypot(radius, arb_radref(acb_realref(at.value.at(j, 0))), arb_radref(acb_imagref(at.value.at(j, 0))));
            if (!mag_is_special(radius))
              lost = std::max(lost, mag_get_d_log2_approx(radius) + log2_size(inverse.at(i, j)));
            mag_clear(radius);
          }
      }
      const double missing = lost - (exponent_ - path_bits_);
      if (missing <= 0) return leave_moments();
      bits_ += static_cast<int>(std::min(missing, static_cast<double>(bits_))) + spare_bits;
    }
    return false;
  }

  /// What bits_ leave to the moments. Says whether it is enough.
  bool leave_moments() {
    relative_bits_ = std::min(scale_.relative_bits, scale_.max_bits - bits_ + path_bits_ - spare_bits);
    moment_bits_ = std::max(bits_, bits_ + relative_bits_ - path_bits_ + spare_bits);
    return bits_ <= scale_.max_bits && relative_bits_ >= fewest_bits;
  }

  /// One Newton step of F(x) = v; the log2 of its size, nullopt where the Jacobian is singular or no work is left.
  std::optional<double> correct(Vector& x, const Vector& v, int bits) {
    BallSystem::Evaluation at(n_);
    BallMatrix step(n_, 1);
    if (!evaluate(x, bits, at)) return std::nullopt;
    for (std::size_t i = 0; i < n_; ++i) acb_sub(at.value.at(i, 0), at.value.at(i, 0), v[i].z, bits);
    if (!acb_mat_approx_solve(step.get(), at.jacobian.get(), at.value.get(), bits)) return std::nullopt;
    double size = least_log2;
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
    evaluate(x, bits_, at);
    for (std::size_t i = 0; i < n_; ++i) {
      acb_set(v[i].z, at.value.at(i, 0));
      v[i].forget_error();
    }
    return v;
  }

  /// From F(x) = from to F(x) = to, straight, in one step if that will do. Known to path_bits of the radius, or where
  /// it may leave the surroundings, of its own distance from z.
  bool follow(Vector& x, const Vector& from, const Vector& to, double first_step, bool stay_near = true) {
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
    const Vector centre = place(bits_);
    double step = first_step;
    for (double t = 0; t < 1;) {
      step = std::min(step, 1 - t);
      value(t + step);
      Vector next = x;
      const double accurate = (stay_near ? exponent_ : log2_distance(x, centre, bits_)) - path_bits_ / 2.0;
      // Newton's first step from the old point is Euler's prediction, but for what F(x) = v was short of.
      std::optional<double> last;
      bool arrived = false;
      for (int k = 0; k <= most_corrections && !arrived; ++k) {
        const auto size = correct(next, v, bits_);
        if (!size || (k >= 1 && *size > *last - (k == 1 ? 1 : contraction) && *size > accurate)) break;
        last = size;
        arrived = k >= 1 && *size < accurate;
      }
      if (arrived && (!stay_near || log2_distance(next, centre, bits_) < exponent_ + reach_)) {
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
    return std::ranges::any_of(ways, [&](Way way) { return find_fibre(way); });
  }

  bool find_fibre(Way way) {
    const auto wanted = static_cast<std::size_t>(scale_.multiplicity);
    fibre_ = {random_near(bits_, way)};
    value_ = value_at(fibre_.front());
    const int tries = tries_a_zero * scale_.multiplicity + more_tries;
    int surplus = 0;
    for (int k = 0; k < tries && surplus < surplus_tries && !limit_.spent(); ++k) {
      if (fibre_.size() == wanted) ++surplus;
      Vector x = random_near(bits_, ways[static_cast<std::size_t>(k) % ways.size()]);
      const Vector from = value_at(x);
      if (!follow(x, from, value_, 0.25)) continue;
      add_to_fibre(std::move(x));
      if (fibre_.size() > wanted) return false;
    }
    for (int k = 0; k < most_loops && fibre_.size() < wanted && !limit_.spent(); ++k) go_a_loop();
    return fibre_.size() == wanted && !limit_.spent();
  }

  /// The fibre of a larger scale, v becoming smaller until as many of its zeros as there have to be are this near.
  bool carry_fibre(const GermZeros& larger) {
    const auto wanted = static_cast<std::size_t>(scale_.multiplicity);
    std::vector<Vector> points = larger.fibre;
    Vector from = larger.value;
    const int bits = std::exchange(bits_, std::min(scale_.max_bits, 2 * bits_ + carried_bits));
    const Vector centre = place(bits_);
    for (int k = 0; k < most_halvings && !limit_.spent(); k += halvings) {
      fibre_.clear();
      for (const Vector& x : points)
        if (log2_distance(x, centre, bits_) < exponent_ + 1) fibre_.push_back(x);
      if (fibre_.size() == wanted) break;
      Vector to = from;
      for (Number& z : to) acb_mul_2exp_si(z.z, z.z, -halvings);
      // Those of zeros elsewhere in the cluster may get lost.
      std::erase_if(points, [&](Vector& x) { return !follow(x, from, to, 0.5, false); });
      from = std::move(to);
      if (points.size() < wanted) return false;
    }
    value_ = from;
    if (fibre_.size() != wanted) return false;
    // Where F is of different orders in different directions, they come closer to each other than to z.
    double nearest = exponent_;
    for (std::size_t i = 0; i < wanted; ++i)
      for (std::size_t j = 0; j < i; ++j) nearest = std::min(nearest, log2_distance(fibre_[i], fibre_[j], bits_));
    const int further = 2 * static_cast<int>(std::min(exponent_ - nearest, static_cast<double>(scale_.max_bits)));
    path_bits_ += further, bits_ = bits + further;
    if (!leave_moments()) return true;
    for (Vector& x : fibre_)
      for (int i = 0; i < most_corrections; ++i)
        if (!correct(x, value_, bits_)) return false;
    return true;
  }

  void add_to_fibre(Vector x) {
    fibre_.push_back(std::move(x));
    if (!all_differ(fibre_, exponent_ - path_bits_ / 2.0 + 4, bits_)) fibre_.pop_back();
  }

  /// Monodromy: all zeros of F(x) = v_1 near z change places, for what is near z without those where some are equal is
  /// connected.
  void go_a_loop() {
    std::vector<Vector> corners;
    for (int c = 0; c < 2; ++c) {
      const auto larger = static_cast<long>(random_.below(static_cast<std::uint64_t>(reach_ / 2) + 1));
      corners.push_back(value_at(random_near(bits_, ways[random_.below(ways.size())], larger)));
    }
    for (std::size_t i = 0, known = fibre_.size(); i < known && !limit_.spent(); ++i) {
      Vector x = fibre_[i];
      if (follow(x, value_, corners[0], 0.25) && follow(x, corners[0], corners[1], 0.25) &&
          follow(x, corners[1], value_, 0.25))
        add_to_fibre(std::move(x));
    }
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
      if (!all_differ(points, exponent_ - path_bits_ / 2.0 + 4, bits_)) return false;
      for (Vector& x : points)
        if (!add(x, to, bits, samples, moments ? &(*moments)[s % 2] : nullptr, sums, s)) return false;
      from = std::move(to);
    }
    return true;
  }

  /// The share of one point in the sums.
  bool add(const Vector& point, const Vector& v, int bits, std::size_t samples, Moments* moments, Samples* sums,
           std::size_t sample) {
    Vector x = point;
    // Quadratic convergence: a step doubles the bits, relative to the radius, and needs arithmetic for no more.
    constexpr int rounding = 4;
    const double wanted = moments ? relative_bits_ + spare_bits / 2 : path_bits_ - 6;
    double known = path_bits_ / 2.0;
    for (int k = 0; k < 2 * most_corrections && known < wanted; ++k) {
      const int arithmetic = std::clamp(bits_ + static_cast<int>(2 * known) - path_bits_ + spare_bits, bits_, bits);
      const auto size = correct(x, v, arithmetic);
      if (!size) return false;
      known = std::min(2 * (exponent_ - *size), static_cast<double>(arithmetic - bits_ + path_bits_ - rounding));
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
      const std::complex<double> value(arf_get_d(arb_midref(acb_realref(l.z)), ARF_RND_NEAR),
                                       arf_get_d(arb_midref(acb_imagref(l.z)), ARF_RND_NEAR));
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
        c += sums.values[s] * std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k * s % samples) /
                                                  static_cast<double>(samples));
      coefficients.push_back(std::abs(c) / sums.size);
    }
    // Negative powers, in the last places, and high ones.
    for (std::size_t k = samples / 2; k < samples; ++k)
      if (coefficients[k] > consistent) return std::nullopt;
    std::size_t last = 1;
    for (std::size_t k = 1; k < samples / 2; ++k)
      if (coefficients[k] > consistent * 1e-3) last = k;
    const double bits_a_coefficient = -std::log2(consistent * 1e-3) / static_cast<double>(last + 1);
    const double wanted =
        1.25 * (relative_bits_ + spare_bits) / bits_a_coefficient + static_cast<double>(2 * fibre_.size() + 4);
    if (wanted > static_cast<double>(most_samples)) return std::nullopt;
    return static_cast<std::size_t>(wanted);
  }

  const BallSystem& system_;
  const GermScale& scale_;
  WorkLimit& limit_;
  Random random_;
  const std::size_t n_;
  const double exponent_, reach_;  // log2 of the radius, and of how many radii away zeros count as near
  double multiplications_ = 0;
  int path_bits_ = least_path_bits, bits_ = least_bits, moment_bits_ = least_bits, relative_bits_ = 0;
  Vector value_;               // v_1
  std::vector<Vector> fibre_;  // zeros of F(x) = v_1, in bits_
  std::vector<std::complex<double>> form_;
};

}  // namespace

std::optional<GermZeros> zeros_of_germ(const BallSystem& system, const GermScale& scale, WorkLimit& limit,
                                       Random random) {
  return Germ(system, scale, limit, random).zeros();
}

}  // namespace polyscape::certify
