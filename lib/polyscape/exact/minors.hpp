#pragma once
/// How many primes can divide minors of matrices whose rows are multiples of polynomials.
#include <span>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"

namespace polyscape::exact {

/// Of a matrix: bounds on log2 of a nonzero minor, and on its rank.
struct Minors {
  double bits = 0, rank = 0;
};

/// How large the coefficients of polynomials are, looked at once. A minor over Z[i] counts by its norm.
class Sizes {
 public:
  /// All in the same number of variables.
  explicit Sizes(std::span<const algebra::Polynomial> polynomials);
  /// With `variables` more variables and one polynomial more, which has integer coefficients in Z[i]: its degree, and
  /// log2 of a bound on its coefficients' Euclidean norm. Primes that turn some of these to zero are not left out.
  Sizes with(long variables, long degree, double norm_log2) const;

  /// Of all products (monomial) * (polynomial) of total degree at most `reach`, by Hadamard's inequality, denominators
  /// cleared.
  Minors macaulay_minors(long reach) const;
  /// Of any matrix of so many columns whose rows are such products, or parts of them.
  Minors minors_of_parts(double columns) const;
  /// log2 of how many primes modulo() takes, at least: those that turn no coefficient to zero, nor divide a
  /// denominator.
  double primes_to_draw_log2() const { return primes_to_draw_log2_; }

 private:
  struct Row {
    long degree;
    double norm_log2;  // of the coefficients without denominators, at most
  };
  long variables_ = 0;
  std::vector<Row> rows_;  // of the polynomials that are not zero, by decreasing norm
  double integers_ = 1;    // norms over Z for each number: 2 over Z[i]
  double primes_to_draw_log2_;
};

/// log2 of how many primes of exact/modular.hpp divide a minor, at most; 0, too, where none does: bounds stay finite.
double unlucky_primes_log2(const Minors& minors);

/// n over k.
double binomial(long n, long k);

}  // namespace polyscape::exact
