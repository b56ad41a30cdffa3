#pragma once
/// Change of time and Pade prediction of one coordinate, in every lane: the formulas of batches and of single paths.
/// D: eval::Lanes. Plain data and templates on the lane type only: see eval/lanes_kernel.hpp.

namespace polyscape::track {

/// Sets c[1..4] to the coefficients in tau of x(t0 (1 + tau)), from a[1..4], those in s of x(t0 e^s): s = log(1 + tau).
template <class D>
void to_linear_time(const typename D::Complex* a, typename D::Complex* c) {
  c[1] = a[1];
  c[2] = {a[2].re - 0.5 * a[1].re, a[2].im - 0.5 * a[1].im};
  c[3] = {a[3].re - a[2].re + a[1].re / 3.0, a[3].im - a[2].im + a[1].im / 3.0};
  c[4] = {a[4].re - 1.5 * a[3].re + (11.0 / 12) * a[2].re - 0.25 * a[1].re,
          a[4].im - 1.5 * a[3].im + (11.0 / 12) * a[2].im - 0.25 * a[1].im};
}

/// x(h) - x(0) by the Pade (2,2) approximant; a1..a4: the terms of the Taylor polynomial at h. Their sum where the
/// rational function degenerates (constant coordinates, zero included), has a pole close by, or has nothing to improve:
/// `negligible` is relative to the coordinate's weight, a denominator below `smallest_denominator` says that a pole is
/// near the predicted point.
template <class D>
typename D::Complex pade_increment(typename D::Complex a1, typename D::Complex a2, typename D::Complex a3,
                                   typename D::Complex a4, typename D::Real inverse_weight) {
  using Complex = typename D::Complex;
  using Real = typename D::Real;
  constexpr double negligible = 1e-12, degenerate = 1e-13, smallest_denominator = 0.2;
  const Complex determinant = D::minus(D::times(a2, a2), D::times(a1, a3));
  const Complex b1 = D::minus(D::times(a1, a4), D::times(a2, a3)), b2 = D::minus(D::times(a3, a3), D::times(a2, a4));
  const Complex denominator = D::plus(determinant, D::plus(b1, b2));
  const Complex numerator = D::plus(D::times(D::plus(a1, a2), determinant), D::times(b1, a1));
  const Real norm = denominator.re * denominator.re + denominator.im * denominator.im;
  const Real det = determinant.re * determinant.re + determinant.im * determinant.im;
  const Real terms = a2.re * a2.re + a2.im * a2.im + D::size(a1) * D::size(a3);
  // Where all is zero every comparison fails and Taylor stays.
  const auto rational = ((D::size(a3) + D::size(a4)) * inverse_weight > negligible) &
                        (D::size(determinant) > degenerate * terms) &
                        (norm > smallest_denominator * smallest_denominator * det) & (norm > 0.0);
  const Real r = 1.0 / norm;
  const Complex pade{(numerator.re * denominator.re + numerator.im * denominator.im) * r,
                     (numerator.im * denominator.re - numerator.re * denominator.im) * r};
  return D::select(rational, pade, D::plus(D::plus(a1, a2), D::plus(a3, a4)));
}

}  // namespace polyscape::track
