#include "polyscape/variety/regular_zero.hpp"

#include <Eigen/QR>
#include <algorithm>
#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/evaluator.hpp"

namespace polyscape::variety {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

namespace {

constexpr int jacobian_bits = 128;

/// The columns that a QR decomposition with pivoting takes first; nullopt beyond the range of doubles.
std::optional<std::vector<std::size_t>> leading_columns(const algebra::GaussianMatrix& jacobian,
                                                        std::size_t variables) {
  Eigen::MatrixXd matrix(jacobian.size(), variables);
  for (std::size_t i = 0; i < jacobian.size(); ++i)
    for (std::size_t j = 0; j < variables; ++j)
      matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) = jacobian[i][j].re.to_double();
  if (!matrix.allFinite()) return std::nullopt;
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(matrix);
  std::vector<std::size_t> result;
  for (std::size_t k = 0; k < jacobian.size(); ++k)
    result.push_back(static_cast<std::size_t>(qr.colsPermutation().indices()[static_cast<Eigen::Index>(k)]));
  std::ranges::sort(result);
  return result;
}

}  // namespace

Program restricted(const Program& system, std::span<const std::size_t> free, std::span<const Rational> values) {
  Program result(free.size());
  std::vector<Program::Node> x;
  for (const Rational& value : values) x.push_back(result.constant(value));
  for (std::size_t k = 0; k < free.size(); ++k) x[free[k]] = result.variable(k);
  result.outputs = result.append(system, x);
  return result;
}

std::optional<RegularZero> prove_regular_zero(const Program& system, std::span<const Rational> near) {
  if (near.size() != system.variables()) throw ArgumentError("prove_regular_zero: the point has another dimension");
  if (system.outputs.empty() || system.outputs.size() > near.size()) return std::nullopt;
  RegularZero result;
  auto free = leading_columns(eval::Evaluator(system).jacobian(eval::Point(near.begin(), near.end()), jacobian_bits),
                              near.size());
  if (!free) return std::nullopt;
  result.free = std::move(*free);
  for (const Rational& x : near) {
    const double held = x.to_double();
    if (!std::isfinite(held)) return std::nullopt;
    result.held.push_back(Rational::from_double(held));
  }
  std::vector<GaussianRational> start;
  for (const std::size_t j : result.free) start.emplace_back(near[j]);
  auto certificate = certify::Certifier(restricted(system, result.free, result.held))(start);
  if (!certificate || certificate->reality != certify::Reality::real) return std::nullopt;
  result.certificate = std::move(*certificate);
  return result;
}

}  // namespace polyscape::variety
