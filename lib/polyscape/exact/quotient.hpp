#pragma once
/// Computing modulo an ideal, from a Groebner basis of it modulo a prime.
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/exact/groebner.hpp"
#include "polyscape/exact/staircase.hpp"

namespace polyscape::exact {

class Quotient {
 public:
  /// Modulo the ideal of the basis, under the order that it was computed for. Throws ArgumentError for a basis that is
  /// not complete, and as groebner_basis() does.
  Quotient(const GroebnerBasis& basis, std::uint64_t prime, std::size_t variables, const MonomialOrder& order);
  ~Quotient();
  Quotient(Quotient&&) noexcept;

  /// The combination of monomials outside of the leading ideal that differs from the polynomial by an element of the
  /// ideal, terms in decreasing order; empty for elements.
  ModularPolynomial normal_form(const ModularPolynomial& polynomial) const;
  /// Whether the polynomial is in the ideal.
  bool contains(const ModularPolynomial& polynomial) const { return normal_form(polynomial).empty(); }

  /// The monomials outside of the leading ideal in increasing order, a basis of the quotient; nullopt where there are
  /// infinitely many, or more than `most`.
  std::optional<std::vector<Monomial>> basis(std::size_t most = 10'000) const;

  using Matrix = std::vector<std::vector<std::uint64_t>>;
  /// Multiplication by variable k in that basis: row i holds the coordinates of x_k times basis element i. Throws
  /// ArgumentError where there is none, or another variable.
  Matrix multiplication(std::size_t k) const;

 private:
  std::vector<ModularPolynomial> normal_forms(std::span<const ModularPolynomial> polynomials) const;

  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::exact
