#pragma once
/// How many primes can divide minors of matrices whose rows are multiples of polynomials.
#include <span>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::exact {

/// Of a matrix: bounds on log2 of a nonzero minor, and on its rank.
struct Minors {
  double bits = 0, rank = 0;
};

/// Of all products (monomial) * (polynomial) of total degree at most `reach`, by Hadamard's inequality, denominators
/// cleared; a minor over Z[i] counts by its norm. All in the same number of variables.
Minors macaulay_minors(std::span<const algebra::Polynomial> polynomials, long reach);
/// Of any matrix of so many columns whose rows are such products, or parts of them.
Minors minors_of_parts(std::span<const algebra::Polynomial> polynomials, double columns);

/// log2 of how many primes of exact/modular.hpp divide a minor, at most; -infinity for none.
double unlucky_primes_log2(const Minors& minors);
/// log2 of how many primes modulo() takes, at least: those that turn no coefficient to zero, nor divide a denominator.
double primes_to_draw_log2(std::span<const algebra::Polynomial> polynomials);

/// n over k.
double binomial(long n, long k);

}  // namespace polyscape::exact
