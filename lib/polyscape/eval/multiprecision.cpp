#include "polyscape/eval/multiprecision.hpp"

#include <cmath>
#include <limits>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::eval {

using algebra::Integer;
using algebra::Rational;

Multiprecision::Multiprecision(const Rational& value, int bits) {
  reserve(bits);
  fmpq_get_mpfr(x_, flint(value), MPFR_RNDN);
}

double Multiprecision::log2() const {
  if (sign() == 0) return -std::numeric_limits<double>::infinity();
  long exponent = 0;
  const double mantissa = mpfr_get_d_2exp(&exponent, x_, MPFR_RNDN);
  return std::log2(std::abs(mantissa)) + static_cast<double>(exponent);
}

Rational Multiprecision::to_exact() const {
  if (!finite()) throw ArgumentError("Multiprecision::to_exact: not a finite number");
  if (mpfr_zero_p(x_)) return 0;
  mpz_t mantissa;
  mpz_init(mantissa);
  const long exponent = mpfr_get_z_2exp(mantissa, x_);
  Integer integer;
  fmpz_set_mpz(flint(integer), mantissa);
  mpz_clear(mantissa);
  Rational result(integer);
  fmpq* q = flint(result);
  if (exponent >= 0)
    fmpq_mul_2exp(q, q, static_cast<flint_bitcnt_t>(exponent));
  else
    fmpq_div_2exp(q, q, static_cast<flint_bitcnt_t>(-exponent));
  return result;
}

}  // namespace polyscape::eval
