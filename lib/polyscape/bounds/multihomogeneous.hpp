#pragma once
/// Multihomogeneous Bezout numbers (Morgan, Sommese: A homotopy for solving general polynomial systems that respects
/// m-homogeneous structures, 1987).
#include <span>
#include <vector>

#include "polyscape/algebra/system.hpp"

namespace polyscape::bounds {

using algebra::Integer;
using algebra::Partition;

using DegreeMatrix = std::vector<std::vector<long>>;  ///< [equation][group]

/// The coefficient of prod_j a_j^sizes[j] in prod_i sum_j degrees[i][j] a_j: the most isolated solutions that the
/// system can have. sizes: variables in each group, together as many as equations (or ArgumentError, also for negative
/// entries). Time is proportional to multihomogeneous_work(sizes); throws Error when that exceeds 10^9, Cancelled
/// when the job was cancelled.
Integer multihomogeneous_bezout(const DegreeMatrix& degrees, std::span<const std::size_t> sizes);
/// The same as a double: exact below 2^53, otherwise to relative 1e-11 or better for up to 10^4 equations; may be
/// infinite.
double approximate_multihomogeneous_bezout(const DegreeMatrix& degrees, std::span<const std::size_t> sizes);
/// Additions that the numbers above need: groups * prod_j (sizes[j] + 1).
double multihomogeneous_work(std::span<const std::size_t> sizes);

/// For a square system and a partition of its variables. Throws ArgumentError when it is not square, has a zero
/// equation, or `partition` is none.
Integer multihomogeneous_bezout(const algebra::System& system, const Partition& partition);

/// sizes[j] = number of variables in group j.
std::vector<std::size_t> group_sizes(const Partition& partition);

}  // namespace polyscape::bounds
