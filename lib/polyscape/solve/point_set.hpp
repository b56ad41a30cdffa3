#pragma once
/// Points in double precision, with a quick answer to whether one is there.
#include <complex>
#include <map>
#include <vector>

#include "polyscape/base/random.hpp"

namespace polyscape::solve {

using Coordinates = std::vector<std::complex<double>>;

/// Largest modulus, or 1.
double magnitude(const Coordinates& x);

class PointSet {
 public:
  /// Of points with `size` coordinates; tolerance: within which, relative to a point's magnitude, another one is the
  /// same.
  PointSet(std::size_t size, Random random, double tolerance = 1e-8);
  /// The number of the point, a new one if the same is not there.
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
