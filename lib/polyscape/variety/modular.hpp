#pragma once
/// Generic ranks of programs, by exact arithmetic modulo a prime at random points.
#include <cstdint>
#include <vector>

#include "polyscape/algebra/program.hpp"

namespace polyscape::variety {

/// A generic rank that is never too large, and how likely it is too small.
struct GenericRank {
  std::size_t rank = 0;
  /// Of the probability that every random minor vanished by accident: by the lemma of Schwartz and Zippel at most
  /// (degree of a minor / prime) for each random point, the degree of a minor bounded by those of its rows, unless the
  /// prime, itself drawn at random from some 2^53, divides all coefficients of every one; 0 where that bound says
  /// nothing, -infinity where the rank is full.
  double error_log2 = 0;
};

/// The rank of the program's Jacobian at a generic point: the largest over three random points modulo a random prime of
/// 62 bits. For the outputs of a network: the dimension of its function space on the samples. Throws ArgumentError for
/// parameters.
GenericRank generic_rank_with_error(const algebra::Program& program, std::uint64_t seed = 1);

/// The rank alone.
std::size_t generic_rank(const algebra::Program& program, std::uint64_t seed = 1);

}  // namespace polyscape::variety
