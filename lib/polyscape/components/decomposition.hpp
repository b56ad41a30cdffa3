#pragma once
/// Numerical irreducible decomposition: the components of a polynomial system's solution set, of every dimension.
///
/// The regenerative cascade finds, dimension by dimension, the points in which generic affine spaces meet the
/// components (regeneration.hpp). Spaces of one dimension more make curves of the components, irreducible again by
/// Bertini's theorem, on which monodromy and the trace test sort the points (breakup.hpp). Components whose points are
/// multiple are deflated first (deflation.hpp).
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/components/witness_set.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::components {

/// An irreducible component of dimension >= 1.
struct Component {
  int dimension = 0;
  Evidence dimension_by = Evidence::numerical;
  std::uint64_t degree = 0;  ///< of the reduced set
  Evidence degree_by = Evidence::numerical;
  /// At its generic point: paths that end at each point of the section; where the equations outnumber the codimension
  /// an upper bound.
  int multiplicity = 1;
  Evidence multiplicity_by = Evidence::numerical;
  bool traced = false;               ///< the trace test passed: irreducible, and of that degree
  std::vector<eval::Point> witness;  ///< its points on a generic affine space of complementary dimension
  int bits = 0;                      ///< to which they are accurate
  WitnessSet set;                    ///< the same points, ready to be moved; for a component that was traced
  bool movable = true;               ///< false: its points are nearer to others than double precision can follow
};

struct Decomposition {
  std::vector<Component> components;  ///< by falling dimension, then rising degree
  std::vector<solve::Solution> isolated;
  std::uint64_t paths = 0, failed = 0;  ///< of all sections
  bool complete = false;                ///< no path failed and every component was traced
  std::vector<std::string> notes;
};

struct Progress {
  int dimension;         ///< whose section is being solved, or whose components are told apart
  solve::Progress step;  ///< of that: of its paths, or its points; none where it begins
};

/// All components of {F = 0} over C of that dimension or more (isolated points: 0), any number of equations (zero
/// polynomials are none). Depends on the system and the options, not on the number of threads. Throws InputError when a
/// section needs more than options.max_paths paths.
Decomposition decompose(const algebra::System& system, const solve::Options& options, std::size_t least_dimension = 0,
                        const std::function<void(const Progress&)>& progress = {});

}  // namespace polyscape::components
