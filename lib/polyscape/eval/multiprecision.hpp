#pragma once
/// MPFR numbers as values that carry their own precision. A result has the larger precision of its operands, so nothing
/// depends on a default precision, which Boost 1.74's variable-precision types share between all threads.
#include <mpfr.h>

#include <algorithm>
#include <utility>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::eval {

class Multiprecision {
 public:
  /// Exact; 53 bits.
  Multiprecision(double value = 0) {
    reserve(53);
    mpfr_set_d(x_, value, MPFR_RNDN);
  }
  Multiprecision(double value, int bits) {
    reserve(bits);
    mpfr_set_d(x_, value, MPFR_RNDN);
  }
  /// The nearest number of `bits` bits.
  Multiprecision(const algebra::Rational& value, int bits);
  Multiprecision(const Multiprecision& o) {
    reserve(mpfr_get_prec(o.x_));
    mpfr_set(x_, o.x_, MPFR_RNDN);
  }
  Multiprecision(Multiprecision&& o) noexcept { take(o); }
  Multiprecision& operator=(const Multiprecision& o) {
    if (this == &o) return *this;
    if (mpfr_get_prec(x_) != mpfr_get_prec(o.x_)) {
      release();
      reserve(mpfr_get_prec(o.x_));
    }
    mpfr_set(x_, o.x_, MPFR_RNDN);
    return *this;
  }
  Multiprecision& operator=(Multiprecision&& o) noexcept {
    if (this == &o) return *this;
    release();
    take(o);
    return *this;
  }
  ~Multiprecision() { release(); }

  /// Not a number, for `words` to be set by MPFR.
  static Multiprecision of_bits(int bits) { return Multiprecision(Precision{bits}); }
  mpfr_srcptr words() const { return x_; }
  mpfr_ptr words() { return x_; }
  int bits() const { return static_cast<int>(mpfr_get_prec(x_)); }
  int sign() const { return mpfr_sgn(x_); }
  double to_double() const { return mpfr_get_d(x_, MPFR_RNDN); }
  /// log2 |x| to double accuracy, whatever the exponent; -infinity for 0.
  double log2() const;
  bool finite() const { return mpfr_number_p(x_) != 0; }
  algebra::Rational to_exact() const;

  friend Multiprecision operator+(const Multiprecision& a, const Multiprecision& b) { return binary(mpfr_add, a, b); }
  friend Multiprecision operator-(const Multiprecision& a, const Multiprecision& b) { return binary(mpfr_sub, a, b); }
  friend Multiprecision operator*(const Multiprecision& a, const Multiprecision& b) { return binary(mpfr_mul, a, b); }
  friend Multiprecision operator/(const Multiprecision& a, const Multiprecision& b) { return binary(mpfr_div, a, b); }
  friend Multiprecision operator-(const Multiprecision& a) {
    Multiprecision r(a);
    mpfr_neg(r.x_, r.x_, MPFR_RNDN);
    return r;
  }
  friend Multiprecision exp(const Multiprecision& a) {
    Multiprecision r(Precision{mpfr_get_prec(a.x_)});
    mpfr_exp(r.x_, a.x_, MPFR_RNDN);
    return r;
  }
  /// {cos a, sin a}
  friend std::pair<Multiprecision, Multiprecision> cos_sin(const Multiprecision& a) {
    std::pair r(Multiprecision(Precision{mpfr_get_prec(a.x_)}), Multiprecision(Precision{mpfr_get_prec(a.x_)}));
    mpfr_sin_cos(r.second.x_, r.first.x_, a.x_, MPFR_RNDN);
    return r;
  }
  friend Multiprecision sqrt(Multiprecision a) {
    mpfr_sqrt(a.x_, a.x_, MPFR_RNDN);
    return a;
  }
  friend Multiprecision abs(Multiprecision a) {
    mpfr_abs(a.x_, a.x_, MPFR_RNDN);
    return a;
  }
  /// The nearest integer.
  friend Multiprecision to_integer(Multiprecision a) {
    mpfr_rint(a.x_, a.x_, MPFR_RNDN);
    return a;
  }
  Multiprecision& operator+=(const Multiprecision& b) { return *this = *this + b; }
  Multiprecision& operator-=(const Multiprecision& b) { return *this = *this - b; }
  friend bool operator<(const Multiprecision& a, const Multiprecision& b) { return mpfr_less_p(a.x_, b.x_) != 0; }
  friend bool operator>(const Multiprecision& a, const Multiprecision& b) { return b < a; }

 private:
  using Operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
  struct Precision {
    mpfr_prec_t bits;
  };
  explicit Multiprecision(Precision p) { reserve(p.bits); }
  static Multiprecision binary(Operation f, const Multiprecision& a, const Multiprecision& b) {
    Multiprecision r(Precision{std::max(mpfr_get_prec(a.x_), mpfr_get_prec(b.x_))});
    f(r.x_, a.x_, b.x_, MPFR_RNDN);
    return r;
  }

  // Numbers of few words hold them: tracking makes one a sum and a product, and allocations cost as much as the
  // arithmetic.
  static constexpr mpfr_prec_t words_inside = 7;
  bool inside() const { return mpfr_get_prec(x_) <= words_inside * GMP_NUMB_BITS; }
  void reserve(mpfr_prec_t bits) {
    if (bits <= words_inside * GMP_NUMB_BITS)
      mpfr_custom_init_set(x_, MPFR_NAN_KIND, 0, bits, words_);
    else
      mpfr_init2(x_, bits);
  }
  void release() {
    if (!inside()) mpfr_clear(x_);
  }
  // What is left of `o` holds nothing that has to be released.
  void take(Multiprecision& o) {
    x_[0] = o.x_[0];
    if (inside()) {
      std::copy_n(o.words_, (mpfr_get_prec(x_) + GMP_NUMB_BITS - 1) / GMP_NUMB_BITS, words_);
      mpfr_custom_move(x_, words_);
    } else {
      o.reserve(53);
    }
  }

  mpfr_t x_;
  mp_limb_t words_[words_inside];
};

}  // namespace polyscape::eval
