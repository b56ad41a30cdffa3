#pragma once
/// Ends of paths that lie too close to each other for the digits they came with: more digits decide what they are.
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/counted_for.hpp"
#include "polyscape/solve/endpoint.hpp"

namespace polyscape::solve {

/// How far apart, relative, the ends of one cluster may lie.
constexpr double cluster_reach = 1e-6;

struct ClusterLimits {
  int max_precision = 2048;
  std::size_t threads = 0;
  double work = 0;  ///< in multiplications of one limb (solve/effort.hpp), for all clusters together
  CountReport progress = {};
};

/// Where several paths end within `cluster_reach`, singular or two of them at one nonsingular solution, the zeros there
/// are told apart (certify/cluster.hpp), to a quarter more bits than a path's: simple ones are proved, multiple ones
/// known to far more digits than before, and what is neither fails, with that reason. Ends whose zeros cannot be
/// followed, or are not as many as the paths, stay what they are; a path that ends alone at a singular place is given
/// one of the two to four zeros there. system: what the ends are zeros of, in variables alone. Returns the number of
/// ends that are known better now.
std::size_t separate_clusters(const algebra::Program& system, const eval::NewtonSolver& newton,
                              std::vector<Endpoint>& ends, const ClusterLimits& limits, Random random);

}  // namespace polyscape::solve
