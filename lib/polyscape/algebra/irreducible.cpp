#include "polyscape/algebra/irreducible.hpp"

#include <flint/fmpq_mpoly_factor.h>

#include "polyscape/algebra/flint_polynomial_kernel.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

void require_real(const Polynomial& p) {
  if (!p.is_real()) throw ArgumentError("factors of a polynomial that is not real");
}

struct FlintFactors {
  const FlintContext& context;
  fmpq_mpoly_factor_t found;
  explicit FlintFactors(const FlintContext& c) : context(c) { fmpq_mpoly_factor_init(found, context.ctx); }
  ~FlintFactors() { fmpq_mpoly_factor_clear(found, context.ctx); }
  FlintFactors(const FlintFactors&) = delete;
  FlintFactors& operator=(const FlintFactors&) = delete;
};

}  // namespace

Factorization irreducible_factors(const Polynomial& p) {
  require_real(p);
  if (p.is_zero()) throw ArgumentError("irreducible_factors: the zero polynomial");
  Factorization result;
  const std::size_t n = p.variables();
  if (p.degree() == 0) {
    result.constant = p.terms().front().coefficient.re;
    return result;
  }
  const FlintContext context(n);
  FlintPolynomial whole(context, p);
  FlintFactors factors(context);
  if (fmpq_mpoly_factor(factors.found, whole.get(), context.ctx) == 0)
    throw Error("a polynomial could not be factored");
  fmpq_set(flint(result.constant), factors.found->constant);
  for (slong k = 0; k < factors.found->num; ++k)
    result.factors.emplace_back(from_flint(factors.found->poly[k], context, n),
                                static_cast<unsigned>(fmpz_get_ui(factors.found->exp + k)));
  return result;
}

Polynomial greatest_common_divisor(const Polynomial& a, const Polynomial& b) {
  require_real(a), require_real(b);
  if (a.variables() != b.variables() || (a.is_zero() && b.is_zero()))
    throw ArgumentError("greatest_common_divisor: both are 0, or in different variables");
  const FlintContext context(a.variables());
  FlintPolynomial x(context, a), y(context, b), common(context);
  if (fmpq_mpoly_gcd(common.get(), x.get(), y.get(), context.ctx) == 0)
    throw Error("a greatest common divisor could not be found");
  return from_flint(*common.get(), context, a.variables());
}

Polynomial exact_quotient(const Polynomial& a, const Polynomial& b) {
  require_real(a), require_real(b);
  const FlintContext context(a.variables());
  FlintPolynomial x(context, a), y(context, b), quotient(context);
  if (a.variables() != b.variables() || b.is_zero() ||
      fmpq_mpoly_divides(quotient.get(), x.get(), y.get(), context.ctx) == 0)
    throw ArgumentError("exact_quotient: not a multiple");
  return from_flint(*quotient.get(), context, a.variables());
}

}  // namespace polyscape::algebra
