#include "polyscape/algebra/polynomial.hpp"

#include <flint/fmpq_mpoly.h>

#include <algorithm>
#include <compare>
#include <map>
#include <mutex>
#include <numeric>
#include <tuple>
#include <type_traits>

#include "polyscape/algebra/flint_kernel.hpp"
#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/error.hpp"

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
    for (const Rational* part : {&term.coefficient.re, &term.coefficient.im}) {
      numerators = std::max(numerators, bits(fmpq_numref(flint(*part))));
      denominators += bits(fmpq_denref(flint(*part))) - 1;
    }
  }
  const Extent none{variables, 0, 0, 0}, all{variables, largest_degree, static_cast<double>(terms.size()), numerators};
  if (denominators * all.terms > 1e6) {
    // That is if no two denominators share a factor.
    Integer common(1);
    for (const Term& term : terms) {
      for (const Rational* part : {&term.coefficient.re, &term.coefficient.im})
        fmpz_lcm(common.word(), common.word(), fmpq_denref(flint(*part)));
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
  fmpq_mpoly_struct re, im;  // im is zero for real polynomials: nothing is allocated for it
  explicit Impl(std::size_t n) : variables(n), ctx(context(n)) {
    fmpq_mpoly_init(&re, ctx);
    fmpq_mpoly_init(&im, ctx);
  }
  Impl(const Impl& o) : Impl(o.variables) {
    fmpq_mpoly_set(&re, &o.re, ctx);
    if (!o.is_real()) fmpq_mpoly_set(&im, &o.im, ctx);
  }
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    fmpq_mpoly_clear(&re, ctx);
    fmpq_mpoly_clear(&im, ctx);
  }
  bool is_real() const { return fmpq_mpoly_is_zero(&im, ctx) != 0; }

  /// Of both parts together, with their denominators.
  Extent extent() const {
    const Extent real = size_of(re, ctx, variables);
    if (is_real()) return real;
    const Extent imaginary = size_of(im, ctx, variables);
    return {variables, std::max(real.degree, imaginary.degree), real.terms + imaginary.terms,
            real.bits + imaginary.bits};
  }

  /// The monomials of both parts once, in decreasing order: f(exponents, index in re, index in im), -1 for none.
  template <class F>
  void for_each(F f) const {
    const slong lengths[] = {fmpq_mpoly_length(&re, ctx), fmpq_mpoly_length(&im, ctx)};
    slong at[] = {0, 0};
    std::vector<ulong> exponents[] = {std::vector<ulong>(variables + 1), std::vector<ulong>(variables + 1)};
    ulong degree[] = {0, 0};
    const auto load = [&](int part) {
      if (at[part] == lengths[part]) return;
      fmpq_mpoly_get_term_exp_ui(exponents[part].data(), part == 0 ? &re : &im, at[part], ctx);
      degree[part] = std::accumulate(exponents[part].begin(), exponents[part].end(), ulong{0});
    };
    load(0), load(1);
    while (at[0] < lengths[0] || at[1] < lengths[1]) {
      std::strong_ordering order = std::strong_ordering::equal;
      if (at[1] == lengths[1])
        order = std::strong_ordering::greater;
      else if (at[0] == lengths[0])
        order = std::strong_ordering::less;
      else
        order = std::tie(degree[0], exponents[0]) <=> std::tie(degree[1], exponents[1]);
      const bool in_re = order >= 0, in_im = order <= 0;
      f(exponents[in_re ? 0 : 1], in_re ? at[0] : -1, in_im ? at[1] : -1);
      if (in_re) ++at[0], load(0);
      if (in_im) ++at[1], load(1);
    }
  }
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

Polynomial Polynomial::constant(std::size_t variables, const GaussianRational& value) {
  Polynomial p(variables);
  fmpq_mpoly_set_fmpq(&p.impl_->re, flint(value.re), p.impl_->ctx);
  if (!value.is_real()) fmpq_mpoly_set_fmpq(&p.impl_->im, flint(value.im), p.impl_->ctx);
  return p;
}

Polynomial Polynomial::variable(std::size_t variables, std::size_t index) {
  if (index >= variables) throw ArgumentError("Polynomial::variable: index out of range");
  Polynomial p(variables);
  fmpq_mpoly_gen(&p.impl_->re, static_cast<slong>(index), p.impl_->ctx);
  return p;
}

Polynomial Polynomial::from_terms(std::size_t variables, std::span<const Term> terms) {
  Polynomial p(variables);
  require_terms(terms, variables);
  Impl& impl = *p.impl_;
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
    fmpq_mpoly_push_term_fmpq_ui(&impl.re, flint(term.coefficient.re), exponents.data(), impl.ctx);
    if (!term.coefficient.is_real())
      fmpq_mpoly_push_term_fmpq_ui(&impl.im, flint(term.coefficient.im), exponents.data(), impl.ctx);
  }
  for (fmpq_mpoly_struct* part : {&impl.re, &impl.im}) {
    fmpq_mpoly_sort_terms(part, impl.ctx);
    fmpq_mpoly_combine_like_terms(part, impl.ctx);
  }
  return p;
}

std::size_t Polynomial::variables() const { return impl_->variables; }
bool Polynomial::is_zero() const { return is_real() && fmpq_mpoly_is_zero(&impl_->re, impl_->ctx) != 0; }
bool Polynomial::is_real() const { return impl_->is_real(); }

Polynomial Polynomial::conjugate() const {
  Polynomial p = *this;
  if (!is_real()) fmpq_mpoly_neg(&p.impl_->im, &p.impl_->im, p.impl_->ctx);
  return p;
}

Polynomial Polynomial::real_part() const {
  Polynomial p(impl_->variables);
  fmpq_mpoly_set(&p.impl_->re, &impl_->re, impl_->ctx);
  return p;
}

Polynomial Polynomial::imaginary_part() const {
  Polynomial p(impl_->variables);
  fmpq_mpoly_set(&p.impl_->re, &impl_->im, impl_->ctx);
  return p;
}

std::size_t Polynomial::term_count() const {
  if (is_real()) return static_cast<std::size_t>(fmpq_mpoly_length(&impl_->re, impl_->ctx));
  std::size_t count = 0;
  impl_->for_each([&](const auto&, slong, slong) { ++count; });
  return count;
}

std::vector<Term> Polynomial::terms() const {
  std::vector<Term> result;
  result.reserve(term_count());
  impl_->for_each([&](const std::vector<ulong>& exponents, slong in_re, slong in_im) {
    Term& term = result.emplace_back();
    if (in_re >= 0) fmpq_mpoly_get_term_coeff_fmpq(flint(term.coefficient.re), &impl_->re, in_re, impl_->ctx);
    if (in_im >= 0) fmpq_mpoly_get_term_coeff_fmpq(flint(term.coefficient.im), &impl_->im, in_im, impl_->ctx);
    term.exponents.assign(exponents.begin(), exponents.end() - 1);
  });
  return result;
}

long Polynomial::degree() const {
  return std::max(fmpq_mpoly_total_degree_si(&impl_->re, impl_->ctx),
                  fmpq_mpoly_total_degree_si(&impl_->im, impl_->ctx));
}

long Polynomial::degree(std::span<const std::size_t> group) const {
  long result = -1;
  impl_->for_each([&](const std::vector<ulong>& exponents, slong, slong) {
    long sum = 0;
    for (const std::size_t v : group) sum += static_cast<long>(exponents[v]);
    result = std::max(result, sum);
  });
  return result;
}

Polynomial Polynomial::derivative(std::size_t index) const {
  Polynomial p(impl_->variables);
  fmpq_mpoly_derivative(&p.impl_->re, &impl_->re, static_cast<slong>(index), impl_->ctx);
  if (!is_real()) fmpq_mpoly_derivative(&p.impl_->im, &impl_->im, static_cast<slong>(index), impl_->ctx);
  return p;
}

Rational Polynomial::evaluate(std::span<const Rational> point) const {
  if (point.size() != impl_->variables) throw ArgumentError("Polynomial::evaluate: wrong number of coordinates");
  if (!is_real()) throw ArgumentError("Polynomial::evaluate: the polynomial is not real");
  std::vector<fmpq*> values(point.size() + 1, nullptr);
  for (std::size_t i = 0; i < point.size(); ++i) values[i] = const_cast<fmpq*>(flint(point[i]));  // FLINT only reads
  Rational result;
  if (fmpq_mpoly_evaluate_all_fmpq(flint(result), &impl_->re, values.data(), impl_->ctx) == 0)
    throw Error("Polynomial::evaluate: the powers are too large to compute");
  return result;
}

namespace {

/// sum of coefficient * prod_i values[i]^exponents[i] over the terms, every power computed once.
template <class T, class OfCoefficient>
T evaluate_terms(const std::vector<Term>& terms, std::span<const T> values, T zero, OfCoefficient of_coefficient) {
  std::vector<std::map<int, T>> powers(values.size());
  T sum = std::move(zero);
  for (const Term& term : terms) {
    T product = of_coefficient(term.coefficient);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (term.exponents[i] == 0) continue;
      auto found = powers[i].find(term.exponents[i]);
      if (found == powers[i].end()) {
        T raised = values[i];
        if constexpr (std::is_same_v<T, Polynomial>)
          raised = values[i].pow(static_cast<unsigned long>(term.exponents[i]));
        else
          raised = power(values[i], term.exponents[i]);
        found = powers[i].emplace(term.exponents[i], std::move(raised)).first;
      }
      product = product * found->second;
    }
    sum = sum + product;
  }
  return sum;
}

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

void require_same(std::size_t a, std::size_t b) {
  if (a != b) throw ArgumentError("Polynomial: operands have different numbers of variables");
}

/// Sums grow little, but for denominators: those are looked at, the terms only where that may matter.
void require_sum(const fmpq_mpoly_struct& a, const fmpq_mpoly_struct& b, const fmpq_mpoly_ctx_struct* ctx,
                 std::size_t variables) {
  const double denominators = denominator_bits(a) + denominator_bits(b);
  constexpr double harmless = 1e6;
  if (denominators * static_cast<double>(a.zpoly->length + b.zpoly->length) < harmless) return;
  sum_extent(size_of(a, ctx, variables), size_of(b, ctx, variables), denominators);
}

}  // namespace

GaussianRational Polynomial::evaluate(std::span<const GaussianRational> point) const {
  if (point.size() != impl_->variables) throw ArgumentError("Polynomial::evaluate: wrong number of coordinates");
  return evaluate_terms<GaussianRational>(terms(), point, GaussianRational(0),
                                          [](const GaussianRational& c) { return c; });
}

Polynomial Polynomial::pow(unsigned long exponent) const {
  power_extent(impl_->extent(), exponent);
  if (is_real()) {
    Polynomial p(impl_->variables);
    if (fmpq_mpoly_pow_ui(&p.impl_->re, &impl_->re, exponent, impl_->ctx) == 0)
      throw Error("Polynomial::pow: the power is too large to compute");
    return p;
  }
  Polynomial result = constant(impl_->variables, 1), square = *this;
  for (; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) result *= square;
    if (exponent > 1) square *= square;
  }
  return result;
}

Polynomial Polynomial::substitute(std::span<const Polynomial> values) const {
  if (values.size() != impl_->variables || values.empty())
    throw ArgumentError("Polynomial::substitute: wrong number of values");
  std::vector<fmpq_mpoly_struct*> pointers;
  const std::size_t n = values.front().variables();
  for (const Polynomial& value : values) {
    if (value.variables() != n) throw ArgumentError("Polynomial::substitute: values in different variables");
    pointers.push_back(const_cast<fmpq_mpoly_struct*>(&value.impl_->re));  // FLINT only reads
  }
  require_substitution(*this, values);
  if (!std::ranges::all_of(values, &Polynomial::is_real))
    return evaluate_terms<Polynomial>(terms(), values, Polynomial(n),
                                      [&](const GaussianRational& c) { return constant(n, c); });
  Polynomial p(n);
  const auto compose = [&](fmpq_mpoly_struct& to, const fmpq_mpoly_struct& from) {
    if (fmpq_mpoly_compose_fmpq_mpoly(&to, &from, pointers.data(), impl_->ctx, p.impl_->ctx) == 0)
      throw Error("Polynomial::substitute: the result is too large to compute");
  };
  compose(p.impl_->re, impl_->re);
  if (!is_real()) compose(p.impl_->im, impl_->im);
  return p;
}

Polynomial& Polynomial::operator+=(const Polynomial& other) {
  require_same(variables(), other.variables());
  require_sum(impl_->re, other.impl_->re, impl_->ctx, variables());
  fmpq_mpoly_add(&impl_->re, &impl_->re, &other.impl_->re, impl_->ctx);
  if (other.is_real()) return *this;
  require_sum(impl_->im, other.impl_->im, impl_->ctx, variables());
  fmpq_mpoly_add(&impl_->im, &impl_->im, &other.impl_->im, impl_->ctx);
  return *this;
}
Polynomial& Polynomial::operator-=(const Polynomial& other) {
  require_same(variables(), other.variables());
  require_sum(impl_->re, other.impl_->re, impl_->ctx, variables());
  fmpq_mpoly_sub(&impl_->re, &impl_->re, &other.impl_->re, impl_->ctx);
  if (other.is_real()) return *this;
  require_sum(impl_->im, other.impl_->im, impl_->ctx, variables());
  fmpq_mpoly_sub(&impl_->im, &impl_->im, &other.impl_->im, impl_->ctx);
  return *this;
}
Polynomial& Polynomial::operator*=(const Polynomial& other) {
  require_same(variables(), other.variables());
  product_extent(impl_->extent(), other.impl_->extent());
  const auto* ctx = impl_->ctx;
  if (is_real() && other.is_real()) {
    fmpq_mpoly_mul(&impl_->re, &impl_->re, &other.impl_->re, ctx);
    return *this;
  }
  Polynomial product(variables()), part(variables());
  Impl &a = *impl_, &p = *product.impl_;
  const Impl& b = *other.impl_;
  fmpq_mpoly_mul(&p.re, &a.re, &b.re, ctx);
  fmpq_mpoly_mul(&part.impl_->re, &a.im, &b.im, ctx);
  fmpq_mpoly_sub(&p.re, &p.re, &part.impl_->re, ctx);
  fmpq_mpoly_mul(&p.im, &a.re, &b.im, ctx);
  fmpq_mpoly_mul(&part.impl_->re, &a.im, &b.re, ctx);
  fmpq_mpoly_add(&p.im, &p.im, &part.impl_->re, ctx);
  return *this = std::move(product);
}
Polynomial& Polynomial::operator*=(const GaussianRational& factor) {
  if (!factor.is_real()) return *this *= constant(variables(), factor);
  product_extent(impl_->extent(), {variables(), 0, 1, static_cast<double>(algebra::bits(factor.re))});
  fmpq_mpoly_scalar_mul_fmpq(&impl_->re, &impl_->re, flint(factor.re), impl_->ctx);
  if (!is_real()) fmpq_mpoly_scalar_mul_fmpq(&impl_->im, &impl_->im, flint(factor.re), impl_->ctx);
  return *this;
}
bool Polynomial::operator==(const Polynomial& other) const {
  return variables() == other.variables() && fmpq_mpoly_equal(&impl_->re, &other.impl_->re, impl_->ctx) != 0 &&
         fmpq_mpoly_equal(&impl_->im, &other.impl_->im, impl_->ctx) != 0;
}

std::pair<bool, GaussianRational> signed_size(const GaussianRational& c) {
  const bool negative = c.re.sign() < 0 || (c.re.is_zero() && c.im.sign() < 0);
  return {negative, negative ? -c : c};
}

std::string to_string(const Polynomial& p, std::span<const std::string> names) {
  if (names.size() != p.variables()) throw ArgumentError("to_string: one name a variable is needed");
  std::string text;
  for (const Term& term : p.terms()) {
    const auto [negative, size] = signed_size(term.coefficient);
    text += text.empty() ? (negative ? "-" : "") : (negative ? " - " : " + ");
    std::string factors;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (term.exponents[i] == 0) continue;
      factors += (factors.empty() ? "" : "*") + names[i];
      if (term.exponents[i] > 1) factors += "^" + std::to_string(term.exponents[i]);
    }
    if (size.is_one())
      text += factors.empty() ? "1" : factors;
    else
      text += (size.re.is_zero() || size.is_real() ? size.to_string() : "(" + size.to_string() + ")") +
              (factors.empty() ? "" : "*" + factors);
  }
  return text.empty() ? "0" : text;
}

// Multiplying by each denominator still missing is enough.
Rational common_denominator(const Polynomial& p) {
  Rational result = 1;
  for (const Term& term : p.terms())
    for (const Rational* part : {&term.coefficient.re, &term.coefficient.im}) result *= (*part * result).denominator();
  return result;
}

Extent extent_of(const Polynomial& p) {
  double most = 0;
  for (const Term& term : p.terms()) most = std::max(most, static_cast<double>(bits(term.coefficient)));
  return extent_of(p, most);
}

Extent extent_of(const Polynomial& p, double coefficient_bits) {
  return {p.variables(), p.degree(), static_cast<double>(p.term_count()), coefficient_bits};
}

}  // namespace polyscape::algebra
