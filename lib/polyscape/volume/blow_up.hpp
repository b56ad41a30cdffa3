#pragma once
/// Newton polyhedra of germs, and weighted blow-ups where these do not decide.
#include <optional>
#include <vector>

#include "polyscape/volume/germ.hpp"
#include "polyscape/volume/newton_polyhedron.hpp"

namespace polyscape::volume {

/// What the Newton polyhedron of a germ without free coordinates, whose generators vanish at its points, says.
struct PolyhedronAnswer {
  /// The volume is that of the polyhedron or more: the pole of a germ comes no later than this one.
  std::optional<Pole> bound;
  /// For no compact face the terms on it have a common zero with all coordinates real and not 0: the bound is the pole.
  bool nondegenerate = false;
  /// Otherwise normals of a facet with a face where that is not proved, one a coordinate; empty where facets or faces
  /// are too many.
  std::vector<long> weights;
};
PolyhedronAnswer ask_polyhedron(const Germ& germ, const NewtonLimits& limits = {});

/// One chart of the blow-up of the small coordinates with these weights: x_i = sign y^w_i, x_j = y^w_j x_j'. Points
/// with x_j' = 0 for all earlier j of positive weight; they and those of the other charts are all points above the
/// germ's.
struct Chart {
  Germ germ;
  std::size_t index;  ///< i
};
std::vector<Chart> blow_up(const Germ& germ, const std::vector<long>& weights);

}  // namespace polyscape::volume
