#pragma once
/// Other coordinates for a germ: those that generators are linear in.
#include <optional>
#include <vector>

#include "polyscape/volume/germ.hpp"

namespace polyscape::volume {

/// One generator is A x_j + B, A and B free of x_j, A without a zero at the germ's points; where x_j is small, B is 0
/// where the small coordinates are. Then A x_j + B is a coordinate in place of x_j (implicit function theorem), the
/// others modulo it are free of x_j, and it is counted as regular. The same where x_j is small, its derivative of the
/// generator has no zero and no other generator has it. The germ's points are those where it vanishes; where
/// x_j was to differ from 0, B becomes a guard. nullopt: there is none.
std::optional<Germ> solved_for_a_coordinate(const Germ& germ);

/// Where factors for new coordinates are looked for: in generators, also where small coordinates are 0, and in the
/// coefficients that keep one from being solved; in the generators' derivatives, for singular points.
enum class Search { generators, derivatives };

/// A coordinate t = A x_j + B in place of x_j, where that is such an irreducible factor and A a monomial in units; x_j
/// divides no generator, nor, unless it is a unit, one where the small coordinates are 0, or such a coefficient.
/// `meaning`: t in the coordinates before. nullopt: there is none.
struct FactorCoordinate {
  Germ germ;
  std::string name, meaning;
};
std::optional<FactorCoordinate> factor_as_coordinate(const Germ& germ, const std::string& name, Search search);

/// The free coordinates that can be held at 0: scalings of the coordinates keep the ideal and move the germ's points
/// towards those where they are 0, and no pole comes after that of a limit. Empty if there are none.
std::vector<std::size_t> contracted_coordinates(const Germ& germ);

/// A unit that scalings of the coordinates, which keep the ideal, take to 1 or -1; nullopt if there is none.
std::optional<std::size_t> scaled_unit(const Germ& germ);
/// With the unit at this value, 1 or -1.
Germ with_unit_at(const Germ& germ, std::size_t j, int value);

/// The free coordinate to be told apart first, 0 or not 0, and whether it keeps a generator from being solved; nullopt
/// if none is free.
struct Split {
  std::size_t coordinate;
  bool to_solve;
};
std::optional<Split> coordinate_to_split(const Germ& germ);
Germ with_coordinate_zero(const Germ& germ, std::size_t j);
Germ with_coordinate_nonzero(const Germ& germ, std::size_t j);

}  // namespace polyscape::volume
