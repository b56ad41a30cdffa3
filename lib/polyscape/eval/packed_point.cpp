#include "polyscape/eval/packed_point.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/error.hpp"

namespace polyscape::eval {

using algebra::DoubleSum;
using algebra::GaussianRational;
using algebra::Rational;

PackedPoint::PackedPoint(const Point& point) {
  bool exact = true;
  const auto sum = [&](const Rational& x) {
    const auto s = x.exact_sum();
    exact = exact && s;
    return s ? *s : x.to_sum();
  };
  sums_.reserve(point.size());
  for (const GaussianRational& z : point) sums_.push_back({sum(z.re), sum(z.im)});
  if (!exact) exact_ = point;
}

const GaussianRational PackedPoint::operator[](std::size_t i) const {
  if (!exact_.empty()) return exact_[i];
  const auto& [re, im] = sums_[i];
  return {Rational::from_sum(re.high, re.low), Rational::from_sum(im.high, im.low)};
}

Point PackedPoint::exact() const {
  Point point;
  point.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) point.push_back((*this)[i]);
  return point;
}

bool PackedPoint::is_zero(std::size_t i) const { return exact_.empty() ? sums_[i] == Sums{} : exact_[i].is_zero(); }

std::vector<std::complex<double>> PackedPoint::rounded() const {
  std::vector<std::complex<double>> result;
  result.reserve(size());
  for (std::size_t i = 0; i < size(); ++i) result.push_back(rounded(i));
  return result;
}

double PackedPoint::magnitude() const {
  double largest = 0;
  for (std::size_t i = 0; i < size(); ++i) largest = std::max(largest, modulus(rounded(i)));
  return largest;
}

bool PackedPoint::within_reach(const PackedPoint& other, bool conjugated, double reach) const {
  if (size() != other.size()) throw ArgumentError("within: points of different dimension");
  for (std::size_t i = 0; i < size(); ++i) {
    double sizes = 0;
    const auto difference = [&](const DoubleSum& p, const DoubleSum& q, double sign) {
      sizes += std::abs(p.high) + std::abs(q.high);
      return (p.high - sign * q.high) + (p.low - sign * q.low);
    };
    const Sums &a = sums_[i], &b = other.sums_[i];
    const double rough = modulus({difference(a.re, b.re, 1), difference(a.im, b.im, conjugated ? -1 : 1)});
    // Differences of high parts round off a bit of themselves, or nothing where these are near each other.
    const double error = 0x1p-100 * sizes + 0x1p-50 * rough;
    if (rough + error <= reach) continue;
    if (rough - error > reach) return false;
    const GaussianRational there = other[i];
    if (modulus(((*this)[i] - (conjugated ? algebra::conjugate(there) : there)).to_complex()) > reach) return false;
  }
  return true;
}

bool within(const PackedPoint& a, const PackedPoint& b, double reach) { return a.within_reach(b, false, reach); }
bool within_conjugate(const PackedPoint& a, const PackedPoint& b, double reach) {
  return a.within_reach(b, true, reach);
}

}  // namespace polyscape::eval
