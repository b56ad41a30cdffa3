#include "polyscape/algebra/factors.hpp"

#include <flint/fmpq_mpoly.h>
#include <flint/fmpq_mpoly_factor.h>
#include <flint/nmod_poly.h>

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/flint_polynomial_kernel.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::algebra {
namespace {

constexpr std::size_t most_terms = 3000;
constexpr long most_degree = 100;
constexpr ulong prime = 2305843009213693951;  // 2^61 - 1

struct Univariate {
  nmod_poly_t poly;
  Univariate() { nmod_poly_init(poly, prime); }
  ~Univariate() { nmod_poly_clear(poly); }
  Univariate(const Univariate&) = delete;
  Univariate& operator=(const Univariate&) = delete;
};

/// Whether p, on a random line over a finite field, has a repeated factor: one that it has shows there.
bool may_repeat(const Polynomial& p) {
  Random random(1);
  const auto number = [&] { return static_cast<ulong>(random.uniform() * 0x1p53); };
  std::vector<std::unique_ptr<Univariate>> lines;
  for (std::size_t i = 0; i < p.variables(); ++i) {
    nmod_poly_t& line = lines.emplace_back(std::make_unique<Univariate>())->poly;
    nmod_poly_set_coeff_ui(line, 0, number());
    nmod_poly_set_coeff_ui(line, 1, number());
  }
  Univariate sum, term, power, derivative, common;
  for (const Term& t : p.terms()) {
    nmod_poly_zero(term.poly);
    nmod_poly_set_coeff_ui(term.poly, 0, residue(t.coefficient.re, prime).value_or(0));
    for (std::size_t i = 0; i < p.variables(); ++i) {
      if (t.exponents[i] == 0) continue;
      nmod_poly_pow(power.poly, lines[i]->poly, static_cast<ulong>(t.exponents[i]));
      nmod_poly_mul(term.poly, term.poly, power.poly);
    }
    nmod_poly_add(sum.poly, sum.poly, term.poly);
  }
  nmod_poly_derivative(derivative.poly, sum.poly);
  nmod_poly_gcd(common.poly, sum.poly, derivative.poly);
  return nmod_poly_degree(common.poly) > 0;
}

/// log2 of the largest coefficient, rounded.
long size_log2(const Polynomial& p) {
  double result = -HUGE_VAL;
  for (const Term& t : p.terms()) result = std::max(result, log2(t.coefficient));
  return std::lround(result);
}

}  // namespace

std::optional<Factors> repeated_factors(const Polynomial& p) {
  const std::size_t n = p.variables();
  if (n == 0 || p.degree() < 2 || p.degree() > most_degree || p.term_count() > most_terms || !p.is_real() ||
      !may_repeat(p))
    return std::nullopt;
  const FlintContext context(n);
  FlintPolynomial whole(context, p);
  fmpq_mpoly_factor_t found;
  fmpq_mpoly_factor_init(found, context.ctx);
  std::optional<Factors> result;
  if (fmpq_mpoly_factor_squarefree(found, whole.get(), context.ctx) != 0) {
    Rational constant;
    fmpq_set(flint(constant), found->constant);
    Factors factors;
    bool repeated = false;
    for (slong k = 0; k < found->num; ++k) {
      const auto exponent = static_cast<unsigned>(fmpz_get_ui(found->exp + k));
      Polynomial base = from_flint(found->poly[k], context, n);
      const Rational size = algebra::power(Rational(2), size_log2(base));
      constant *= algebra::power(size, static_cast<long>(exponent));
      factors.emplace_back(base * (Rational(1) / size), exponent);
      repeated = repeated || exponent > 1;
    }
    factors.emplace_back(Polynomial::constant(n, constant), 1);
    if (repeated) result = std::move(factors);
  }
  fmpq_mpoly_factor_clear(found, context.ctx);
  return result;
}

std::optional<Program> factored_program(const System& system) {
  Program program(system.names.size());
  bool repeated = false;
  for (const Polynomial& p : system.equations) {
    const auto factors = repeated_factors(p);
    repeated = repeated || factors;
    const Program::Node one = program.constant(1);
    Program::Node product = one;
    for (const auto& [base, exponent] : factors.value_or(Factors{{p, 1}})) {
      System single;
      single.names = system.names;
      single.equations = {base};
      const Program expanded = program_of(single);
      product = program.multiply(
          product,
          program.power(program.append(expanded, variables_of(program, system.names.size())).front(), exponent));
    }
    program.outputs.push_back(product);
  }
  if (!repeated) return std::nullopt;
  return program;
}

}  // namespace polyscape::algebra
