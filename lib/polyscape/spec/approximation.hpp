#pragma once
/// Polynomials with rational coefficients in place of smooth or piecewise functions, with their error.
#include <string>
#include <vector>

#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

/// Functions that approximate_activation knows, alphabetically.
std::vector<std::string> activation_functions();

/// Degrees that approximations may have.
inline constexpr int max_approximation_degree = 40;

/// Least squares in the Chebyshev basis of [low, high] (weight 1/sqrt(1 - t^2)), coefficients rounded to multiples of
/// 10^-12 (finer on wide intervals); the error reported is that of the rounded polynomial.
/// Throws ArgumentError for an unknown function, low >= high or a degree outside 1..max_approximation_degree,
/// LimitError where the function leaves the range of doubles.
Activation approximate_activation(const std::string& function, int degree, const Rational& low, const Rational& high);

/// log(1 + exp(-m)) in the same way, a polynomial in one variable.
Surrogate approximate_logistic(int degree, const Rational& low, const Rational& high);

/// log sum_k exp f_k over `outputs` outputs by least squares on a tensor Chebyshev grid of [low, high]^outputs, a
/// symmetric polynomial of the given total degree. Throws ArgumentError as above, or when the grid would be too large.
Surrogate approximate_log_sum_exp(std::size_t outputs, int degree, const Rational& low, const Rational& high);

}  // namespace polyscape::spec
