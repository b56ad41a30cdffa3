#pragma once
/// Where real polynomials have no common zero, proved: signs, real roots, elimination of what is linear.
#include <span>
#include <vector>

#include "polyscape/volume/terms.hpp"

namespace polyscape::volume {

/// Whether p has no zero where the marked coordinates are not 0, whatever the others: a term in marked ones alone, and
/// all terms of one sign in each orthant; or one variable alone, whose real roots are counted. `false` says nothing.
bool never_zero(const Polynomial& p, const std::vector<bool>& nonzero);

/// Whether the polynomials have no common zero in (R \ {0})^n: by the above, by monomials, after a change of
/// coordinates by the lattice of their exponents, by the factors of one, and by solving one that is linear in a
/// variable with a monomial for its coefficient. `false` says nothing.
bool no_common_zero_in_torus(std::vector<Polynomial> polynomials);

}  // namespace polyscape::volume
