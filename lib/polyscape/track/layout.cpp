#include "polyscape/track/layout.hpp"

#include <algorithm>

namespace polyscape::track {
namespace {

using algebra::GaussianRational;

GaussianRational inverse(const GaussianRational& z) {
  const algebra::Rational size = z.re * z.re + z.im * z.im;
  return {z.re / size, -z.im / size};
}

}  // namespace

Layout::Layout(const Homotopy& homotopy)
    : variables(homotopy.variables()),
      groups(homotopy.partition.size()),
      group(coordinates()),
      parameters(homotopy.parameters),
      patch(homotopy.patch) {
  for (std::uint32_t g = 0; g < groups; ++g) {
    for (const std::size_t v : homotopy.partition[g]) group[v] = g;
    group[variables + g] = g;
  }
}

std::vector<double> Layout::largest(const std::vector<std::complex<double>>& x) const {
  std::vector<double> result(groups, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) result[group[i]] = std::max(result[group[i]], std::abs(x[i]));
  return result;
}

std::vector<double> Layout::homogenizing_ratios(const std::vector<std::complex<double>>& x) const {
  std::vector<double> result = largest(x);
  for (std::size_t g = 0; g < groups; ++g) result[g] = std::abs(x[variables + g]) / result[g];
  return result;
}

bool Layout::blurred(const std::vector<std::complex<double>>& x, double floor, int bits) const {
  const std::vector<double> largest = this->largest(x);
  for (std::size_t g = 0; g < groups; ++g)
    if (std::abs(x[variables + g]) < surely_finite * largest[g]) return false;
  const double zero = std::ldexp(1.0, 8 - bits);
  for (std::size_t i = 0; i < variables; ++i) {
    const double size = std::abs(x[i]) / largest[group[i]];
    if (size < floor && size > zero) return true;
  }
  return false;
}

std::vector<std::complex<double>> Layout::affine(const std::vector<std::complex<double>>& x) const {
  std::vector<std::complex<double>> result;
  for (std::size_t i = 0; i < variables; ++i) result.push_back(x[i] / x[variables + group[i]]);
  return result;
}

eval::Point Layout::affine(const eval::Point& x, int bits) const {
  eval::Point result;
  for (std::size_t i = 0; i < variables; ++i) result.push_back(x[i] * inverse(x[variables + group[i]]));
  return eval::rounded_to(result, bits);
}

std::vector<std::complex<double>> Layout::on_patch(std::vector<std::complex<double>> x) const {
  std::vector<std::complex<double>> value(groups, 0.0);
  for (std::size_t i = 0; i < x.size(); ++i) value[group[i]] += patch[i] * x[i];
  for (std::size_t i = 0; i < x.size(); ++i) x[i] /= value[group[i]];
  return x;
}

eval::Point Layout::on_patch(eval::Point x, int bits) const {
  eval::Point value(groups);
  for (std::size_t i = 0; i < x.size(); ++i)
    value[group[i]] = value[group[i]] + GaussianRational::from_complex(patch[i]) * x[i];
  for (GaussianRational& v : value) v = inverse(v);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = x[i] * value[group[i]];
  return eval::rounded_to(x, bits);
}

}  // namespace polyscape::track
