#pragma once
/// Complex numbers in SIMD lanes. Everything is a member of, or a template over, one class an instruction set, so that
/// no code compiled for one set can be merged with another's by the linker: kernels on lanes include no standard
/// library header with inline functions, and call nothing but these templates and compiler builtins.

namespace polyscape::eval {

/// W doubles side by side; Isa is a tag that keeps instruction sets apart.
template <class Isa, int W>
struct Lanes {
  static constexpr int width = W;
  static constexpr int parts = 1;  ///< doubles of a real number
  typedef double Real __attribute__((vector_size(W * sizeof(double))));
  typedef long Mask __attribute__((vector_size(W * sizeof(double))));  ///< all bits or none in each lane

  struct Complex {
    Real re, im;
  };

  using Base = Lanes;     ///< the same lanes in double
  using Plain = Complex;  ///< complex numbers in double

  static Complex constant(double re, double, double im, double) { return {all(re), all(im)}; }
  static Plain rounded(Complex z) { return z; }
  static Complex widened(Plain z) { return z; }
  static Complex negative(Complex z) { return {-z.re, -z.im}; }
  static Real all(double x) { return x - Real{}; }
  static Real select(Mask m, Real a, Real b) { return m ? a : b; }
  static Complex select(Mask m, Complex a, Complex b) { return {m ? a.re : b.re, m ? a.im : b.im}; }
  template <class M>  // a Mask: as a member of this template GCC takes it for a long
  static bool any(const M& m) {
    long bits = 0;
    for (int lane = 0; lane < W; ++lane) bits |= m[lane];
    return bits != 0;
  }
  static Real larger(Real a, Real b) { return a > b ? a : b; }
  static Real modulus_of(Real a) {
    constexpr long everything_but_sign = 0x7fffffffffffffffL;
    return reinterpret_cast<Real>(reinterpret_cast<Mask>(a) & everything_but_sign);
  }
  /// Largest of |re|, |im|.
  static Real size(Complex z) { return larger(modulus_of(z.re), modulus_of(z.im)); }
  /// |re| + |im|.
  static Real sum_size(Complex z) { return modulus_of(z.re) + modulus_of(z.im); }
  static Complex times(Complex a, Complex b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
  static Complex times(Real a, Complex b) { return {a * b.re, a * b.im}; }
  static Complex plus(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
  static Complex minus(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
  static Complex scaled(double factor, double, Complex z) { return times(all(factor), z); }
  static Complex inverse(Complex a) {
    const Real r = 1.0 / (a.re * a.re + a.im * a.im);
    return {a.re * r, -a.im * r};
  }
  /// z -= a b
  static void subtract_product(Complex& z, const Complex& a, const Complex& b) {
    Real re = z.re, im = z.im;
    re -= a.re * b.re;
    im -= a.re * b.im;
    re += a.im * b.im;
    im -= a.im * b.re;
    z = {re, im};
  }
  static void swap_lane(Complex& a, Complex& b, unsigned lane) {
    const double re = a.re[lane], im = a.im[lane];
    a.re[lane] = b.re[lane];
    a.im[lane] = b.im[lane];
    b.re[lane] = re;
    b.im[lane] = im;
  }

  /// A sum of products in four chains, which the processor works on side by side.
  struct Sum {
    Real rr{}, ii{}, ri{}, ir{};
    void add_product(const Complex& a, const Complex& b) {
      rr += a.re * b.re;
      ii += a.im * b.im;
      ri += a.re * b.im;
      ir += a.im * b.re;
    }
    void add_scaled(double factor, double, const Complex& a) {
      rr += factor * a.re;
      ri += factor * a.im;
    }
    void add(const Complex& a) {
      rr += a.re;
      ri += a.im;
    }
    Complex value() const { return {rr - ii, ri + ir}; }
  };
};

}  // namespace polyscape::eval
