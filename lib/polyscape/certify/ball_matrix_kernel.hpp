#pragma once
/// Points and matrices of complex balls.
#include "polyscape/eval/ball_kernel.hpp"
#if __has_include(<acb_mat.h>)
#include <acb_mat.h>
#else
#include <flint/acb_mat.h>
#endif

#include <cstdlib>
#include <optional>
#include <vector>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/algebra/rational.hpp"
#include "polyscape/certify/largest_exponent.hpp"

namespace polyscape::certify {

using Balls = std::vector<eval::Complex<eval::Ball>>;

inline Balls balls_at(const std::vector<algebra::GaussianRational>& centre, int bits) {
  Balls result;
  for (const algebra::GaussianRational& z : centre) result.push_back({eval::Ball(z.re, bits), eval::Ball(z.im, bits)});
  return result;
}

/// The polydisc of that radius.
inline void widen(Balls& x, const algebra::Rational& radius, int bits) {
  const eval::Ball reach(radius, bits);
  for (auto& z : x) {
    arb_add_error(z.re.arb(), reach.arb());
    arb_add_error(z.im.arb(), reach.arb());
  }
}

/// nullopt for what is not finite, or of a size that certificates do not have.
inline std::optional<algebra::Rational> exact(const arf_t x) {
  constexpr slong largest = 4 * largest_exponent;  // bits: more than its digits have
  if (!arf_is_finite(x)) return std::nullopt;
  if (!arf_is_zero(x) && std::abs(arf_abs_bound_lt_2exp_si(x)) > largest) return std::nullopt;
  algebra::Rational result;
  arf_get_fmpq(flint(result), x);
  return result;
}

class BallMatrix {
 public:
  BallMatrix(std::size_t rows, std::size_t columns) {
    acb_mat_init(m_, static_cast<slong>(rows), static_cast<slong>(columns));
  }
  ~BallMatrix() { acb_mat_clear(m_); }
  BallMatrix(const BallMatrix&) = delete;
  BallMatrix& operator=(const BallMatrix&) = delete;
  acb_mat_struct* get() { return m_; }
  acb_ptr at(std::size_t i, std::size_t j) { return acb_mat_entry(m_, static_cast<slong>(i), static_cast<slong>(j)); }
  void set(std::size_t i, std::size_t j, const eval::Complex<eval::Ball>& z) {
    arb_set(acb_realref(at(i, j)), z.re.arb());
    arb_set(acb_imagref(at(i, j)), z.im.arb());
  }

 private:
  acb_mat_t m_;
};

}  // namespace polyscape::certify
