#pragma once
/// Real intervals, midpoint and radius, as a scalar: Arb balls (Johansson 2017). Every result contains the exact result
/// for all numbers in its operands, whatever the precision.
#if __has_include(<arb.h>)
#include <arb.h>
#else
#include <flint/arb.h>
#endif

#include <algorithm>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/eval/scalar_kernel.hpp"

namespace polyscape::eval {

class Ball {
 public:
  Ball() { arb_init(x_); }
  /// Contains the number; radius of about 2^-bits of it.
  Ball(const algebra::Rational& value, int bits) : bits_(bits) {
    arb_init(x_);
    arb_set_fmpq(x_, flint(value), bits);
  }
  Ball(const Ball& o) : bits_(o.bits_) {
    arb_init(x_);
    arb_set(x_, o.x_);
  }
  Ball(Ball&& o) noexcept : bits_(o.bits_) {
    arb_init(x_);
    arb_swap(x_, o.x_);
  }
  Ball& operator=(const Ball& o) {
    arb_set(x_, o.x_);
    bits_ = o.bits_;
    return *this;
  }
  Ball& operator=(Ball&& o) noexcept {
    arb_swap(x_, o.x_);
    std::swap(bits_, o.bits_);
    return *this;
  }
  ~Ball() { arb_clear(x_); }

  arb_ptr arb() { return x_; }
  arb_srcptr arb() const { return x_; }
  int bits() const { return bits_; }
  void set_bits(int bits) { bits_ = bits; }

  friend Ball operator+(const Ball& a, const Ball& b) { return binary(arb_add, a, b); }
  friend Ball operator-(const Ball& a, const Ball& b) { return binary(arb_sub, a, b); }
  friend Ball operator*(const Ball& a, const Ball& b) { return binary(arb_mul, a, b); }
  friend Ball operator-(const Ball& a) {
    Ball r(a);
    arb_neg(r.x_, r.x_);
    return r;
  }

 private:
  using Operation = void (*)(arb_t, const arb_t, const arb_t, slong);
  static Ball binary(Operation f, const Ball& a, const Ball& b) {
    Ball r;
    r.bits_ = std::max(a.bits_, b.bits_);
    f(r.x_, a.x_, b.x_, r.bits_);
    return r;
  }
  arb_t x_;
  int bits_ = 2;  // takes the precision of what it meets
};

template <>
struct RealTraits<Ball> {
  static Ball of(const algebra::Rational& x, int bits) { return Ball(x, bits); }
};

}  // namespace polyscape::eval
