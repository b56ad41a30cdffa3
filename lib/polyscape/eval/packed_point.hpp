#pragma once
/// Points as they are kept by the million.
#include <complex>
#include <vector>

#include "polyscape/eval/point.hpp"

namespace polyscape::eval {

/// A point, exactly, in a seventh of a Point's memory where its coordinates are sums of two doubles, as those refined
/// to 106 bits are. It converts to a Point and from one; what it tells of doubles takes no conversion.
class PackedPoint {
 public:
  PackedPoint() = default;
  PackedPoint(const Point& point);
  operator Point() const { return exact(); }
  Point exact() const;

  std::size_t size() const { return sums_.size(); }
  bool empty() const { return sums_.empty(); }
  const algebra::GaussianRational operator[](std::size_t i) const;  ///< const: a copy, in vain assigned to
  bool operator==(const PackedPoint&) const = default;
  bool is_zero(std::size_t i) const;  ///< a coordinate, exactly

  /// As eval/point.hpp says of Points.
  std::complex<double> rounded(std::size_t i) const { return {sums_[i].re.high, sums_[i].im.high}; }
  std::vector<std::complex<double>> rounded() const;
  double magnitude() const;
  friend bool within(const PackedPoint& a, const PackedPoint& b, double reach);
  friend bool within_conjugate(const PackedPoint& a, const PackedPoint& b, double reach);

 private:
  struct Sums {
    algebra::DoubleSum re, im;
    bool operator==(const Sums&) const = default;
  };
  /// Of the other point, or of its complex conjugate.
  bool within_reach(const PackedPoint& other, bool conjugated, double reach) const;

  std::vector<Sums> sums_;
  Point exact_;  ///< empty where the sums are the point
};

/// Whether distance(a, b) <= reach, in doubles where these decide it.
bool within(const PackedPoint& a, const PackedPoint& b, double reach);
/// The same for a and the complex conjugate of b.
bool within_conjugate(const PackedPoint& a, const PackedPoint& b, double reach);

}  // namespace polyscape::eval
