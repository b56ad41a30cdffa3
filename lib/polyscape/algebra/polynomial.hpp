#pragma once
/// Sparse polynomials over Q(i) in a fixed number of variables, as values. Backed by FLINT's fmpq_mpoly: one for the
/// real parts of the coefficients, one for the imaginary parts, so that work with real polynomials is work over Q.
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

/// coefficient * prod_i x_i^exponents[i]; one exponent a variable.
struct Term {
  GaussianRational coefficient;
  std::vector<int> exponents;
  bool operator==(const Term&) const = default;
};

class Polynomial {
 public:
  /// The zero polynomial in `variables` variables.
  explicit Polynomial(std::size_t variables = 0);
  static Polynomial constant(std::size_t variables, const GaussianRational& value);
  /// x_index.
  static Polynomial variable(std::size_t variables, std::size_t index);
  /// The sum of the terms; equal monomials are added. Throws ArgumentError if a term has a wrong number of exponents
  /// or a negative one.
  static Polynomial from_terms(std::size_t variables, std::span<const Term> terms);
  Polynomial(const Polynomial& other);
  Polynomial(Polynomial&& other) noexcept;
  Polynomial& operator=(const Polynomial& other);
  Polynomial& operator=(Polynomial&& other) noexcept;
  ~Polynomial();

  std::size_t variables() const;
  /// Nonzero terms, in decreasing graded lexicographic order.
  std::vector<Term> terms() const;
  std::size_t term_count() const;
  bool is_zero() const;
  /// Every coefficient is real.
  bool is_real() const;
  /// With the conjugates of the coefficients.
  Polynomial conjugate() const;
  /// With the real, with the imaginary parts of the coefficients.
  Polynomial real_part() const;
  Polynomial imaginary_part() const;
  /// Total degree; -1 for zero.
  long degree() const;
  /// Degree in the given variables together; -1 for zero.
  long degree(std::span<const std::size_t> group) const;
  Polynomial derivative(std::size_t index) const;
  /// Value at a point with one coordinate a variable.
  GaussianRational evaluate(std::span<const GaussianRational> point) const;
  /// The same of a real polynomial at a real point; throws ArgumentError for other polynomials.
  Rational evaluate(std::span<const Rational> point) const;
  Polynomial pow(unsigned long exponent) const;
  /// With a polynomial in place of each variable, all in the same variables. Throws ArgumentError unless there is one a
  /// variable, at least one.
  Polynomial substitute(std::span<const Polynomial> values) const;

  // Operands must have the same number of variables (ArgumentError).
  Polynomial& operator+=(const Polynomial& other);
  Polynomial& operator-=(const Polynomial& other);
  Polynomial& operator*=(const Polynomial& other);
  Polynomial& operator*=(const GaussianRational& factor);
  friend Polynomial operator+(Polynomial a, const Polynomial& b) { return a += b; }
  friend Polynomial operator-(Polynomial a, const Polynomial& b) { return a -= b; }
  friend Polynomial operator*(Polynomial a, const Polynomial& b) { return a *= b; }
  friend Polynomial operator*(Polynomial a, const GaussianRational& factor) { return a *= factor; }
  bool operator==(const Polynomial& other) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The least common multiple of the coefficients' denominators, of real and imaginary parts; 1 for zero.
Rational common_denominator(const Polynomial& p);

/// How large a polynomial is; `coefficient_bits` instead of those of its coefficients, which take a look at each term.
Extent extent_of(const Polynomial& p);
Extent extent_of(const Polynomial& p, double coefficient_bits);

/// Whether a minus sign goes before a coefficient in a sum, and what follows it: of the parts that are not 0 the first
/// is positive.
std::pair<bool, GaussianRational> signed_size(const GaussianRational& coefficient);

/// Human-readable text with the given names, "2*x^2*y - 1/3", "(1 + 2*i)*x - i"; "0" for zero.
std::string to_string(const Polynomial& p, std::span<const std::string> names);

}  // namespace polyscape::algebra
