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

/// A polynomial, constant first, no trailing zeros, and its largest deviation on a fine grid of the interval.
struct Fit {
  std::vector<Rational> coefficients;
  double max_error = 0;
};

/// Least squares in the Chebyshev basis of [low, high] (weight 1/sqrt(1 - t^2)): within a factor 4 + 4/pi^2 log(degree)
/// of the best maximal error (Powell 1967). On [-r, r] an odd function has no even coefficients, an even one no odd
/// ones, and a function that is one of these beside a + b z (sigmoid, softplus, relu, ..) has exactly that a + b z: by
/// algebra, not by rounding. Terms of the basis that together make less than a thousandth of the error, or 10^-12, are
/// left out, so that the degree may be lower than asked for; coefficients are rounded to multiples of 10^-12 (finer on
/// wide intervals). The error is that of the rounded polynomial. Throws ArgumentError for an unknown function, low >=
/// high or a degree outside 1..max_approximation_degree, LimitError where the function leaves the range of doubles.
Fit fit(const std::string& function, int degree, const Rational& low, const Rational& high);

/// The same as an activation.
Activation approximate_activation(const std::string& function, int degree, const Rational& low, const Rational& high);

/// log(1 + exp(-m)) in the same way: a polynomial in one variable, -m/2 and an even one on [-r, r]. Whether it is
/// bounded below and convex on the interval is decided exactly.
Surrogate approximate_logistic(int degree, const Rational& low, const Rational& high);

/// log sum_k exp f_k over `outputs` outputs, by least squares on a tensor Chebyshev grid of [low, high]^outputs among
/// the polynomials of the given total degree that share its symmetries, all exactly: permutations of the f_k, and p(f +
/// t) = p(f) + t for equal shifts of all. Boundedness of p(f) - f_c is decided exactly up to degree 7 or three outputs
/// (degree and half-degree principle: Timofte 2003, Riener 2012), convexity up to degree 3 or two outputs, and
/// elsewhere where a rational point refutes it. Throws ArgumentError as above, for fewer than two outputs, or when the
/// grid would be too large.
Surrogate approximate_log_sum_exp(std::size_t outputs, int degree, const Rational& low, const Rational& high);

/// The defaults of [loss]: convex everywhere and bounded below, as the functions they stand for. Degree 4 is not
/// bounded: the fourth derivative of log(2 cosh(m/2)) at 0 is negative. The log-sum-exp of degree 2 takes fewest paths,
/// and is sum_k (f_k - mean)^2 beside a linear part.
inline constexpr int default_logistic_degree = 6, default_log_sum_exp_degree = 2;

}  // namespace polyscape::spec
