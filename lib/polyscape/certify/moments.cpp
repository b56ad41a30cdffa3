#include "polyscape/certify/moments_kernel.hpp"

#if __has_include(<acb_poly.h>)
#include <acb_poly.h>
#else
#include <flint/acb_poly.h>
#endif

#include <algorithm>
#include <cmath>

namespace polyscape::certify {

using algebra::GaussianRational;

double log2_size(const acb_t z) {
  mag_t bound;
  mag_init(bound);
  acb_get_mag(bound, z);
  const double result = mag_is_special(bound) ? (mag_is_zero(bound) ? -1e18 : 1e18) : mag_get_d_log2_approx(bound);
  mag_clear(bound);
  return result;
}

double log2_distance(const Vector& x, const Vector& y, int bits) {
  double result = -1e18;
  Number difference;
  for (std::size_t i = 0; i < x.size(); ++i) {
    acb_sub(difference.z, x[i].z, y[i].z, bits);
    result = std::max(result, log2_size(difference.z));
  }
  return result;
}

Moments Moments::plus(const Moments& o, int bits) const {
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

double Moments::log2_difference(const Moments& o, int bits) const {
  double result = log2_distance(powers, o.powers, bits);
  for (std::size_t i = 0; i < weighted.size(); ++i)
    result = std::max(result, log2_distance(weighted[i], o.weighted[i], bits));
  return result;
}

namespace {

constexpr int spare_bits = 20;  // of moments, that may be wrong
constexpr double clear = 10;    // log2 of how much larger a gap is than the group beside it

class Roots {
 public:
  Roots(const Moments& moments, const GermScale& scale, int relative_bits, int bits)
      : moments_(moments),
        scale_(scale),
        n_(moments.weighted.size()),
        m_(moments.powers.size() - 1),
        relative_bits_(relative_bits),
        bits_(bits) {}

  std::optional<GermZeros> zeros() const { return alike() ? one_place() : grouped_roots(); }

 private:
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

  /// Of the polynomial that the moments are power sums of, with what the unknowns are at each.
  struct RootPlaces {
    std::vector<Number> t;
    std::vector<Vector> coordinates;
  };
  RootPlaces root_places(int bits) const {
    const std::size_t m = m_;
    acb_poly_t f, derivative;
    acb_poly_init(f);
    acb_poly_init(derivative);
    polynomial(moments_.powers, f, bits);
    acb_poly_derivative(derivative, f, bits);
    acb_ptr roots = _acb_vec_init(static_cast<slong>(m));
    acb_poly_find_roots(roots, f, nullptr, 200 + bits, bits);
    std::vector<Number> t(m);
    for (std::size_t k = 0; k < m; ++k) {
      acb_set(t[k].z, roots + k);
      t[k].forget_error();
    }
    _acb_vec_clear(roots, static_cast<slong>(m));
    auto coordinates = coordinates_of(f, derivative, t, bits);
    acb_poly_clear(f);
    acb_poly_clear(derivative);
    return {std::move(t), std::move(coordinates)};
  }

  using Group = std::vector<std::size_t>;

  /// Apart are roots whose distance errors of the coefficients do not explain, and groups further from each other than
  /// they are wide.
  std::vector<Group> groups_of(const std::vector<Number>& t, double unclear, int bits) const {
    const double apart = -0.8 * relative_bits_ / static_cast<double>(m_);
    std::vector<Group> groups;
    for (std::size_t k = 0; k < m_; ++k) groups.push_back({k});
    const auto distance = [&](const Group& a, const Group& b) {
      double nearest = 1e18;
      for (const std::size_t i : a)
        for (const std::size_t j : b) nearest = std::min(nearest, between(t[i], t[j], bits));
      return nearest;
    };
    const auto width = [&](const Group& group) {
      double widest = group.size() > 1 ? unclear : -1e18;
      for (const std::size_t i : group) widest = std::max(widest, between(t[group.front()], t[i], bits));
      return widest;
    };
    for (std::size_t a = 0; a < groups.size(); ++a)
      for (std::size_t b = 0; b < groups.size(); ++b) {
        if (a == b ||
            distance(groups[a], groups[b]) > std::max({apart, width(groups[a]) + clear, width(groups[b]) + clear}))
          continue;
        groups[a].insert(groups[a].end(), groups[b].begin(), groups[b].end());
        groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(b));
        a = static_cast<std::size_t>(-1);  // from the first again
        break;
      }
    return groups;
  }

  /// nullopt where its place is not finite.
  std::optional<GermZero> zero_of(const Group& group, const RootPlaces& roots, double unclear, int bits) const {
    GermZero zero;
    zero.multiplicity = static_cast<int>(group.size());
    Number mean;
    for (const std::size_t k : group) acb_add(mean.z, mean.z, roots.t[k].z, bits);
    acb_div_ui(mean.z, mean.z, group.size(), bits);
    mean.forget_error();
    double spread = unclear, gap = 0;
    for (std::size_t k = 0; k < m_; ++k) {
      const double away = between(mean, roots.t[k], bits);
      if (std::ranges::find(group, k) != group.end())
        spread = std::max(spread, away);
      else
        gap = std::min(gap, away);
    }
    zero.log2_radius = scale_.log2_radius + static_cast<long>(std::ceil(spread));
    zero.log2_gap = scale_.log2_radius + static_cast<long>(std::floor(gap));
    for (std::size_t i = 0; i < n_; ++i) {
      Number sum;
      for (const std::size_t k : group) acb_add(sum.z, sum.z, roots.coordinates[k][i].z, bits);
      acb_div_ui(sum.z, sum.z, group.size(), bits);
      auto place = scaled(std::move(sum), i);
      if (!place) return std::nullopt;
      zero.place.push_back(std::move(*place));
    }
    return zero;
  }

  std::optional<GermZeros> grouped_roots() const {
    const int bits = 2 * relative_bits_ + 64;
    const RootPlaces roots = root_places(bits);
    const double unclear = -0.5 * relative_bits_;  // log2 of the least width that a group of several roots has
    const std::vector<Group> groups = groups_of(roots.t, unclear, bits);
    GermZeros result{{}, relative_bits_};
    for (const Group& group : groups) {
      std::optional<GermZero> zero = zero_of(group, roots, unclear, bits);
      if (!zero) return std::nullopt;
      zero->alike = groups.size() > 1;
      result.zeros.push_back(std::move(*zero));
    }
    return result;
  }

  static double between(const Number& a, const Number& b, int bits) {
    Number difference;
    acb_sub(difference.z, a.z, b.z, bits);
    return log2_size(difference.z);
  }

  /// All central moments vanish, as far as the bits tell.
  bool alike() const {
    const Vector& powers = moments_.powers;
    const std::size_t m = m_;
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

  std::optional<GermZeros> one_place() const {
    const auto m = static_cast<ulong>(m_);
    GermZero zero{{}, scale_.multiplicity, scale_.log2_radius - relative_bits_ / 2, scale_.log2_radius, true};
    for (std::size_t i = 0; i < n_; ++i) {
      Number mean;
      acb_div_ui(mean.z, moments_.weighted[i][0].z, m, bits_);
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
  std::vector<Vector> coordinates_of(const acb_poly_t f, const acb_poly_t derivative, const std::vector<Number>& t,
                                     int bits) const {
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
          acb_addmul(sum.z, coefficient.z, moments_.weighted[i][b - 1 - a].z, bits);
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

  const Moments& moments_;
  const GermScale& scale_;
  const std::size_t n_, m_;
  const int relative_bits_, bits_;
};

}  // namespace

std::optional<GermZeros> zeros_of_moments(const Moments& moments, const GermScale& scale, int relative_bits, int bits) {
  return Roots(moments, scale, relative_bits, bits).zeros();
}

}  // namespace polyscape::certify
