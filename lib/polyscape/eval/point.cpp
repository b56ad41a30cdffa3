#include "polyscape/eval/point.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/scalar_kernel.hpp"

namespace polyscape::eval {

using algebra::GaussianRational;
using algebra::Rational;

namespace {
double log2_size(const Rational& x) { return Multiprecision(x, 53).log2(); }
}  // namespace

Point exact_point(std::span<const std::complex<double>> coordinates) {
  Point point;
  for (const auto& z : coordinates) point.push_back(GaussianRational::from_complex(z));
  return point;
}

std::vector<std::complex<double>> rounded(const Point& point) {
  std::vector<std::complex<double>> result;
  for (const GaussianRational& z : point) result.push_back(z.to_complex());
  return result;
}

Point conjugate(const Point& point) {
  Point result;
  for (const GaussianRational& z : point) result.push_back(algebra::conjugate(z));
  return result;
}

Point rounded_to(const Point& point, int bits) {
  Point result;
  for (const GaussianRational& z : point)
    result.emplace_back(Multiprecision(z.re, bits).to_exact(), Multiprecision(z.im, bits).to_exact());
  return result;
}

Point on_grid(const Point& point, int bits) {
  Rational size = 1;
  for (const GaussianRational& z : point) size = std::max({size, algebra::abs(z.re), algebra::abs(z.im)});
  const Rational grid = algebra::power(Rational(2), static_cast<long>(std::ceil(log2_size(size))) - bits);
  const auto nearest = [&](const Rational& x) {
    return to_integer(Multiprecision(x / grid, bits + 64)).to_exact() * grid;
  };
  Point result;
  for (const GaussianRational& z : point) result.emplace_back(nearest(z.re), nearest(z.im));
  return result;
}

namespace {
/// The modulus, without the care for very large and very small parts where these are neither.
double modulus(double re, double im) {
  const double square = re * re + im * im;
  return square > 1e-280 && square < 1e280 ? std::sqrt(square) : std::hypot(re, im);
}
double modulus(std::complex<double> z) { return modulus(z.real(), z.imag()); }
}  // namespace

double distance(const Point& a, const Point& b) {
  if (a.size() != b.size()) throw ArgumentError("distance: points of different dimension");
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i])) largest = std::max(largest, modulus((a[i] - b[i]).to_complex()));
  return largest;
}

namespace {
bool within(const Point& a, const Point& b, bool conjugated, double reach) {
  if (a.size() != b.size()) throw ArgumentError("within: points of different dimension");
  for (std::size_t i = 0; i < a.size(); ++i) {
    double sizes = 0;
    const auto difference = [&](const Rational& x, const Rational& y, double sign) {
      const algebra::DoubleSum p = x.to_sum(), q = y.to_sum();
      sizes += std::abs(p.high) + std::abs(q.high);
      return (p.high - sign * q.high) + (p.low - sign * q.low);
    };
    const double re = difference(a[i].re, b[i].re, 1), im = difference(a[i].im, b[i].im, conjugated ? -1 : 1);
    // Differences of high parts round off a bit of themselves, or nothing where these are near each other.
    const double rough = modulus(re, im), error = 0x1p-100 * sizes + 0x1p-50 * rough;
    if (rough + error <= reach) continue;
    if (rough - error > reach) return false;
    if (modulus((a[i] - (conjugated ? algebra::conjugate(b[i]) : b[i])).to_complex()) > reach) return false;
  }
  return true;
}
}  // namespace

bool within(const Point& a, const Point& b, double reach) { return within(a, b, false, reach); }
bool within_conjugate(const Point& a, const Point& b, double reach) { return within(a, b, true, reach); }

double magnitude(const Point& a) {
  double largest = 0;
  for (const GaussianRational& z : a) largest = std::max(largest, modulus(z.to_complex()));
  return largest;
}

std::vector<double> log2_sizes(const Point& a) {
  std::vector<double> result;
  for (const GaussianRational& z : a) result.push_back(std::max(log2_size(z.re), log2_size(z.im)));
  return result;
}

}  // namespace polyscape::eval
