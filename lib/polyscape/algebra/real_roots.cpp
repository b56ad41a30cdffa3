#include "polyscape/algebra/real_roots.hpp"

#include <flint/fmpq_poly.h>
#include <flint/fmpz_poly.h>
#include <flint/fmpz_poly_factor.h>

#include <vector>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

/// A positive multiple with integer coefficients.
class IntegerPolynomial {
 public:
  explicit IntegerPolynomial(std::span<const Rational> coefficients) {
    fmpz_poly_init(p_);
    fmpq_poly_t q;
    fmpq_poly_init(q);
    for (std::size_t k = 0; k < coefficients.size(); ++k)
      fmpq_poly_set_coeff_fmpq(q, static_cast<slong>(k), flint(coefficients[k]));
    fmpq_poly_get_numerator(p_, q);
    fmpq_poly_clear(q);
  }
  IntegerPolynomial(const IntegerPolynomial&) = delete;
  IntegerPolynomial& operator=(const IntegerPolynomial&) = delete;
  ~IntegerPolynomial() { fmpz_poly_clear(p_); }

  bool is_zero() const { return fmpz_poly_is_zero(p_) != 0; }
  slong degree() const { return fmpz_poly_degree(p_); }
  int leading_sign() const { return fmpz_sgn(fmpz_poly_lead(p_)); }

  /// Distinct real roots; with odd_only those of odd multiplicity, where the sign changes.
  std::size_t real_roots(bool odd_only) const {
    fmpz_poly_factor_t factors;
    fmpz_poly_factor_init(factors);
    fmpz_poly_factor_squarefree(factors, p_);
    slong count = 0;
    for (slong i = 0; i < factors->num; ++i)
      if (!odd_only || factors->exp[i] % 2 == 1) count += fmpz_poly_num_real_roots(factors->p + i);
    fmpz_poly_factor_clear(factors);
    return static_cast<std::size_t>(count);
  }

 private:
  fmpz_poly_t p_;
};

// (1 + v^2)^n p((low + high v^2) / (1 + v^2)): v over the reals runs through low <= x < high.
std::vector<Rational> over_interval(std::span<const Rational> p, const Rational& low, const Rational& high) {
  std::vector<Rational> sum(2 * p.size() - 1), power{1};  // Horner's scheme in x; (1 + v^2)^(n - k)
  for (std::size_t k = p.size(); k-- > 0;) {
    std::vector<Rational> next(sum.size());
    for (std::size_t j = 0; j < sum.size(); ++j) {
      if (j < power.size()) next[j] += p[k] * power[j];
      next[j] += low * sum[j];
      if (j >= 2) next[j] += high * sum[j - 2];
    }
    sum = std::move(next);
    std::vector<Rational> longer(power.size() + 2);
    for (std::size_t j = 0; j < power.size(); ++j) {
      longer[j] += power[j];
      longer[j + 2] += power[j];
    }
    power = std::move(longer);
  }
  return sum;
}

}  // namespace

std::size_t real_root_count(std::span<const Rational> coefficients) {
  const IntegerPolynomial p(coefficients);
  if (p.is_zero()) throw ArgumentError("real_root_count: the zero polynomial");
  return p.real_roots(false);
}

bool is_nonnegative(std::span<const Rational> coefficients) {
  const IntegerPolynomial p(coefficients);
  return p.is_zero() || (p.degree() % 2 == 0 && p.leading_sign() > 0 && p.real_roots(true) == 0);
}

bool is_positive(std::span<const Rational> coefficients) {
  const IntegerPolynomial p(coefficients);
  return !p.is_zero() && p.leading_sign() > 0 && p.real_roots(false) == 0;
}

bool is_nonnegative(std::span<const Rational> coefficients, const Rational& low, const Rational& high) {
  if (!(low < high)) throw ArgumentError("is_nonnegative: the interval is empty");
  return coefficients.empty() || is_nonnegative(over_interval(coefficients, low, high));
}

}  // namespace polyscape::algebra
