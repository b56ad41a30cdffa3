#pragma once
/// Real points of a variety, one on each connected component: critical points of the distance from a random real
/// centre.
#include <cstdint>
#include <optional>
#include <vector>

#include "polyscape/algebra/system.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::variety {

/// What the nearest-point equations gave.
struct NearestPoints {
  /// What may be real points, to about six digits at singular ones: each of them that solves the system is one.
  std::vector<std::vector<double>> real;
  std::uint64_t paths = 0, failed = 0;
  std::size_t solutions = 0;  ///< complex ones, at the end
  /// The system's own equations were used; else as many random combinations as the rank says, whose real zeros may be
  /// more.
  bool whole = true;
};

/// What is known of the complex zeros of the equations used.
enum class Zeros { any, smooth };

/// Solves, for a random real centre p and `rank` equations g that cut out the real variety of the system or more,
///   g(x) = 0,  lambda_0 (x - p) + sum lambda_i grad g_i(x) = 0,  a.lambda = 1  (a random),
/// as the limit t -> 0 of g(x) = t z, z generic, all of whose solutions are isolated. When no path failed the limits
/// contain a point on each connected component of the real zeros of g, singular or not (Hauenstein 2013, "Numerically
/// computing real points on algebraic sets", Theorem 5). Where `whole` does not hold and none of them is real, the
/// system has no real zero, either. Where the zeros are smooth and g are all equations, lambda_0 is never 0 there and
/// can be 1, and for a generic p the solutions are isolated and regular (Draisma, Horobet, Ottaviani, Sturmfels, Thomas
/// 2016, "The Euclidean distance degree of an algebraic variety"): no limit is taken. rank: generic rank of the
/// system's Jacobian; of smooth zeros: as many as there are equations, which is the rank at every zero. nullopt when
/// the two-homogeneous Bezout number of these equations is above `most_paths`, or on cancellation. options: of these
/// equations, which the caller's system's start and known_count are not about. Throws ArgumentError for smooth zeros of
/// more equations than `rank`.
std::optional<NearestPoints> nearest_points(const algebra::System& system, std::size_t rank, Zeros zeros,
                                            std::uint64_t most_paths, const solve::Options& options,
                                            const solve::ProgressReport& report = {});

}  // namespace polyscape::variety
