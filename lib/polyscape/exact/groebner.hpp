#pragma once
/// Groebner bases modulo a prime, by Faugere's F4 (1999), and their replay modulo other primes.
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "polyscape/exact/monomials.hpp"

namespace polyscape::exact {

/// A polynomial modulo a prime: residues other than 0, monomials in decreasing order.
struct ModularTerm {
  std::uint64_t coefficient;
  std::vector<Exponent> exponents;
};
using ModularPolynomial = std::vector<ModularTerm>;

/// Equations modulo a prime below 2^60; terms in any order, each monomial once.
struct ModularSystem {
  std::uint64_t prime = 0;
  std::size_t variables = 0;
  std::vector<ModularPolynomial> equations;
};

struct GroebnerLimits {
  std::uint64_t operations = 20'000'000'000;  ///< products of coefficients; some 10^9 take a second or two
  std::size_t bytes = std::size_t{4} << 30;   ///< of rows, polynomials and monomials, about
};

struct GroebnerEffort {
  std::uint64_t operations = 0;  ///< products of coefficients
  std::size_t matrices = 0;
  std::size_t rows = 0;       ///< that were reduced
  std::size_t dependent = 0;  ///< of them: reduced to zero
  std::size_t columns = 0;    ///< of the largest matrix
};

struct GroebnerBasis {
  /// No leading monomial divides another; monic; increasing leading monomials. {1} where that is in the ideal.
  std::vector<ModularPolynomial> elements;
  /// Each element is a combination of products (monomial) * (equation) of total degree at most this.
  long reach = 0;
  /// Nothing is missing. Otherwise a limit ended it: the elements are in the ideal, others may be as well.
  bool complete = false;
  GroebnerEffort effort;
};

/// The leading monomials of the elements, in their order.
std::vector<Monomial> leading_monomials(const GroebnerBasis& basis);

/// Which rows the matrices of one basis needed, to find others of the same shape without criteria, searches and rows
/// that reduce to zero (Traverso 1989).
class GroebnerTrace {
 public:
  GroebnerTrace();
  ~GroebnerTrace();
  GroebnerTrace(GroebnerTrace&&) noexcept;
  GroebnerTrace& operator=(GroebnerTrace&&) noexcept;

  struct Impl;
  Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

/// A Groebner basis of the ideal of the equations, and its trace if one is asked for. Throws Cancelled when the job is,
/// ArgumentError for an order that require_order() refuses or a prime of 60 bits or more, LimitError for degrees of
/// 2^15 or more.
GroebnerBasis groebner_basis(const ModularSystem& system, const MonomialOrder& order, const GroebnerLimits& limits = {},
                             GroebnerTrace* trace = nullptr);

/// The basis of the same equations modulo another prime as the trace finds it: elements that have the leading monomials
/// that it has recorded, so that they span what those of the first prime span at least. nullopt where one has another
/// leading monomial: the shapes modulo the two primes differ.
std::optional<GroebnerBasis> replay(const GroebnerTrace& trace, const ModularSystem& system, const MonomialOrder& order,
                                    const GroebnerLimits& limits = {});

}  // namespace polyscape::exact
