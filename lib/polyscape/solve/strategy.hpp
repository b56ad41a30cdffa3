#pragma once
/// Which homotopy to track: the form of the target, the partition, the start system.
#include <memory>
#include <string>

#include "polyscape/solve/solver.hpp"
#include "polyscape/start/start_system.hpp"
#include "polyscape/track/homotopy.hpp"

namespace polyscape::solve {

/// What a path is worth in the search for a partition (bounds::PartitionSearch): some 30 us.
constexpr double work_a_path = 1e4;

/// A square system made out of the problem's, and the homotopy to it.
struct Plan {
  algebra::System square;              ///< as many equations as variables
  std::vector<algebra::Polynomial> excess;  ///< equations that a solution of `square` must satisfy besides
  algebra::Program affine;             ///< evaluates `square`
  std::string start_name, reason;
  std::unique_ptr<start::StartSystem> start;
  track::Homotopy homotopy;
};

/// Chooses among total degree and multihomogeneous starts for the fewest paths (options.start overrules), and of the two
/// forms of the system the one with fewer operations. Throws InputError as solve() does.
Plan plan(const Problem& problem, const Options& options);

}  // namespace polyscape::solve
