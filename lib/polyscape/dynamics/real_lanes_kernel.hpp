#pragma once
/// Real doubles in SIMD lanes, with functions and random numbers of their own: the same to the bit in lanes of any
/// width. As in eval/lanes_kernel.hpp everything is a member of a class of one instruction set, and no header with
/// inline functions is included.

namespace polyscape::dynamics {

/// W doubles side by side; Isa is a tag that keeps instruction sets apart.
template <class Isa, int W>
struct RealLanes {
  static constexpr int width = W;
  typedef double Real __attribute__((vector_size(W * sizeof(double))));
  typedef long Mask __attribute__((vector_size(W * sizeof(double))));  ///< all bits or none in each lane
  typedef unsigned long Word __attribute__((vector_size(W * sizeof(double))));
  typedef double LooseReal __attribute__((vector_size(W * sizeof(double)), aligned(sizeof(double)), may_alias));
  typedef unsigned long LooseWord __attribute__((vector_size(W * sizeof(double)), aligned(sizeof(double)), may_alias));

  static Real get(const double* from) { return *reinterpret_cast<const LooseReal*>(from); }
  static void put(double* to, Real x) { *reinterpret_cast<LooseReal*>(to) = x; }
  static Word get(const unsigned long* from) { return *reinterpret_cast<const LooseWord*>(from); }
  static void put(unsigned long* to, Word x) { *reinterpret_cast<LooseWord*>(to) = x; }
  static Real all(double x) { return x - Real{}; }
  static Word all(unsigned long x) { return x - Word{}; }
  static Word bits(Real x) { return reinterpret_cast<Word>(x); }
  static Real real(Word x) { return reinterpret_cast<Real>(x); }
  static Real select(Mask m, Real a, Real b) { return m ? a : b; }
  static Real larger(Real a, Real b) { return a > b ? a : b; }
  static Real modulus(Real a) { return real(bits(a) & all(0x7fffffffffffffffUL)); }
  template <class M>  // a Mask: as a member of this template GCC takes it for a long
  static bool any(const M& m) {
    long set = 0;
    for (int lane = 0; lane < W; ++lane) set |= m[lane];
    return set != 0;
  }
  template <class V>  // Real, for the same reason
  static V root(const V& x) {
    V y;
    for (int lane = 0; lane < W; ++lane) y[lane] = __builtin_sqrt(x[lane]);
    return y;
  }

  static constexpr double magic = 6755399441055744.0;  // 1.5 2^52: what is added to it is rounded to an integer
  static Real nearest_integer(Real x) { return (x + magic) - magic; }
  /// Of |x| < 2^51.
  static Real floor(Real x) {
    const Real n = nearest_integer(x);
    return select(n > x, n - 1.0, n);
  }

  /// Relative error below 1e-15; 0 below -708, infinity above 709.
  static Real exponential(Real x) {
    constexpr double log2_e = 0x1.71547652b82fep+0, ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
    constexpr double lowest = -708, highest = 709;
    const Real y = select(x > lowest, select(x < highest, x, all(highest)), all(lowest));
    const Real shifted = y * log2_e + magic;
    const Real n = shifted - magic;
    const Real r = (y - n * ln2_high) - n * ln2_low;
    // Taylor: the first term left out is below 4e-18.
    constexpr double c[] = {
        1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
        1.0 / 720,        1.0 / 120,       1.0 / 24,       1.0 / 6,       0.5,          1.0,         1.0};
    Real p = all(c[0]);
    for (int k = 1; k < 14; ++k) p = p * r + c[k];
    const Word power = (bits(shifted) << 52) + all(0x3ff0000000000000UL);
    const Real value = p * real(power);
    return select(x < lowest, Real{}, select(x > highest, all(__builtin_inf()), select(x == x, value, x)));
  }

  /// Of positive normal numbers; relative error below 1e-15 with 10 terms, 1e-11 with 6.
  template <int terms = 10>
  static Real logarithm(Real x) {
    constexpr double ln2 = 0x1.62e42fefa39efp-1, root_2 = 0x1.6a09e667f3bcdp+0;
    const Word b = bits(x);
    Real m = real((b & all(0x000fffffffffffffUL)) | all(0x3ff0000000000000UL));
    Real e = real((b >> 52) | all(0x4330000000000000UL)) - (4503599627370496.0 + 1023);
    const Mask upper = m > root_2;
    m = select(upper, 0.5 * m, m);
    e = select(upper, e + 1.0, e);
    const Real s = (m - 1.0) / (m + 1.0), z = s * s;
    // 2 artanh s: s^2 is below 0.03.
    Real p = all(1.0 / (2 * terms + 3));
    for (int k = terms; k >= 0; --k) p = p * z + 1.0 / (2 * k + 1);
    return e * ln2 + 2.0 * (s * p);
  }

  struct Pair {
    Real first, second;
  };
  /// Cosine and sine of 2 pi u, 0 <= u < 1, with errors below 1e-11.
  static Pair turn(Real u) {
    constexpr double half_pi = 0x1.921fb54442d18p+0;
    const Real v = 4.0 * u, shifted = v + magic;
    const Real t = (v - (shifted - magic)) * half_pi, z = t * t;
    // Taylor, |t| <= pi/4: the first terms left out are below 1e-11 and 1e-12.
    constexpr double s[] = {-1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1.0};
    constexpr double c[] = {1.0 / 479001600, -1.0 / 3628800, 1.0 / 40320, -1.0 / 720, 1.0 / 24, -0.5, 1.0};
    Real sine = all(s[0]), cosine = all(c[0]);
    for (int k = 1; k < 6; ++k) sine = sine * z + s[k];
    for (int k = 1; k < 7; ++k) cosine = cosine * z + c[k];
    sine = sine * t;
    const Word quarter = bits(shifted);
    const Mask odd = (quarter & all(1UL)) != all(0UL);
    const Word sine_sign = (quarter & all(2UL)) << 62, cosine_sign = ((quarter + all(1UL)) & all(2UL)) << 62;
    return {real(bits(select(odd, sine, cosine)) ^ cosine_sign), real(bits(select(odd, cosine, sine)) ^ sine_sign)};
  }

  static Word rotated(Word x, int by) { return (x << by) | (x >> (64 - by)); }

  /// A stream a lane: xoshiro256++ (Blackman, Vigna 2019). The state is four words, `stride` apart.
  struct Stream {
    Word s0, s1, s2, s3;
    static Stream get(const unsigned long* at, long stride) {
      return {RealLanes::get(at), RealLanes::get(at + stride), RealLanes::get(at + 2 * stride),
              RealLanes::get(at + 3 * stride)};
    }
    void put(unsigned long* at, long stride) const {
      RealLanes::put(at, s0);
      RealLanes::put(at + stride, s1);
      RealLanes::put(at + 2 * stride, s2);
      RealLanes::put(at + 3 * stride, s3);
    }
    Word next() {
      const Word result = rotated(s0 + s3, 23) + s0, t = s1 << 17;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = rotated(s3, 45);
      return result;
    }
    /// In [1, 2), multiples of 2^-52.
    Real next_real() { return real((next() >> 12) | all(0x3ff0000000000000UL)); }
    /// In (0, 1].
    Real uniform() { return 2.0 - next_real(); }
    /// Two standard normal numbers (Box-Muller), with relative errors of some 1e-11: no sample is large enough to see.
    Pair normals() {
      constexpr int few = 6;
      const Real radius = root(-2.0 * logarithm<few>(uniform()));
      const Pair direction = turn(next_real() - 1.0);
      return {radius * direction.first, radius * direction.second};
    }
  };
};

}  // namespace polyscape::dynamics
