#include "polyscape/track/series.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace polyscape::track {
namespace {

// Smaller last terms than this, relative to the weight, leave nothing for a rational function to improve.
constexpr double negligible = 1e-12;
// Below this size a denominator says that a pole is near the predicted point.
constexpr double smallest_denominator = 0.2;

double size(std::complex<double> z) { return std::max(std::abs(z.real()), std::abs(z.imag())); }

}  // namespace

Series in_linear_time(const Series& c) {
  return {c[0], c[1], c[2] - 0.5 * c[1], c[3] - c[2] + c[1] / 3.0,
          c[4] - 1.5 * c[3] + (11.0 / 12) * c[2] - 0.25 * c[1]};
}

double radius(std::span<const Series> series, std::span<const double> weights) {
  double third = 0, fourth = 0;
  for (std::size_t i = 0; i < series.size(); ++i) {
    third = std::max(third, size(series[i][3]) / weights[i]);
    fourth = std::max(fourth, size(series[i][4]) / weights[i]);
  }
  if (!std::isfinite(third) || !std::isfinite(fourth)) return 0;
  const double bound = std::max(std::cbrt(third), std::sqrt(std::sqrt(fourth)));
  return bound > 0 ? 1 / bound : std::numeric_limits<double>::infinity();
}

std::complex<double> increment(const Series& c, std::complex<double> h, double weight) {
  const std::complex<double> taylor = h * (c[1] + h * (c[2] + h * (c[3] + h * c[4])));
  const double length = std::abs(h);
  if (size(c[4]) * std::pow(length, 4) + size(c[3]) * std::pow(length, 3) < negligible * weight) return taylor;
  const std::complex<double> determinant = c[2] * c[2] - c[1] * c[3];
  if (size(determinant) < 1e-13 * (std::norm(c[2]) + size(c[1]) * size(c[3]))) return taylor;
  const std::complex<double> b1 = (c[1] * c[4] - c[2] * c[3]) / determinant;
  const std::complex<double> b2 = (c[3] * c[3] - c[2] * c[4]) / determinant;
  const std::complex<double> denominator = 1.0 + h * (b1 + h * b2);
  if (std::abs(denominator) < smallest_denominator) return taylor;
  return h * (c[1] + h * (c[2] + b1 * c[1])) / denominator;
}

}  // namespace polyscape::track
