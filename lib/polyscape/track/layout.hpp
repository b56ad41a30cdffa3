#pragma once
/// What a homotopy's coordinates and parameters mean.
#include <complex>
#include <vector>

#include "polyscape/eval/point.hpp"
#include "polyscape/track/homotopy.hpp"
#include "polyscape/track/weights.hpp"

namespace polyscape::track {

/// Homogenising coordinates above this, relative to the group's largest, need no second precision to be told from zero.
constexpr double surely_finite = 1e-4;

struct Layout {
  explicit Layout(const Homotopy& homotopy);

  std::size_t variables = 0;
  std::size_t groups = 0;
  std::vector<std::uint32_t> group;  ///< of each coordinate
  std::vector<ParameterPath> parameters;
  std::vector<std::complex<double>> patch;  ///< as in Homotopy
  std::size_t coordinates() const { return variables + groups; }
  Groups grouping() const { return {coordinates(), groups, group.data()}; }

  /// Largest modulus in each group.
  std::vector<double> largest(const std::vector<std::complex<double>>& x) const;
  /// |x_i| of each group's homogenising coordinate over the group's largest coordinate.
  std::vector<double> homogenizing_ratios(const std::vector<std::complex<double>>& x) const;
  /// Whether some coordinate of a point that is not on its way to infinity is smaller than `floor`, relative to its
  /// group's largest, but hardly zero: not below rounding errors of that many bits. A path with such a coordinate is
  /// lost in the end: its equations may live on that coordinate alone.
  bool blurred(const std::vector<std::complex<double>>& x, double floor, int bits) const;
  /// The n affine coordinates of a point with nonzero homogenising coordinates.
  std::vector<std::complex<double>> affine(const std::vector<std::complex<double>>& x) const;
  /// The same with that many bits.
  eval::Point affine(const eval::Point& x, int bits) const;
  /// The representative on the patches of a point that is given up to a factor a group.
  std::vector<std::complex<double>> on_patch(std::vector<std::complex<double>> x) const;
  eval::Point on_patch(eval::Point x, int bits) const;
};

}  // namespace polyscape::track
