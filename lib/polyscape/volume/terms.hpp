#pragma once
/// Real polynomials by their terms.
#include <functional>
#include <span>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::volume {

using algebra::Polynomial;
using algebra::Rational;

/// The terms whose exponents the function takes.
Polynomial terms_where(const Polynomial& p, const std::function<bool(const std::vector<int>&)>& take);
/// occurs[i]: some term has x_i.
std::vector<bool> occurring(const Polynomial& p);
int degree_in(const Polynomial& p, std::size_t index);
/// In each variable.
std::vector<int> degrees_in(const Polynomial& p);
/// The polynomial that x_index^power has in p, free of x_index.
Polynomial coefficient_of(const Polynomial& p, std::size_t index, int power);
/// Largest monomial that divides every term.
std::vector<int> common_monomial(const Polynomial& p);
/// p / x^exponents, which divides every term.
Polynomial without_monomial(const Polynomial& p, std::span<const int> exponents);
/// The multiple whose first term has coefficient 1.
Polynomial monic(const Polynomial& p);
/// In the variables of these indices alone, in their order; the others do not occur.
Polynomial in_variables(const Polynomial& p, std::span<const std::size_t> indices);
/// In more variables, the new ones last.
Polynomial with_variables(const Polynomial& p, std::size_t variables);
/// p with `value` for x_index.
Polynomial substituted(const Polynomial& p, std::size_t index, const Polynomial& value);
/// denominator^(degree of p in x_index) p(x_index = numerator / denominator).
Polynomial substituted(const Polynomial& p, std::size_t index, const Polynomial& numerator,
                       const Polynomial& denominator);
/// Of a polynomial in which no other variable than x_index occurs: its coefficients, constant first.
std::vector<Rational> univariate(const Polynomial& p, std::size_t index);

}  // namespace polyscape::volume
