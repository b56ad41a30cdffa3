#include "polyscape/dynamics/laplace.hpp"

#include <cmath>
#include <numbers>
#include <numeric>

namespace polyscape::dynamics {

double log_laplace(const Place& minimum, double temperature, double base) {
  const auto m = static_cast<double>(minimum.at.size());
  return m / 2 * std::log(2 * std::numbers::pi * temperature) - minimum.spectrum.log_determinant / 2 -
         (minimum.loss - base) / temperature;
}

double log_morse_bott(int codimension, double integral, double loss, double temperature, double base) {
  return codimension / 2.0 * std::log(2 * std::numbers::pi * temperature) + std::log(integral) -
         (loss - base) / temperature;
}

// det^2 is distributed like a product of d Beta variables.
double crofton_factor(int n, int d) {
  double log_factor = 0;
  const double b = (n - d) / 2.0;
  for (int i = 1; i <= d && n > d; ++i) {
    const double a = (d - i + 1) / 2.0;
    log_factor += std::lgamma(a + 0.5) + std::lgamma(a + b) - std::lgamma(a) - std::lgamma(a + b + 0.5);
  }
  return std::exp(log_factor);
}

double ball_volume(int d, double radius) {
  return std::pow(std::numbers::pi, d / 2.0) / std::tgamma(d / 2.0 + 1) * std::pow(radius, d);
}

std::vector<std::vector<double>> random_frame(int n, int d, Random& random) {
  std::vector<std::vector<double>> rows;
  while (static_cast<int>(rows.size()) < d) {
    std::vector<double> row(static_cast<std::size_t>(n));
    for (double& x : row) x = random.normal();
    for (int pass = 0; pass < 2; ++pass)  // again, for what rounding leaves
      for (const auto& other : rows) {
        const double along = std::inner_product(row.begin(), row.end(), other.begin(), 0.0);
        for (std::size_t i = 0; i < row.size(); ++i) row[i] -= along * other[i];
      }
    const double length = modulus(row);
    if (length < 1e-6) continue;
    for (double& x : row) x /= length;
    rows.push_back(std::move(row));
  }
  return rows;
}

CutIntegral integral_by_cuts(std::span<const double> sums, int n, int d, double radius) {
  CutIntegral result;
  result.cuts = sums.size();
  const double factor = ball_volume(d, radius) / crofton_factor(n, d);
  const auto count = static_cast<double>(sums.size());
  const double mean = std::accumulate(sums.begin(), sums.end(), 0.0) / count;
  double squares = 0;
  for (const double s : sums) squares += (s - mean) * (s - mean);
  result.value = factor * mean;
  result.error = factor * std::sqrt(squares / (count - 1) / count);
  return result;
}

}  // namespace polyscape::dynamics
