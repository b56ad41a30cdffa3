#pragma once
/// The Newton polyhedron of an ideal: the convex hull of the exponents of its generators plus the positive orthant.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/volume/pole.hpp"

namespace polyscape::volume {

using Exponents = std::vector<int>;

/// {e : normal e >= level}, and equality on the facet; the normal is primitive and >= 0. Those with level 0 are the
/// coordinate hyperplanes.
struct Facet {
  std::vector<long> normal;
  long level = 0;
};

/// A face is the list of the exponents that lie on it, ascending indices.
using Face = std::vector<std::size_t>;

struct NewtonLimits {
  std::size_t rays = 1500;   ///< while facets are found
  std::size_t faces = 6000;  ///< compact ones
};

struct NewtonPolyhedron {
  std::vector<Exponents> exponents;  ///< of all generators, each once
  std::vector<Facet> facets;
  std::vector<std::vector<bool>> on;  ///< on[facet][exponent]
};

/// By double description of the cone of all (normal, level) (Motzkin et al. 1953). nullopt beyond the limits.
std::optional<NewtonPolyhedron> newton_polyhedron(std::vector<Exponents> exponents, const NewtonLimits& limits = {});

/// All compact faces: those that a normal with positive entries alone has. nullopt beyond the limits.
std::optional<std::vector<Face>> compact_faces(const NewtonPolyhedron& polyhedron, const NewtonLimits& limits = {});

/// Facets that hold the face.
std::vector<std::size_t> facets_of(const NewtonPolyhedron& polyhedron, const Face& face);

/// The pole of the polyhedron for integrals of x^factors times the ideal with the density x^densities: where the line
/// through (1 + densities) leaves it, shifted by `factors`, and the codimension of the face where it does. nullopt
/// where the polyhedron, so shifted, holds 0.
std::optional<Pole> pole_of(const NewtonPolyhedron& polyhedron, std::span<const int> densities,
                            std::span<const int> factors);

/// The value alone by a linear program, for polyhedra with too many facets: max sum y_e over y >= 0 with
/// sum y_e (e + factors) <= 1 + densities.
std::optional<Rational> value_by_linear_program(std::span<const Exponents> exponents, std::span<const int> densities,
                                                std::span<const int> factors);

}  // namespace polyscape::volume
