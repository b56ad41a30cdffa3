#include "polyscape/components/deflation.hpp"

#include <Eigen/Core>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <cmath>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/components/affine_space.hpp"
#include "polyscape/eval/linearised_kernel.hpp"

namespace polyscape::components {
namespace {

using algebra::Polynomial;

constexpr double least_gap = 1e3;        // between the singular values that stay and those that vanish
constexpr double certainly_zero = 1e-4;  // relative; what is larger stays in any case
constexpr double all_zero = 1e-6;        // against the terms before they cancel
constexpr double rounding = 1e-15;       // relative; values below are one as good as another
constexpr double small = 1e-4;           // a coordinate, relative

eval::Linearised<std::complex<double>> linearised(const algebra::System& system, const solve::Coordinates& point) {
  return eval::linearised(eval::Evaluator(algebra::program_of(system)), point);
}

/// Sum of the moduli of the terms of all derivatives at the point; coordinates that may be zero count as small, not as
/// what they happen to be.
double size_of_gradient(const Polynomial& p, const solve::Coordinates& point) {
  const double least = small * solve::magnitude(point);
  double sum = 0;
  for (const algebra::Term& term : p.terms())
    for (std::size_t j = 0; j < point.size(); ++j) {
      if (term.exponents[j] == 0) continue;
      double size = std::abs(term.coefficient.to_complex()) * term.exponents[j];
      for (std::size_t i = 0; i < point.size(); ++i)
        size *= std::pow(std::max(least, std::abs(point[i])), term.exponents[i] - (i == j ? 1 : 0));
      sum += size;
    }
  return sum;
}

}  // namespace

std::optional<std::size_t> numerical_rank(const algebra::System& system, const solve::Coordinates& point) {
  Eigen::MatrixXcd m = linearised(system, point).jacobian;
  // Rows are measured by their terms before cancellation: one that vanishes consists of rounding errors.
  for (Eigen::Index i = 0; i < m.rows(); ++i)
    if (const double size = size_of_gradient(system.equations[static_cast<std::size_t>(i)], point); size > 0)
      m.row(i) /= size;
  const Eigen::VectorXd s = Eigen::JacobiSVD<Eigen::MatrixXcd>(m).singularValues();
  if (s.size() == 0 || s[0] < all_zero) return 0;
  const auto value = [&](Eigen::Index k) { return std::max(s[k], rounding * s[0]); };
  Eigen::Index best = s.size();
  double gap = least_gap;
  for (Eigen::Index k = 1; k < s.size(); ++k)
    if (s[k] < certainly_zero * s[0] && value(k - 1) > gap * value(k)) {
      gap = value(k - 1) / value(k);
      best = k;
    }
  if (best == s.size() && s[best - 1] < certainly_zero * s[0]) return std::nullopt;
  return static_cast<std::size_t>(best);
}

algebra::System deflated(const algebra::System& system, std::size_t rank, Random random) {
  const std::size_t n = system.names.size(), all = n + rank + 1;
  algebra::System result{system.names, {}};
  std::vector<Polynomial> old;
  for (std::size_t j = 0; j < n; ++j) old.push_back(Polynomial::variable(all, j));
  // Directions B y, one linear form in y a variable.
  std::vector<Polynomial> direction(n, Polynomial(all));
  Polynomial scale = Polynomial::constant(all, -1);
  for (std::size_t k = 0; k <= rank; ++k) {
    result.names.push_back("y" + std::to_string(n) + "_" + std::to_string(k + 1));
    const Polynomial y = Polynomial::variable(all, n + k);
    for (Polynomial& d : direction) d += y * generic_rational(random);
    scale += y * generic_rational(random);
  }
  for (const Polynomial& p : system.equations) result.equations.push_back(p.substitute(old));
  for (const Polynomial& p : system.equations) {
    Polynomial derivative(all);
    for (std::size_t j = 0; j < n; ++j) derivative += p.derivative(j).substitute(old) * direction[j];
    if (!derivative.is_zero()) result.equations.push_back(std::move(derivative));
  }
  result.equations.push_back(std::move(scale));
  return result;
}

solve::Coordinates lifted_to_deflation(const algebra::System& deflated, const solve::Coordinates& zero) {
  // The equations are affine in y: their values at y = 0 and their derivatives there.
  solve::Coordinates point = zero;
  point.resize(deflated.names.size());
  const auto all = linearised(deflated, point);
  const auto unknowns = static_cast<Eigen::Index>(point.size() - zero.size());
  const Eigen::VectorXcd y = all.jacobian.rightCols(unknowns).colPivHouseholderQr().solve(-all.value);
  for (Eigen::Index k = 0; k < unknowns; ++k) point[zero.size() + static_cast<std::size_t>(k)] = y[k];
  return point;
}

}  // namespace polyscape::components
