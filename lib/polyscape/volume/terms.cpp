#include "polyscape/volume/terms.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"

namespace polyscape::volume {

using algebra::Term;

Polynomial terms_where(const Polynomial& p, const std::function<bool(const std::vector<int>&)>& take) {
  std::vector<Term> terms = p.terms();
  std::erase_if(terms, [&](const Term& t) { return !take(t.exponents); });
  return Polynomial::from_terms(p.variables(), terms);
}

std::vector<bool> occurring(const Polynomial& p) {
  std::vector<bool> result(p.variables());
  for (const Term& t : p.terms())
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = result[i] || t.exponents[i] > 0;
  return result;
}

std::vector<int> degrees_in(const Polynomial& p) {
  std::vector<int> result(p.variables());
  for (const Term& t : p.terms())
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = std::max(result[i], t.exponents[i]);
  return result;
}

int degree_in(const Polynomial& p, std::size_t index) {
  int result = 0;
  for (const Term& t : p.terms()) result = std::max(result, t.exponents[index]);
  return result;
}

Polynomial coefficient_of(const Polynomial& p, std::size_t index, int power) {
  std::vector<Term> terms = p.terms();
  std::erase_if(terms, [&](const Term& t) { return t.exponents[index] != power; });
  for (Term& t : terms) t.exponents[index] = 0;
  return Polynomial::from_terms(p.variables(), terms);
}

std::vector<int> common_monomial(const Polynomial& p) {
  const std::vector<Term> terms = p.terms();
  if (terms.empty()) return std::vector<int>(p.variables());
  std::vector<int> result = terms.front().exponents;
  for (const Term& t : terms)
    for (std::size_t i = 0; i < result.size(); ++i) result[i] = std::min(result[i], t.exponents[i]);
  return result;
}

Polynomial without_monomial(const Polynomial& p, std::span<const int> exponents) {
  if (std::ranges::all_of(exponents, [](int e) { return e == 0; })) return p;
  std::vector<Term> terms = p.terms();
  for (Term& t : terms)
    for (std::size_t i = 0; i < exponents.size(); ++i) t.exponents[i] -= exponents[i];
  return Polynomial::from_terms(p.variables(), terms);
}

Polynomial monic(const Polynomial& p) {
  if (p.is_zero()) return p;
  return p * algebra::GaussianRational(Rational(1) / p.terms().front().coefficient.re);
}

Polynomial in_variables(const Polynomial& p, std::span<const std::size_t> indices) {
  std::vector<Term> terms = p.terms();
  for (Term& t : terms) {
    std::vector<int> kept;
    for (const std::size_t i : indices) kept.push_back(t.exponents[i]);
    t.exponents = std::move(kept);
  }
  return Polynomial::from_terms(indices.size(), terms);
}

Polynomial with_variables(const Polynomial& p, std::size_t variables) {
  std::vector<Term> terms = p.terms();
  for (Term& t : terms) t.exponents.resize(variables);
  return Polynomial::from_terms(variables, terms);
}

Polynomial substituted(const Polynomial& p, std::size_t index, const Polynomial& value) {
  std::vector<Polynomial> values;
  for (std::size_t i = 0; i < p.variables(); ++i)
    values.push_back(i == index ? value : Polynomial::variable(p.variables(), i));
  return p.substitute(values);
}

Polynomial substituted(const Polynomial& p, std::size_t index, const Polynomial& numerator,
                       const Polynomial& denominator) {
  const int degree = degree_in(p, index);
  Polynomial result(p.variables());
  for (int k = 0; k <= degree; ++k) {
    Polynomial part = coefficient_of(p, index, k);
    if (part.is_zero()) continue;
    part *= numerator.pow(static_cast<unsigned long>(k));
    part *= denominator.pow(static_cast<unsigned long>(degree - k));
    result += part;
  }
  return result;
}

std::vector<Rational> univariate(const Polynomial& p, std::size_t index) {
  std::vector<Rational> result(static_cast<std::size_t>(degree_in(p, index)) + 1);
  for (const Term& t : p.terms()) result[static_cast<std::size_t>(t.exponents[index])] = t.coefficient.re;
  return result;
}

}  // namespace polyscape::volume
