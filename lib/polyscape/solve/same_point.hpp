#pragma once
/// Which points are one and the same: each use has its tolerance, relative to the larger of two points, or to 1.
#include <complex>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/eval/packed_point.hpp"

namespace polyscape::solve {

using Coordinates = std::vector<std::complex<double>>;

/// Largest modulus, or 1.
double magnitude(const Coordinates& x);

/// Solutions that paths bring to double precision: they are good for 1e-10 and better.
inline constexpr double carried_point = 1e-8;
/// Places on the way of paths, which are left at 1e-7 by a step.
inline constexpr double passed_point = 1e-6;
/// Singular or nearly singular zeros that were found by Gauss-Newton or at the ends of loops, to a third of the digits.
inline constexpr double rough_point = 1e-5;
/// Below that a double's decimal digits do not tell two points apart safely.
inline constexpr double written_point = 1e-11;

/// Groups of indices whose points coincide up to a tolerance, of two points' the larger one; singletons included, each
/// group in increasing order, groups by their first index. The last `conjugated` points stand for their complex
/// conjugates. On so many threads (0: every core). Throws ArgumentError unless there is a tolerance a point.
std::vector<std::vector<std::size_t>> coinciding(const std::vector<const eval::PackedPoint*>& points,
                                                 std::span<const double> tolerances, Random random,
                                                 std::size_t conjugated = 0, std::size_t threads = 1);
/// The same with one tolerance.
std::vector<std::vector<std::size_t>> coinciding(const std::vector<const eval::PackedPoint*>& points, double tolerance,
                                                 Random random, std::size_t conjugated = 0);

/// Points in double precision, with a quick answer to whether one is there.
class PointSet {
 public:
  /// Of points with `size` coordinates; tolerance: within which, relative to a point's magnitude, another one is the
  /// same.
  PointSet(std::size_t size, Random random, double tolerance = carried_point);
  /// The number of the point; nullopt: it is not there.
  std::optional<std::size_t> find(const Coordinates& x) const;
  /// The same, a new number if it is not there.
  std::size_t insert(const Coordinates& x);
  const std::vector<Coordinates>& points() const { return points_; }

 private:
  double key_of(const Coordinates& x) const;
  double tolerance_;
  Coordinates direction_;  ///< of the projection by which points are found
  std::vector<Coordinates> points_;
  std::multimap<double, std::size_t> by_key_;
};

}  // namespace polyscape::solve
