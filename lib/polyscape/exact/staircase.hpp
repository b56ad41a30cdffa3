#pragma once
/// Monomial ideals: dimension, degree, Hilbert series, and what is under the staircase.
#include <optional>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/exact/monomials.hpp"

namespace polyscape::exact {

/// Whether a divides b.
bool divides(const Monomial& a, const Monomial& b);

/// Of the quotient of a polynomial ring by an ideal that has these leading monomials under an order by total degree:
/// what its affine variety has, and the closure of that in projective space.
struct Hilbert {
  long dimension = -1;          ///< of the variety; -1: empty
  algebra::Integer degree = 0;  ///< of its components of that dimension, with multiplicity; 0 for an empty one
  /// The numerator Q of the Hilbert series Q(t) / (1 - t)^dimension of the leading ideal's quotient by degree, lowest
  /// power first; for dimension 0 its coefficients count the monomials under the staircase of each degree.
  std::vector<algebra::Integer> numerator;
};

/// Hilbert series of the quotient by the ideal of the monomials, each with one exponent a variable, by Bigatti's
/// recursion (1997). Throws Cancelled when the job is, ArgumentError for another number of exponents.
Hilbert hilbert(std::size_t variables, const std::vector<Monomial>& ideal);

/// The monomials outside of the ideal, in increasing order under `order`; nullopt where there are infinitely many or
/// more than `most`.
std::optional<std::vector<Monomial>> staircase(const std::vector<Monomial>& ideal, const MonomialOrder& order,
                                               std::size_t variables, std::size_t most);

}  // namespace polyscape::exact
