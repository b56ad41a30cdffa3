#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/algebra/real_roots.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/approximation.hpp"
#include "polyscape/spec/rounding.hpp"

namespace polyscape::spec {
namespace {

using algebra::Polynomial;
using Partition = std::vector<int>;  ///< parts >= 2, decreasing: the product of the power sums P_part of f_i - mean

std::vector<Rational> second_derivative(std::span<const Rational> p) {
  std::vector<Rational> result;
  for (std::size_t k = 2; k < p.size(); ++k) result.push_back(Rational(static_cast<long>(k * (k - 1))) * p[k]);
  return result;
}

Boundedness bounded_below(std::span<const Rational> p) {
  const bool even = p.size() % 2 == 1;
  return p.size() < 2 || (even && p.back().sign() > 0) ? Boundedness::below : Boundedness::not_below;
}

Polynomial univariate(std::span<const Rational> p, const Polynomial& argument) {
  Polynomial result(argument.variables());
  for (std::size_t k = p.size(); k-- > 0;)
    result = result * argument + Polynomial::constant(argument.variables(), p[k]);
  return result;
}

/// Constant first.
std::vector<Rational> coefficients(const Polynomial& p) {
  std::vector<Rational> result(static_cast<std::size_t>(p.degree() + 1));
  for (const algebra::Term& term : p.terms())
    result[static_cast<std::size_t>(term.exponents[0])] = term.coefficient.real();
  return result;
}

double log_sum_exp(std::span<const double> f) {
  const double top = std::ranges::max(f);
  double sum = 0;
  for (const double x : f) sum += std::exp(x - top);
  return top + std::log(sum);
}

/// Calls visit(nodes, arrangements) for every increasing tuple of `size` indices below `base`, with the number of
/// tuples that it stands for.
void for_each_multiset(std::size_t size, std::size_t base,
                       const std::function<void(const std::vector<std::size_t>&, double)>& visit) {
  std::vector<std::size_t> digits(size, 0);
  for (;;) {
    double arrangements = 1;
    for (std::size_t i = 0, run = 0; i < size; ++i) {
      run = i > 0 && digits[i] == digits[i - 1] ? run + 1 : 1;
      arrangements *= static_cast<double>(i + 1) / static_cast<double>(run);
    }
    visit(digits, arrangements);
    std::size_t i = size;
    while (i > 0 && digits[i - 1] + 1 == base) --i;
    if (i == 0) return;
    std::fill(digits.begin() + static_cast<std::ptrdiff_t>(i - 1), digits.end(), digits[i - 1] + 1);
  }
}

// Largest number of nodes on an axis, at most `wish`, with at most `limit` multisets; 0 if below `least`.
std::size_t axis_nodes(std::size_t axes, std::size_t wish, std::size_t least, double limit) {
  std::size_t nodes = wish;
  while (nodes >= least && algebra::binomial(nodes + axes - 1, axes).to_double() > limit) --nodes;
  return nodes < least ? 0 : nodes;
}

/// Partitions of numbers up to `degree` into parts 2..largest, the empty one first.
std::vector<Partition> partitions(int degree, int largest) {
  std::vector<Partition> result{{}};
  for (std::size_t i = 0; i < result.size(); ++i) {
    int left = degree;
    for (const int part : result[i]) left -= part;
    const int most = std::min(left, result[i].empty() ? largest : result[i].back());
    for (int part = 2; part <= most; ++part) {
      result.push_back(result[i]);
      result.back().push_back(part);
    }
  }
  return result;
}

int weight(const Partition& partition) {
  int sum = 0;
  for (const int part : partition) sum += part;
  return sum;
}

/// The symmetric polynomials in f_i - mean.
struct SymmetricBasis {
  std::vector<Partition> members;
  int largest;

  std::vector<double> values(std::span<const double> f) const {
    double mean = 0;
    for (const double x : f) mean += x / static_cast<double>(f.size());
    std::vector<double> sums(static_cast<std::size_t>(largest) + 1, 0.0);
    for (const double x : f)
      for (int j = 2; j <= largest; ++j) sums[static_cast<std::size_t>(j)] += std::pow(x - mean, j);
    std::vector<double> result;
    for (const Partition& partition : members) {
      double product = 1;
      for (const int part : partition) product *= sums[static_cast<std::size_t>(part)];
      result.push_back(product);
    }
    return result;
  }

  /// sum_m weights[m] members[m] at polynomials in place of the f_i.
  Polynomial combined(std::span<const Rational> weights, std::span<const Polynomial> f) const {
    const std::size_t variables = f[0].variables();
    Polynomial mean(variables);
    for (const Polynomial& x : f) mean += x;
    mean *= Rational(1, static_cast<long>(f.size()));
    std::vector<Polynomial> sums(static_cast<std::size_t>(largest) + 1, Polynomial(variables));
    for (const Polynomial& x : f)
      for (int j = 2; j <= largest; ++j)
        sums[static_cast<std::size_t>(j)] += (x - mean).pow(static_cast<unsigned long>(j));
    Polynomial result(variables);
    for (std::size_t m = 0; m < members.size(); ++m) {
      if (weights[m].is_zero()) continue;
      Polynomial product = Polynomial::constant(variables, weights[m]);
      for (const int part : members[m]) product *= sums[static_cast<std::size_t>(part)];
      result += product;
    }
    return result;
  }
};

// On f = (x, .., x, 1, .., 1, 0, .., 0) the form of highest degree, which equal shifts keep, is a polynomial in x. It
// is positive off the line of equal f where it is so at points of no more than max(2, degree / 2) different values
// (half-degree principle), and a point of three is one of these up to shift and scale, or a limit of them.
Boundedness bounded_below(const SymmetricBasis& basis, std::span<const Rational> weights, std::size_t outputs) {
  int top = 0;
  for (std::size_t m = 0; m < weights.size(); ++m)
    if (!weights[m].is_zero()) top = std::max(top, weight(basis.members[m]));
  if (top % 2 == 1 || top == 0) return Boundedness::not_below;
  std::vector<Rational> form(weights.begin(), weights.end());
  for (std::size_t m = 0; m < form.size(); ++m)
    if (weight(basis.members[m]) != top) form[m] = 0;
  const Polynomial x = Polynomial::variable(1, 0), one = Polynomial::constant(1, Rational(1));
  bool positive = true;
  for (std::size_t first = 1; first + 2 <= outputs; ++first)
    for (std::size_t second = 1; first + second + 1 <= outputs; ++second) {
      std::vector<Polynomial> f(outputs, Polynomial(1));
      std::fill_n(f.begin(), first, x);
      std::fill_n(f.begin() + static_cast<std::ptrdiff_t>(first), second, one);
      const std::vector<Rational> p = coefficients(basis.combined(form, f));
      if (!algebra::is_nonnegative(p)) return Boundedness::not_below;
      positive = positive && static_cast<int>(p.size()) == top + 1 && algebra::is_positive(p);
    }
  return positive && (top <= 6 || outputs <= 3) ? Boundedness::below : Boundedness::undecided;
}

// The Hessian of a polynomial of degree 3 is linear, so the corners of the cube decide; of others they may refute.
std::optional<bool> convex(const Polynomial& p, const Rational& low, const Rational& high) {
  const std::size_t d = p.variables();
  for (std::size_t k = 0; k < d; ++k) {  // equal shifts keep the Hessian: all corners of one kind by symmetry
    std::vector<Rational> corner(d, low);
    std::fill_n(corner.begin(), k, high);
    algebra::RationalMatrix hessian(d, std::vector<Rational>(d));
    for (std::size_t i = 0; i < d; ++i)
      for (std::size_t j = 0; j <= i; ++j)
        hessian[i][j] = hessian[j][i] = p.derivative(i).derivative(j).evaluate(corner);
    if (algebra::inertia(std::move(hessian)).negative > 0) return false;
  }
  if (p.degree() <= 3) return true;
  return std::nullopt;
}

// log(exp f_1 + exp f_2) = mean + log(2 cosh(x / 2)), x = f_1 - f_2.
Surrogate approximate_two_outputs(int degree, const Rational& low, const Rational& high) {
  const Rational width = high - low;
  Fit even = fit("softplus", degree, -width, width);
  even.coefficients[1] -= Rational(1, 2);
  while (!even.coefficients.empty() && even.coefficients.back().is_zero()) even.coefficients.pop_back();
  const Polynomial a = Polynomial::variable(2, 0), b = Polynomial::variable(2, 1);
  return {univariate(even.coefficients, a - b) + (a + b) * Rational(1, 2),
          {"log sum exp", degree, low, high, even.max_error},
          even.coefficients.size() < 2 ? Boundedness::not_below : bounded_below(even.coefficients),
          algebra::is_nonnegative(second_derivative(even.coefficients), -width, width)};
}

// log-sum-exp of f less the mean of f.
double deviation_from_mean(std::span<const double> f) {
  double mean = 0;
  for (const double x : f) mean += x / static_cast<double>(f.size());
  return log_sum_exp(f) - mean;
}

std::vector<double> scaled_by(double unit, std::vector<double> t) {
  for (double& x : t) x *= unit;
  return t;
}

// Weights of the members, at t in [-1, 1]^outputs, that fit the deviation at unit * t best at Chebyshev nodes.
Eigen::VectorXd fitted_weights(const SymmetricBasis& basis, std::size_t outputs, std::size_t nodes, double unit) {
  const std::size_t count = basis.members.size();
  const auto grid = static_cast<Eigen::Index>(algebra::binomial(nodes + outputs - 1, outputs).to_double());
  Eigen::MatrixXd rows(grid, static_cast<Eigen::Index>(count));
  Eigen::VectorXd targets(grid);
  std::vector<double> t(outputs);
  Eigen::Index row = 0;
  for_each_multiset(outputs, nodes, [&](const std::vector<std::size_t>& at, double arrangements) {
    for (std::size_t i = 0; i < outputs; ++i)
      t[i] = std::cos(std::numbers::pi * (static_cast<double>(at[i]) + 0.5) / static_cast<double>(nodes));
    const double share = std::sqrt(arrangements);
    const std::vector<double> values = basis.values(t);
    for (std::size_t m = 0; m < count; ++m) rows(row, static_cast<Eigen::Index>(m)) = share * values[m];
    targets(row++) = share * deviation_from_mean(scaled_by(unit, t));
  });
  return rows.colPivHouseholderQr().solve(targets);
}

// The largest error of the same with these weights, on an even grid.
double largest_error(const SymmetricBasis& basis, std::size_t outputs, std::size_t nodes, double unit,
                     const std::vector<double>& weights) {
  double error = 0;
  std::vector<double> t(outputs);
  for_each_multiset(outputs, nodes, [&](const std::vector<std::size_t>& at, double) {
    for (std::size_t i = 0; i < outputs; ++i)
      t[i] = 2 * static_cast<double>(at[i]) / static_cast<double>(nodes - 1) - 1;
    double difference = -deviation_from_mean(scaled_by(unit, t));
    const std::vector<double> values = basis.values(t);
    for (std::size_t m = 0; m < weights.size(); ++m) difference += weights[m] * values[m];
    error = std::max(error, std::abs(difference));
  });
  return error;
}

}  // namespace

Surrogate approximate_logistic(int degree, const Rational& low, const Rational& high) {
  Fit mirrored = fit("softplus", degree, -high, -low);
  for (std::size_t k = 1; k < mirrored.coefficients.size(); k += 2)
    mirrored.coefficients[k] = -mirrored.coefficients[k];
  const std::vector<Rational>& p = mirrored.coefficients;
  return {univariate(p, Polynomial::variable(1, 0)),
          {"log(1 + exp(-y f))", degree, low, high, mirrored.max_error},
          bounded_below(p),
          algebra::is_nonnegative(second_derivative(p), low, high)};
}

Surrogate approximate_log_sum_exp(std::size_t outputs, int degree, const Rational& low, const Rational& high) {
  require_legal(degree, low, high);
  if (outputs < 2) throw ArgumentError("approximate_log_sum_exp: fewer than two outputs");
  if (outputs == 2) return approximate_two_outputs(degree, low, high);
  const int largest =
      std::max(2, std::min(degree, static_cast<int>(std::min<std::size_t>(outputs, max_approximation_degree))));
  const SymmetricBasis basis{partitions(degree, largest), largest};
  const std::size_t count = basis.members.size();
  const double terms = algebra::binomial(outputs + static_cast<std::size_t>(degree), outputs).to_double(), work = 3e7;
  const std::size_t nodes =
      axis_nodes(outputs, static_cast<std::size_t>(2 * degree + 8), static_cast<std::size_t>(degree) + 1,
                 work / (std::max(terms, static_cast<double>(count * count)) * static_cast<double>(outputs)));
  if (nodes == 0) throw ArgumentError("approximate_log_sum_exp: too many outputs for this degree");

  // Equal shifts change nothing, so the cube is that of its middle 0; its half edge is the unit.
  const Rational radius = (high - low) / 2;
  const double unit = radius.to_double();
  const Eigen::VectorXd solution = fitted_weights(basis, outputs, nodes, unit);
  std::vector<Rational> weights;
  std::vector<double> scaled;
  for (std::size_t m = 0; m < count; ++m) {
    const Rational scale = power(radius, weight(basis.members[m]));
    weights.push_back(rounded(Rational::from_double(solution(static_cast<Eigen::Index>(m))) / scale,
                              quantum(degree, -radius, radius)));
    scaled.push_back((weights.back() * scale).to_double());
  }
  const std::size_t fine =
      std::max<std::size_t>(2, axis_nodes(outputs, 61, 2, work / static_cast<double>(count * outputs)));
  const double error = largest_error(basis, outputs, fine, unit, scaled);

  std::vector<Polynomial> variables;
  Polynomial polynomial(outputs);
  for (std::size_t i = 0; i < outputs; ++i) {
    variables.push_back(Polynomial::variable(outputs, i));
    polynomial += variables.back() * Rational(1, static_cast<long>(outputs));
  }
  polynomial += basis.combined(weights, variables);
  const std::optional<bool> is_convex = convex(polynomial, low, high);
  return {std::move(polynomial),
          {"log sum exp", degree, low, high, error},
          bounded_below(basis, weights, outputs),
          is_convex};
}

}  // namespace polyscape::spec
