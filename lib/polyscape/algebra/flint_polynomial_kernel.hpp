#pragma once
/// FLINT's polynomials over Q as objects that clear themselves: for sources alone, headers know nothing of FLINT.
#include <flint/fmpq_mpoly.h>

#include <algorithm>
#include <vector>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::algebra {

struct FlintContext {
  fmpq_mpoly_ctx_t ctx;
  explicit FlintContext(std::size_t variables) { fmpq_mpoly_ctx_init(ctx, static_cast<slong>(variables), ORD_DEGLEX); }
  ~FlintContext() { fmpq_mpoly_ctx_clear(ctx); }
  FlintContext(const FlintContext&) = delete;
  FlintContext& operator=(const FlintContext&) = delete;
};

/// A polynomial in the context's variables; the context has to outlive it.
class FlintPolynomial {
 public:
  explicit FlintPolynomial(const FlintContext& context) : context_(context) { fmpq_mpoly_init(p_, context.ctx); }
  /// The real parts of p's coefficients.
  FlintPolynomial(const FlintContext& context, const Polynomial& p) : FlintPolynomial(context) {
    std::vector<ulong> exponents(p.variables());
    for (const Term& t : p.terms()) {
      std::ranges::copy(t.exponents, exponents.begin());
      fmpq_mpoly_push_term_fmpq_ui(p_, flint(t.coefficient.re), exponents.data(), context.ctx);
    }
    fmpq_mpoly_sort_terms(p_, context.ctx);
  }
  ~FlintPolynomial() { fmpq_mpoly_clear(p_, context_.ctx); }
  FlintPolynomial(const FlintPolynomial&) = delete;
  FlintPolynomial& operator=(const FlintPolynomial&) = delete;

  fmpq_mpoly_struct* get() { return p_; }

 private:
  const FlintContext& context_;
  fmpq_mpoly_t p_;
};

inline Polynomial from_flint(const fmpq_mpoly_struct& p, const FlintContext& context, std::size_t variables) {
  std::vector<Term> terms(static_cast<std::size_t>(fmpq_mpoly_length(&p, context.ctx)));
  std::vector<ulong> exponents(variables);
  for (std::size_t k = 0; k < terms.size(); ++k) {
    Rational coefficient;
    fmpq_mpoly_get_term_coeff_fmpq(flint(coefficient), &p, static_cast<slong>(k), context.ctx);
    fmpq_mpoly_get_term_exp_ui(exponents.data(), &p, static_cast<slong>(k), context.ctx);
    terms[k] = {coefficient, std::vector<int>(exponents.begin(), exponents.end())};
  }
  return Polynomial::from_terms(variables, terms);
}

}  // namespace polyscape::algebra
