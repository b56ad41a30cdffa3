#pragma once
/// Systems with known solutions, and random exact data for properties.
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::support {

/// p/q with |p| <= 9 and 1 <= q <= 5.
algebra::Rational small_rational(Random& random);
std::vector<algebra::Rational> small_rationals(Random& random, std::size_t count);
/// Both parts as small_rational(), either of them 0 one time in four.
algebra::GaussianRational small_gaussian(Random& random);
/// A polynomial with `terms` random terms of total degree at most `degree`.
algebra::Polynomial random_polynomial(Random& random, std::size_t variables, int degree, int terms);

/// The same with coefficients as small_gaussian().
algebra::Polynomial random_gaussian_polynomial(Random& random, std::size_t variables, int degree, int terms);

/// The residuals of 2-2-1 with z^2, without biases, on random samples: v1 (a1 x1 + a2 x2)^2 + v2 (b1 x1 + b2 x2)^2 - y.
algebra::Program quadratic_network(Random& random, int samples);

algebra::System katsura(int n);  ///< n + 1 variables, 2^n solutions
algebra::System cyclic(int n);   ///< n = 5: 70, 6: 156, 7: 924 solutions
algebra::System noon(int n);     ///< 3^n - 2n solutions
algebra::System eco(int n);      ///< 2^(n-2) solutions

}  // namespace polyscape::support
