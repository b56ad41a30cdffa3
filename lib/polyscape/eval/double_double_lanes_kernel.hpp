#pragma once
/// Double-double complex numbers in SIMD lanes (double_double.hpp tells the arithmetic): what Lanes offers, with moduli
/// and weights in double. Sources that include this are compiled with -ffp-contract=off: the errors of sums and
/// products are exact then.
#include "polyscape/eval/lanes_kernel.hpp"

namespace polyscape::eval {

/// L: Lanes. Product: how the error of a product is computed, see below.
template <class L, class Product>
struct DoubleDoubleLanes {
  static constexpr int width = L::width;
  static constexpr int parts = 2;  ///< doubles of a real number
  using Real = typename L::Real;
  using Mask = typename L::Mask;
  using Base = L;
  using Plain = typename L::Complex;

  struct Number {
    Real hi, lo;
  };
  struct Complex {
    Number re, im;
  };

  static Complex constant(double re, double re_low, double im, double im_low) {
    return {{L::all(re), L::all(re_low)}, {L::all(im), L::all(im_low)}};
  }
  static Plain rounded(const Complex& z) { return {z.re.hi, z.im.hi}; }
  static Complex widened(const Plain& z) { return {{z.re, Real{}}, {z.im, Real{}}}; }
  static Complex select(Mask m, const Complex& a, const Complex& b) {
    return {{m ? a.re.hi : b.re.hi, m ? a.re.lo : b.re.lo}, {m ? a.im.hi : b.im.hi, m ? a.im.lo : b.im.lo}};
  }
  static bool any(Mask m) { return L::any(m); }
  static Real size(const Complex& z) { return L::size(rounded(z)); }
  static Real sum_size(const Complex& z) { return L::sum_size(rounded(z)); }
  static Complex negative(const Complex& z) { return {negative(z.re), negative(z.im)}; }
  static Complex plus(const Complex& a, const Complex& b) { return {plus(a.re, b.re), plus(a.im, b.im)}; }
  static Complex minus(const Complex& a, const Complex& b) { return plus(a, negative(b)); }
  static Complex times(const Complex& a, const Complex& b) {
    Sum sum;
    sum.add_product(a, b);
    return sum.value();
  }
  static Complex scaled(double factor, double factor_low, const Complex& z) {
    Sum sum;
    sum.add_scaled(factor, factor_low, z);
    return sum.value();
  }
  static Complex inverse(const Complex& z) {
    Number norm{};
    accumulate(norm, z.re, z.re);
    accumulate(norm, z.im, z.im);
    norm = normal(norm.hi, norm.lo);
    // One step of Newton's method from the quotient in double.
    const Real q = 1.0 / norm.hi;
    Number rest{L::all(1), Real{}};
    accumulate(rest, {-q, Real{}}, norm);
    const Number r = normal(q, q * (rest.hi + rest.lo));
    Number re{}, im{};
    accumulate(re, z.re, r);
    accumulate(im, negative(z.im), r);
    return {normal(re.hi, re.lo), normal(im.hi, im.lo)};
  }
  /// z -= a b
  static void subtract_product(Complex& z, const Complex& a, const Complex& b) {
    Number re = z.re, im = z.im;
    const Number minus_re = negative(a.re), minus_im = negative(a.im);
    accumulate(re, minus_re, b.re);
    accumulate(im, minus_re, b.im);
    accumulate(re, a.im, b.im);
    accumulate(im, minus_im, b.re);
    z = {normal(re.hi, re.lo), normal(im.hi, im.lo)};
  }
  static void swap_lane(Complex& a, Complex& b, unsigned lane) {
    swap_lane(a.re, b.re, lane);
    swap_lane(a.im, b.im, lane);
  }

  struct Sum {
    Number rr{}, ii{}, ri{}, ir{};
    void add_product(const Complex& a, const Complex& b) {
      accumulate(rr, a.re, b.re);
      accumulate(ii, a.im, b.im);
      accumulate(ri, a.re, b.im);
      accumulate(ir, a.im, b.re);
    }
    void add_scaled(double factor, double factor_low, const Complex& a) {
      const Number f{L::all(factor), L::all(factor_low)};
      accumulate(rr, f, a.re);
      accumulate(ri, f, a.im);
    }
    void add(const Complex& a) {
      accumulate(rr, a.re);
      accumulate(ri, a.im);
    }
    Complex value() const {
      return {plus(normal(rr.hi, rr.lo), negative(normal(ii.hi, ii.lo))),
              plus(normal(ri.hi, ri.lo), normal(ir.hi, ir.lo))};
    }
  };

 private:
  static Number negative(const Number& a) { return {-a.hi, -a.lo}; }
  static Number normal(Real hi, Real lo) {
    const Real s = hi + lo;
    return {s, lo - (s - hi)};
  }
  static Number plus(const Number& a, const Number& b) {
    Number sum = a;
    accumulate(sum, b);
    return normal(sum.hi, sum.lo);
  }
  /// The sum's high part takes the high part exactly, all errors go to its low part: they are added up in double, as in
  /// the compensated dot product of Ogita, Rump and Oishi (2005). To be made normal at the end.
  static void accumulate(Number& sum, const Number& a) {
    const Real s = sum.hi + a.hi, v = s - sum.hi;
    sum.lo += ((sum.hi - (s - v)) + (a.hi - v)) + a.lo;
    sum.hi = s;
  }
  static void accumulate(Number& sum, const Number& a, const Number& b) {
    const Real p = a.hi * b.hi;
    accumulate(sum, {p, Product::error(a.hi, b.hi, p) + (a.hi * b.lo + a.lo * b.hi)});
  }
  static void swap_lane(Number& a, Number& b, unsigned lane) {
    const double hi = a.hi[lane], lo = a.lo[lane];
    a.hi[lane] = b.hi[lane];
    a.lo[lane] = b.lo[lane];
    b.hi[lane] = hi;
    b.lo[lane] = lo;
  }
};

/// a b - p for p = a b rounded, exactly, without a fused operation (Dekker 1971).
template <class L>
struct SplitProduct {
  using Real = typename L::Real;
  static Real error(Real a, Real b, Real p) {
    const Real ta = 134217729.0 * a, tb = 134217729.0 * b;  // 2^27 + 1
    const Real ah = ta - (ta - a), al = a - ah, bh = tb - (tb - b), bl = b - bh;
    return ((ah * bh - p) + ah * bl + al * bh) + al * bl;
  }
};

/// The same by fused operations, lane by lane: the compiler makes one instruction of them.
template <class L>
struct FusedProduct {
  using Real = typename L::Real;
  static Real error(Real a, Real b, Real p) {
    Real result;
    for (int lane = 0; lane < L::width; ++lane) result[lane] = __builtin_fma(a[lane], b[lane], -p[lane]);
    return result;
  }
};

}  // namespace polyscape::eval
