#pragma once
/// The partition of the variables with the smallest multihomogeneous Bezout number.
#include <limits>
#include <vector>

#include "polyscape/bounds/multihomogeneous.hpp"

namespace polyscape::bounds {

struct PartitionBound {
  Partition partition;      ///< variables in increasing order, groups by their first variable
  Integer value;            ///< its multihomogeneous Bezout number
  bool exhaustive = false;  ///< no partition has a smaller one
};

struct PartitionSearch {
  std::size_t exhaustive_variables = 10;  ///< try all set partitions up to this many variables (10: 115,975 of them)
  double work =
      3e8;  ///< elementary steps that the local search may take, about a second; all set partitions ten times as many
  /// What a path is worth in elementary steps: all partitions are tried only if that takes less than the paths of the
  /// best one that the local search found. Infinity: whatever it takes.
  double work_a_path = std::numeric_limits<double>::infinity();
};

/// Up to search.exhaustive_variables variables, where it is worth it, the best of all set partitions; else the best
/// that a local search (merging two groups, moving a variable, splitting a group) finds from the trivial partition and
/// `candidates`, within search.work. A cancelled job
/// ends with the best so far, or throws Cancelled. Of equal values the one with fewer groups. Depends on its arguments
/// alone. Throws ArgumentError when the system is not square, has a zero equation, or a candidate is no partition.
PartitionBound best_partition(const algebra::System& system, const std::vector<Partition>& candidates = {},
                              const PartitionSearch& search = {});

}  // namespace polyscape::bounds
