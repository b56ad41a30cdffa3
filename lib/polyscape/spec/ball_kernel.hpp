#pragma once
/// Arb's ball as a value, for the sources of this stage.
#if __has_include(<arb_hypgeom.h>)
#include <arb_hypgeom.h>
#else
#include <flint/arb_hypgeom.h>
#endif

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/algebra/rational.hpp"

namespace polyscape::spec {

class Ball {
 public:
  explicit Ball(long value = 0) {
    arb_init(x_);
    arb_set_si(x_, value);
  }
  Ball(const algebra::Rational& value, int bits) {
    arb_init(x_);
    arb_set_fmpq(x_, flint(value), bits);
  }
  Ball(const Ball& other) {
    arb_init(x_);
    arb_set(x_, other.x_);
  }
  Ball& operator=(const Ball& other) {
    arb_set(x_, other.x_);
    return *this;
  }
  ~Ball() { arb_clear(x_); }

  operator arb_ptr() { return x_; }
  operator arb_srcptr() const { return x_; }
  /// The exact value of the midpoint, rounded to `bits`.
  algebra::Rational midpoint(int bits) const {
    arf_t rounded;
    arf_init(rounded);
    arf_set_round(rounded, arb_midref(x_), bits, ARF_RND_NEAR);
    algebra::Rational result;
    arf_get_fmpq(flint(result), rounded);
    arf_clear(rounded);
    return result;
  }

 private:
  arb_t x_;
};

}  // namespace polyscape::spec
