#pragma once
/// The path ledger: every start solution ends in exactly one class.
#include <cstdint>
#include <map>
#include <string>

namespace polyscape::solve {

enum class PathClass {
  nonsingular,           ///< ends at an isolated point with invertible Jacobian
  singular,              ///< ends at an isolated point with singular Jacobian
  at_infinity,           ///< leaves affine space
  positive_dimensional,  ///< ends on a positive-dimensional solution set
  excluded,              ///< ends at a point that a stated condition excludes (an equation left out by squaring up)
  failed,                ///< could not be followed to its end; the reason is counted
};

struct Ledger {
  std::uint64_t tracked = 0;  ///< start solutions; the six classes add up to it
  std::uint64_t nonsingular = 0, singular = 0, at_infinity = 0, positive_dimensional = 0, excluded = 0, failed = 0;
  std::map<std::string, std::uint64_t> failures;  ///< reason -> paths; adds up to failed

  /// Counts one path.
  void add(PathClass path_class);
  /// The sum of the six classes.
  std::uint64_t sum() const { return nonsingular + singular + at_infinity + positive_dimensional + excluded + failed; }
};

}  // namespace polyscape::solve
