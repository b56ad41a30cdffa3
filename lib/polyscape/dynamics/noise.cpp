#include "polyscape/dynamics/noise.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/newton.hpp"

namespace polyscape::dynamics {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double same_rank = 1e-9;
constexpr double no_gradient = 1e-8;

const SampleLoss& samples_of(const Potential& p) {
  if (!p.samples()) throw ArgumentError("noise: the potential has no samples");
  return *p.samples();
}

std::vector<double> with_sample(const SampleLoss& s, std::span<const double> w, std::size_t n) {
  std::vector<double> point(w.begin(), w.end());
  const auto row = s.data.begin() + static_cast<std::ptrdiff_t>(n * s.columns);
  point.insert(point.end(), row, row + static_cast<std::ptrdiff_t>(s.columns));
  return point;
}

double cosine(const MatrixXd& a, const MatrixXd& b) { return (a.array() * b.array()).sum() / (a.norm() * b.norm()); }

MatrixXd symmetric(std::span<const double> rows, std::size_t n) {
  const auto size = static_cast<Eigen::Index>(n);
  const MatrixXd full = Eigen::Map<const MatrixXd>(rows.data(), size, size);
  return (full + full.transpose()) / 2;
}

/// N times the Hessian of each sample's part of the loss.
std::vector<MatrixXd> sample_hessians(const Potential& p, std::span<const double> w) {
  const SampleLoss& s = samples_of(p);
  std::vector<MatrixXd> result;
  for (std::size_t n = 0; n < s.samples; ++n) {
    const std::vector<double> point = with_sample(s, w, n);
    std::vector<double> rows;
    for (std::size_t i = 0; i < w.size(); ++i) {
      std::vector<double> both = point;
      for (std::size_t k = 0; k < w.size(); ++k) both.push_back(k == i ? 1 : 0);
      const std::vector<double> row = evaluate(s.curvature, both);
      rows.insert(rows.end(), row.begin(), row.end());
    }
    result.push_back(s.factor * static_cast<double>(s.samples) * symmetric(rows, w.size()));
  }
  return result;
}

}  // namespace

std::vector<std::vector<double>> sample_gradients(const Potential& p, std::span<const double> w) {
  const SampleLoss& s = samples_of(p);
  std::vector<std::vector<double>> result;
  for (std::size_t n = 0; n < s.samples; ++n) {
    result.push_back(evaluate(s.gradient, with_sample(s, w, n)));
    for (double& g : result.back()) g *= s.factor * static_cast<double>(s.samples);
  }
  return result;
}

NoiseCovariance noise_covariance(const Potential& p, std::span<const double> w) {
  const auto gradients = sample_gradients(p, w);
  const auto m = static_cast<Eigen::Index>(w.size());
  const auto n = static_cast<double>(gradients.size());
  VectorXd mean = VectorXd::Zero(m);
  double largest = 0;
  for (const auto& g : gradients) {
    mean += Eigen::Map<const VectorXd>(g.data(), m) / n;
    largest = std::max(largest, modulus(g));
  }
  MatrixXd covariance = MatrixXd::Zero(m, m);
  for (const auto& g : gradients) {
    const VectorXd d = Eigen::Map<const VectorXd>(g.data(), m) - mean;
    covariance += d * d.transpose() / n;
  }
  NoiseCovariance result;
  result.entries.assign(covariance.data(), covariance.data() + covariance.size());
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(covariance);
  const VectorXd widest = eigen.eigenvectors().col(m - 1);
  result.widest.assign(widest.begin(), widest.end());
  if (!(largest > no_gradient) || !(covariance.trace() > no_gradient * no_gradient)) return result;
  result.trace = covariance.trace();
  result.rank = static_cast<int>((eigen.eigenvalues().array() > same_rank * eigen.eigenvalues()[m - 1]).count());
  result.alignment = cosine(covariance, symmetric(p.hessian(w), w.size()));
  result.isotropy = cosine(covariance, MatrixXd::Identity(m, m));
  return result;
}

double effective_temperature(double trace, double rate, std::size_t batch, Sampling sampling, std::size_t samples,
                             std::size_t dimension) {
  const auto b = static_cast<double>(batch), n = static_cast<double>(samples);
  const double without = sampling == Sampling::replaced ? 1 : samples == 1 ? 0 : (n - b) / (n - 1);
  return without * rate * trace / (2 * b * static_cast<double>(dimension));
}

Normality anderson_darling(std::vector<double> x) {
  constexpr double critical = 0.752;  // Stephens 1974, mean and variance estimated
  std::ranges::sort(x);
  const auto n = static_cast<double>(x.size());
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
  double squares = 0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  const double deviation = std::sqrt(squares / (n - 1));
  if (!(deviation > 1e-14 * (1 + std::abs(mean)))) return {std::numeric_limits<double>::infinity(), critical};
  const boost::math::normal law(mean, deviation);
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double below = std::max(boost::math::cdf(law, x[i]), 1e-300),
                 above = std::max(boost::math::cdf(boost::math::complement(law, x[x.size() - 1 - i])), 1e-300);
    sum += (2 * static_cast<double>(i) + 1) * (std::log(below) + std::log(above));
  }
  return {(-n - sum / n) * (1 + 0.75 / n + 2.25 / (n * n)), critical};
}

std::optional<TailIndex> hill(std::vector<double> draws) {
  for (double& x : draws) x = std::abs(x);
  std::ranges::sort(draws, std::greater<>());
  const std::size_t k = draws.size() / 20;
  if (k < 10 || !(draws[k] > 0)) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < k; ++i) sum += std::log(draws[i] / draws[k]);
  if (!(sum > 1e-12)) return std::nullopt;  // equal values: no tail at all
  const double value = static_cast<double>(k) / sum;
  return TailIndex{value, value / std::sqrt(static_cast<double>(k))};
}

std::vector<double> batch_noise(std::span<const std::vector<double>> gradients, std::span<const double> along,
                                std::size_t batch, Sampling sampling, std::size_t draws, Random random) {
  std::vector<double> projected;
  for (const auto& g : gradients) projected.push_back(std::inner_product(g.begin(), g.end(), along.begin(), 0.0));
  const double mean = std::accumulate(projected.begin(), projected.end(), 0.0) / static_cast<double>(projected.size());
  std::vector<std::size_t> order(projected.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<double> result;
  for (std::size_t d = 0; d < draws; ++d) {
    double sum = 0;
    for (std::size_t k = 0; k < batch; ++k) {
      std::size_t chosen = random.below(projected.size());
      if (sampling != Sampling::replaced) {
        std::swap(order[k], order[k + random.below(projected.size() - k)]);
        chosen = order[k];
      }
      sum += projected[chosen] - mean;
    }
    result.push_back(sum / static_cast<double>(batch));
  }
  return result;
}

double mean_square_growth(const Potential& p, std::span<const double> w, double rate, const Minibatch& batch) {
  const SampleLoss& s = samples_of(p);
  const std::vector<MatrixXd> hessians = sample_hessians(p, w);
  const auto m = static_cast<Eigen::Index>(w.size());
  const auto n = static_cast<double>(hessians.size()), b = static_cast<double>(batch.size);
  MatrixXd data = MatrixXd::Zero(m, m);
  for (const MatrixXd& h : hessians) data += h / n;
  MatrixXd whole = data;
  for (Eigen::Index i = 0; i < m; ++i) whole(i, i) += s.ridge[static_cast<std::size_t>(i)];
  const double without = batch.sampling == Sampling::replaced ? 1 : hessians.size() == 1 ? 0 : (n - b) / (n - 1);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(whole);
  const double cut = spectrum_zero * eigen.eigenvalues().cwiseAbs().maxCoeff();
  MatrixXd c = MatrixXd::Zero(m, m);
  for (Eigen::Index i = 0; i < m; ++i)
    if (std::abs(eigen.eigenvalues()[i]) > cut)
      c += eigen.eigenvectors().col(i) * eigen.eigenvectors().col(i).transpose();
  if (!(c.norm() > 0)) return 1;
  const MatrixXd across = c;
  const MatrixXd step = MatrixXd::Identity(m, m) - rate * whole;
  double growth = 0;
  constexpr int most_iterations = 5000;
  for (int k = 0; k < most_iterations; ++k) {
    c /= c.norm();
    MatrixXd noise = -data * c * data;
    for (const MatrixXd& h : hessians) noise += h * c * h / n;
    MatrixXd next = step * c * step + rate * rate * without / b * noise;
    next = across * next * across;
    const double before = growth;
    growth = next.norm();
    if (!(growth > 0)) return 0;
    c = next;
    if (std::abs(growth - before) <= 1e-12 * growth) break;
  }
  return growth;
}

}  // namespace polyscape::dynamics
