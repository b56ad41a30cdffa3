#pragma once
/// Factors of polynomials over Q.
#include <utility>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::algebra {

/// p = constant * the product of base^exponent: bases irreducible over Q and not constant, none a multiple of another.
struct Factorization {
  Rational constant;
  std::vector<std::pair<Polynomial, unsigned>> factors;
};

/// Of a real polynomial other than 0 (ArgumentError), by FLINT. Throws Error where FLINT gives up.
Factorization irreducible_factors(const Polynomial& p);

/// A greatest common divisor over Q of real polynomials, at least one of them not 0 (ArgumentError).
Polynomial greatest_common_divisor(const Polynomial& a, const Polynomial& b);

/// a / b, real polynomials; throws ArgumentError unless b divides a.
Polynomial exact_quotient(const Polynomial& a, const Polynomial& b);

}  // namespace polyscape::algebra
