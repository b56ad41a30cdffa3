#pragma once
/// Generators that are monomials in functions which can be coordinates together.
#include <optional>

#include "polyscape/volume/germ.hpp"

namespace polyscape::volume {

/// Where each generator of a germ without free coordinates is a product of powers of small coordinates and of
/// polynomials that vanish with these, and the gradients of all of them are independent, they are coordinates near the
/// germ's points, and the pole is that of a monomial ideal in them. nullopt for other germs.
std::optional<Pole> crossing_pole(const Germ& germ);

}  // namespace polyscape::volume
