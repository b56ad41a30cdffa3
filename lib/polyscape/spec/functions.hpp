#pragma once
/// The functions that polynomials stand in for, and their Chebyshev coefficients.
#include <string>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::spec {

enum class Parity { none, odd, even };

/// f(z) = constant + slope z + rest(z): what is known exactly stays out of every fit, and where rest is odd or even its
/// coefficients of the other parity are exactly 0 on intervals [-r, r].
struct KnownPart {
  algebra::Rational constant, slope;
  Parity rest = Parity::none;
};

/// Names, alphabetically: abs, atan, cos, elu, erf, exp, gelu, leaky_relu, relu, sigmoid, silu, sin, softplus, tanh.
std::vector<std::string> function_names();

// All throw ArgumentError for an unknown name.
KnownPart known_part(const std::string& function);
/// f(z), rounded.
double value(const std::string& function, double z);

/// c_0 .. c_degree of rest = sum_k c_k T_k((2z - low - high) / (high - low)), each within 10^-25 of the largest value
/// of rest, or exactly 0. sin, cos and exp by Bessel functions (Jacobi, Anger), the others by Gauss-Legendre quadrature
/// between their kinks, in ball arithmetic (Johansson 2017). Throws ArgumentError unless low < high, LimitError where f
/// exceeds 1e290 on the interval.
std::vector<algebra::Rational> chebyshev_coefficients(const std::string& function, int degree,
                                                      const algebra::Rational& low, const algebra::Rational& high);

}  // namespace polyscape::spec
