#include "polyscape/algebra/polynomial.hpp"

#include <flint/fmpq_mpoly.h>

#include <map>
#include <mutex>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::algebra {
namespace {

/// One context for each number of variables, made once and kept: FLINT's contexts are immutable after creation.
const fmpq_mpoly_ctx_struct* context(std::size_t variables) {
  static std::mutex mutex;
  static std::map<std::size_t, std::unique_ptr<fmpq_mpoly_ctx_struct>> contexts;
  const std::lock_guard lock(mutex);
  auto& entry = contexts[variables];
  if (!entry) {
    entry = std::make_unique<fmpq_mpoly_ctx_struct>();
    fmpq_mpoly_ctx_init(entry.get(), static_cast<slong>(variables), ORD_DEGLEX);
  }
  return entry.get();
}

const fmpq* q(const Rational& x) { return reinterpret_cast<const fmpq*>(x.words()); }
fmpq* q(Rational& x) { return reinterpret_cast<fmpq*>(x.words()); }

double bits(const fmpz* x) { return static_cast<double>(fmpz_bits(x)); }

/// Of the common denominator that FLINT keeps; 0 for 1.
double denominator_bits(const fmpq_mpoly_struct& p) { return bits(fmpq_denref(p.content)) - 1; }

Extent size_of(const fmpq_mpoly_struct& p, const fmpq_mpoly_ctx_struct* ctx, std::size_t variables) {
  const slong length = p.zpoly->length, largest = _fmpz_vec_max_bits(p.zpoly->coeffs, length);
  return {variables, fmpq_mpoly_total_degree_si(&p, ctx), static_cast<double>(length),
          static_cast<double>(std::abs(largest)) + bits(fmpq_numref(p.content)) - 1 + denominator_bits(p)};
}

/// Throws LimitError if the terms are too many for what their coefficients need over a common denominator.
void require_terms(std::span<const Term> terms, std::size_t variables) {
  double denominators = 0, numerators = 0;
  for (const Term& term : terms) {
    numerators = std::max(numerators, bits(fmpq_numref(q(term.coefficient))));
    denominators += bits(fmpq_denref(q(term.coefficient))) - 1;
  }
  const Extent none{variables, 0, 0, 0}, all{variables, largest_degree, static_cast<double>(terms.size()), numerators};
  if (denominators * all.terms > 1e6) {
    // That is if no two denominators share a factor.
    Integer common(1);
    for (const Term& term : terms) {
      fmpz_lcm(common.word(), common.word(), fmpq_denref(q(term.coefficient)));
      denominators = bits(common.word());
      sum_extent(all, none, denominators);
    }
  }
  sum_extent(all, none, denominators);
}

}  // namespace

struct Polynomial::Impl {
  std::size_t variables;
  const fmpq_mpoly_ctx_struct* ctx;
  fmpq_mpoly_struct value;
  explicit Impl(std::size_t n) : variables(n), ctx(context(n)) { fmpq_mpoly_init(&value, ctx); }
  Impl(const Impl& o) : variables(o.variables), ctx(o.ctx) {
    fmpq_mpoly_init(&value, ctx);
    fmpq_mpoly_set(&value, &o.value, ctx);
  }
  Impl& operator=(const Impl&) = delete;
  ~Impl() { fmpq_mpoly_clear(&value, ctx); }
};

Polynomial::Polynomial(std::size_t variables) : impl_(std::make_unique<Impl>(variables)) {}
Polynomial::Polynomial(const Polynomial& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
Polynomial::Polynomial(Polynomial&& other) noexcept = default;
Polynomial& Polynomial::operator=(const Polynomial& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
  return *this;
}
Polynomial& Polynomial::operator=(Polynomial&& other) noexcept = default;
Polynomial::~Polynomial() = default;

Polynomial Polynomial::constant(std::size_t variables, const Rational& value) {
  Polynomial p(variables);
  fmpq_mpoly_set_fmpq(&p.impl_->value, q(value), p.impl_->ctx);
  return p;
}

Polynomial Polynomial::variable(std::size_t variables, std::size_t index) {
  if (index >= variables) throw ArgumentError("Polynomial::variable: index out of range");
  Polynomial p(variables);
  fmpq_mpoly_gen(&p.impl_->value, static_cast<slong>(index), p.impl_->ctx);
  return p;
}

Polynomial Polynomial::from_terms(std::size_t variables, std::span<const Term> terms) {
  Polynomial p(variables);
  require_terms(terms, variables);
  std::vector<ulong> exponents(variables + 1);
  for (const Term& term : terms) {
    if (term.exponents.size() != variables) throw ArgumentError("Polynomial::from_terms: wrong number of exponents");
    double degree = 0;
    for (std::size_t i = 0; i < variables; ++i) {
      if (term.exponents[i] < 0) throw ArgumentError("Polynomial::from_terms: negative exponent");
      exponents[i] = static_cast<ulong>(term.exponents[i]);
      degree += term.exponents[i];
    }
    require_degree(degree);
    fmpq_mpoly_push_term_fmpq_ui(&p.impl_->value, q(term.coefficient), exponents.data(), p.impl_->ctx);
  }
  fmpq_mpoly_sort_terms(&p.impl_->value, p.impl_->ctx);
  fmpq_mpoly_combine_like_terms(&p.impl_->value, p.impl_->ctx);
  return p;
}

std::size_t Polynomial::variables() const { return impl_->variables; }
std::size_t Polynomial::term_count() const {
  return static_cast<std::size_t>(fmpq_mpoly_length(&impl_->value, impl_->ctx));
}

std::vector<Term> Polynomial::terms() const {
  const std::size_t count = term_count();
  std::vector<Term> result(count);
  std::vector<ulong> exponents(impl_->variables + 1);
  for (std::size_t i = 0; i < count; ++i) {
    fmpq_mpoly_get_term_coeff_fmpq(q(result[i].coefficient), &impl_->value, static_cast<slong>(i), impl_->ctx);
    fmpq_mpoly_get_term_exp_ui(exponents.data(), &impl_->value, static_cast<slong>(i), impl_->ctx);
    result[i].exponents.assign(exponents.begin(), exponents.end() - 1);
  }
  return result;
}

long Polynomial::degree() const { return fmpq_mpoly_total_degree_si(&impl_->value, impl_->ctx); }

long Polynomial::degree(std::span<const std::size_t> group) const {
  long result = -1;
  std::vector<ulong> exponents(impl_->variables + 1);
  for (slong i = 0; i < fmpq_mpoly_length(&impl_->value, impl_->ctx); ++i) {
    fmpq_mpoly_get_term_exp_ui(exponents.data(), &impl_->value, i, impl_->ctx);
    long sum = 0;
    for (const std::size_t v : group) sum += static_cast<long>(exponents[v]);
    result = std::max(result, sum);
  }
  return result;
}

Polynomial Polynomial::derivative(std::size_t index) const {
  Polynomial p(impl_->variables);
  fmpq_mpoly_derivative(&p.impl_->value, &impl_->value, static_cast<slong>(index), impl_->ctx);
  return p;
}

Rational Polynomial::evaluate(std::span<const Rational> point) const {
  if (point.size() != impl_->variables) throw ArgumentError("Polynomial::evaluate: wrong number of coordinates");
  std::vector<fmpq*> values(point.size() + 1, nullptr);
  for (std::size_t i = 0; i < point.size(); ++i) values[i] = const_cast<fmpq*>(q(point[i]));  // FLINT only reads
  Rational result;
  if (fmpq_mpoly_evaluate_all_fmpq(q(result), &impl_->value, values.data(), impl_->ctx) == 0)
    throw Error("Polynomial::evaluate: the powers are too large to compute");
  return result;
}

Polynomial Polynomial::pow(unsigned long exponent) const {
  power_extent(size_of(impl_->value, impl_->ctx, variables()), exponent);
  Polynomial p(impl_->variables);
  if (fmpq_mpoly_pow_ui(&p.impl_->value, &impl_->value, exponent, impl_->ctx) == 0)
    throw Error("Polynomial::pow: the power is too large to compute");
  return p;
}

namespace {
/// Bounds the degree and the size of p(values), term by term.
void require_substitution(const Polynomial& p, std::span<const Polynomial> values) {
  std::vector<Extent> extents;
  for (const Polynomial& value : values) extents.push_back(extent_of(value));
  const Extent own = extent_of(p);
  Extent all{values.front().variables(), -1, 0, 0};
  for (const Term& term : p.terms()) {
    Extent image{all.variables, 0, 1, own.bits};
    for (std::size_t i = 0; i < extents.size(); ++i)
      if (term.exponents[i] > 0)
        image = product_extent(image, power_extent(extents[i], static_cast<unsigned long>(term.exponents[i])));
    all = sum_extent(all, image, 0);
  }
}
}  // namespace

Polynomial Polynomial::substitute(std::span<const Polynomial> values) const {
  if (values.size() != impl_->variables || values.empty()) throw ArgumentError("Polynomial::substitute: wrong number of values");
  std::vector<fmpq_mpoly_struct*> pointers;
  for (const Polynomial& value : values) {
    if (value.variables() != values.front().variables()) throw ArgumentError("Polynomial::substitute: values in different variables");
    pointers.push_back(const_cast<fmpq_mpoly_struct*>(&value.impl_->value));  // FLINT only reads
  }
  require_substitution(*this, values);
  Polynomial p(values.front().variables());
  if (fmpq_mpoly_compose_fmpq_mpoly(&p.impl_->value, &impl_->value, pointers.data(), impl_->ctx, p.impl_->ctx) == 0)
    throw Error("Polynomial::substitute: the result is too large to compute");
  return p;
}

namespace {
void require_same(std::size_t a, std::size_t b) {
  if (a != b) throw ArgumentError("Polynomial: operands have different numbers of variables");
}

/// Sums grow little, but for denominators: those are looked at, the terms only where that may matter.
template <class Impl>
void require_sum(const Impl& a, const Impl& b) {
  const double denominators = denominator_bits(a.value) + denominator_bits(b.value);
  constexpr double harmless = 1e6;
  if (denominators * static_cast<double>(a.value.zpoly->length + b.value.zpoly->length) < harmless) return;
  sum_extent(size_of(a.value, a.ctx, a.variables), size_of(b.value, b.ctx, b.variables), denominators);
}
}  // namespace

Polynomial& Polynomial::operator+=(const Polynomial& other) {
  require_same(variables(), other.variables());
  require_sum(*impl_, *other.impl_);
  fmpq_mpoly_add(&impl_->value, &impl_->value, &other.impl_->value, impl_->ctx);
  return *this;
}
Polynomial& Polynomial::operator-=(const Polynomial& other) {
  require_same(variables(), other.variables());
  require_sum(*impl_, *other.impl_);
  fmpq_mpoly_sub(&impl_->value, &impl_->value, &other.impl_->value, impl_->ctx);
  return *this;
}
Polynomial& Polynomial::operator*=(const Polynomial& other) {
  require_same(variables(), other.variables());
  product_extent(size_of(impl_->value, impl_->ctx, variables()),
                 size_of(other.impl_->value, impl_->ctx, variables()));
  fmpq_mpoly_mul(&impl_->value, &impl_->value, &other.impl_->value, impl_->ctx);
  return *this;
}
Polynomial& Polynomial::operator*=(const Rational& factor) {
  product_extent(size_of(impl_->value, impl_->ctx, variables()),
                 {variables(), 0, 1, static_cast<double>(algebra::bits(factor))});
  fmpq_mpoly_scalar_mul_fmpq(&impl_->value, &impl_->value, q(factor), impl_->ctx);
  return *this;
}
bool Polynomial::operator==(const Polynomial& other) const {
  return variables() == other.variables() && fmpq_mpoly_equal(&impl_->value, &other.impl_->value, impl_->ctx) != 0;
}

std::string to_string(const Polynomial& p, std::span<const std::string> names) {
  if (names.size() != p.variables()) throw ArgumentError("to_string: one name a variable is needed");
  std::string text;
  for (const Term& term : p.terms()) {
    const bool negative = term.coefficient.sign() < 0;
    text += text.empty() ? (negative ? "-" : "") : (negative ? " - " : " + ");
    std::string factors;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (term.exponents[i] == 0) continue;
      factors += (factors.empty() ? "" : "*") + names[i];
      if (term.exponents[i] > 1) factors += "^" + std::to_string(term.exponents[i]);
    }
    const Rational size = abs(term.coefficient);
    if (factors.empty()) text += size.to_string();
    else text += (size.is_one() ? "" : size.to_string() + "*") + factors;
  }
  return text.empty() ? "0" : text;
}

}  // namespace polyscape::algebra
