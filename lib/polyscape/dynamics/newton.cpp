#include "polyscape/dynamics/newton.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

namespace polyscape::dynamics {
namespace {

constexpr int most_steps = 60;
constexpr double settled_step = 1e-13;     // of 1 + |x|
constexpr double settled_gradient = 1e-9;  // of 1 + |L|

using Eigen::MatrixXd;
using Eigen::VectorXd;

Eigen::SelfAdjointEigenSolver<MatrixXd> eigen_at(const Potential& p, std::span<const double> x) {
  const std::vector<double> h = p.hessian(x);
  const auto n = static_cast<Eigen::Index>(x.size());
  const MatrixXd full = Eigen::Map<const MatrixXd>(h.data(), n, n);
  return Eigen::SelfAdjointEigenSolver<MatrixXd>((full + full.transpose()) / 2);
}

bool finite(std::span<const double> v) {
  return std::ranges::all_of(v, [](double x) { return std::isfinite(x); });
}

}  // namespace

double distance(std::span<const double> a, std::span<const double> b) {
  double squared = 0;
  for (std::size_t i = 0; i < a.size(); ++i) squared += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(squared);
}

double modulus(std::span<const double> a) {
  double squared = 0;
  for (const double x : a) squared += x * x;
  return std::sqrt(squared);
}

Spectrum spectrum_at(const Potential& potential, std::span<const double> x) {
  const auto eigen = eigen_at(potential, x);
  Spectrum result;
  const VectorXd& values = eigen.eigenvalues();
  result.eigenvalues.assign(values.data(), values.data() + values.size());
  result.largest = values[values.size() - 1];
  const double cut = spectrum_zero * std::max(values.cwiseAbs().maxCoeff(), spectrum_zero);
  for (const double v : result.eigenvalues) {
    if (std::abs(v) <= cut) {
      ++result.nullity;
      continue;
    }
    if (v < 0) ++result.negative;
    result.log_determinant += std::log(std::abs(v));
    if (result.smallest_nonzero == 0 || std::abs(v) < result.smallest_nonzero) result.smallest_nonzero = std::abs(v);
  }
  return result;
}

std::optional<std::vector<double>> newton_limit(const Potential& p, std::span<const double> start) {
  std::vector<double> x(start.begin(), start.end());
  for (int k = 0; k < most_steps; ++k) {
    const std::vector<double> g = p.gradient(x);
    if (!finite(g) || !finite(p.hessian(x))) return std::nullopt;
    const auto eigen = eigen_at(p, x);
    const VectorXd& values = eigen.eigenvalues();
    const double cut = spectrum_zero * values.cwiseAbs().maxCoeff();
    if (!(cut > 0)) return std::nullopt;
    VectorXd along = eigen.eigenvectors().transpose() * Eigen::Map<const VectorXd>(g.data(), values.size());
    for (Eigen::Index i = 0; i < values.size(); ++i) along[i] = std::abs(values[i]) > cut ? along[i] / values[i] : 0;
    const VectorXd step = eigen.eigenvectors() * along;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= step[static_cast<Eigen::Index>(i)];
    if (step.norm() <= settled_step * (1 + modulus(x))) break;
  }
  if (!(modulus(p.gradient(x)) < settled_gradient * (1 + std::abs(p.value(x))))) return std::nullopt;
  return x;
}

std::optional<std::vector<double>> settled(const Potential& potential, std::span<const double> x) {
  auto limit = newton_limit(potential, x);
  if (!limit || distance(*limit, x) > near_a_place * (1 + modulus(x))) return std::nullopt;
  if (spectrum_at(potential, *limit).negative > 0) return std::nullopt;
  return limit;
}

}  // namespace polyscape::dynamics
