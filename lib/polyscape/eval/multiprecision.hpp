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
    mpfr_init2(x_, 53);
    mpfr_set_d(x_, value, MPFR_RNDN);
  }
  /// The nearest number of `bits` bits.
  Multiprecision(const algebra::Rational& value, int bits);
  Multiprecision(const Multiprecision& o) {
    mpfr_init2(x_, mpfr_get_prec(o.x_));
    mpfr_set(x_, o.x_, MPFR_RNDN);
  }
  Multiprecision(Multiprecision&& o) noexcept {
    mpfr_init2(x_, 2);
    mpfr_swap(x_, o.x_);
  }
  Multiprecision& operator=(const Multiprecision& o) {
    if (this == &o) return *this;
    mpfr_set_prec(x_, mpfr_get_prec(o.x_));
    mpfr_set(x_, o.x_, MPFR_RNDN);
    return *this;
  }
  Multiprecision& operator=(Multiprecision&& o) noexcept {
    mpfr_swap(x_, o.x_);
    return *this;
  }
  ~Multiprecision() { mpfr_clear(x_); }

  double to_double() const { return mpfr_get_d(x_, MPFR_RNDN); }
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
  Multiprecision& operator+=(const Multiprecision& b) { return *this = *this + b; }
  Multiprecision& operator-=(const Multiprecision& b) { return *this = *this - b; }

 private:
  using Operation = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_srcptr, mpfr_rnd_t);
  struct Precision {
    mpfr_prec_t bits;
  };
  explicit Multiprecision(Precision p) { mpfr_init2(x_, p.bits); }
  static Multiprecision binary(Operation f, const Multiprecision& a, const Multiprecision& b) {
    Multiprecision r(Precision{std::max(mpfr_get_prec(a.x_), mpfr_get_prec(b.x_))});
    f(r.x_, a.x_, b.x_, MPFR_RNDN);
    return r;
  }
  mpfr_t x_;
};

}  // namespace polyscape::eval
