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

double modulus(std::complex<double> z) {
  const double square = z.real() * z.real() + z.imag() * z.imag();
  return square > 1e-280 && square < 1e280 ? std::sqrt(square) : std::hypot(z.real(), z.imag());
}

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

double distance(const Point& a, const Point& b) {
  if (a.size() != b.size()) throw ArgumentError("distance: points of different dimension");
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!(a[i] == b[i])) largest = std::max(largest, modulus((a[i] - b[i]).to_complex()));
  return largest;
}

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
