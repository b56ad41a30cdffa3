#include "polyscape/solve/scaling.hpp"

#include <algorithm>
#include <cmath>

namespace polyscape::solve {
namespace {

using algebra::Rational;

constexpr double tolerated_spread = 16;  // of the binary logarithms of an equation's coefficients
constexpr double ridge = 1e-6;           // where the coefficients leave a scaling free, the smallest is taken

struct LogTerm {
  std::size_t equation;
  std::vector<int> exponents;
  double log2;
};

double log2_of(const Rational& x) {
  return (x.numerator().log10() - x.denominator().log10()) / std::log10(2.0);
}

std::vector<LogTerm> log_terms(const algebra::System& system) {
  std::vector<LogTerm> result;
  for (std::size_t e = 0; e < system.equations.size(); ++e)
    for (auto& term : system.equations[e].terms()) result.push_back({e, std::move(term.exponents), log2_of(term.coefficient)});
  return result;
}

/// Largest over the equations of the difference between the logarithms of two coefficients.
double spread(const std::vector<LogTerm>& terms, std::size_t equations, const std::vector<double>& variables) {
  std::vector<double> least(equations, HUGE_VAL), most(equations, -HUGE_VAL);
  for (const LogTerm& term : terms) {
    double value = term.log2;
    for (std::size_t j = 0; j < variables.size(); ++j) value += term.exponents[j] * variables[j];
    least[term.equation] = std::min(least[term.equation], value);
    most[term.equation] = std::max(most[term.equation], value);
  }
  double result = 0;
  for (std::size_t e = 0; e < equations; ++e) result = std::max(result, most[e] - least[e]);
  return result;
}

/// The minimiser of |A u + b|^2 + ridge |u|^2 from A^T A and A^T b: positive definite, by Gauss-Jordan elimination.
std::vector<double> minimiser(std::vector<std::vector<double>> normal, std::vector<double> right) {
  const std::size_t n = right.size();
  for (std::size_t k = 0; k < n; ++k) {
    normal[k][k] += ridge;
    right[k] = -right[k];
  }
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = 0; i < n; ++i) {
      if (i == k || normal[i][k] == 0) continue;
      const double factor = normal[i][k] / normal[k][k];
      for (std::size_t j = k; j < n; ++j) normal[i][j] -= factor * normal[k][j];
      right[i] -= factor * right[k];
    }
  for (std::size_t k = 0; k < n; ++k) right[k] /= normal[k][k];
  return right;
}

Rational power_of_two(int exponent) { return algebra::power(Rational(2), exponent); }

}  // namespace

std::optional<Scaling> scaling_of(const algebra::System& system) {
  const std::size_t n = system.names.size(), m = system.equations.size();
  const std::vector<LogTerm> terms = log_terms(system);
  const double before = spread(terms, m, std::vector<double>(n, 0.0));
  if (before <= tolerated_spread) return std::nullopt;
  std::vector<std::vector<double>> normal(n + m, std::vector<double>(n + m, 0.0));
  std::vector<double> right(n + m, 0.0), row(n + m);
  for (const LogTerm& term : terms) {
    std::ranges::fill(row, 0.0);
    std::ranges::copy(term.exponents, row.begin());
    row[n + term.equation] = 1;
    for (std::size_t i = 0; i < n + m; ++i) {
      if (row[i] == 0) continue;
      right[i] += row[i] * term.log2;
      for (std::size_t j = 0; j < n + m; ++j) normal[i][j] += row[i] * row[j];
    }
  }
  std::vector<double> best = minimiser(std::move(normal), std::move(right));
  for (double& x : best) x = std::round(x);
  if (spread(terms, m, {best.begin(), best.begin() + static_cast<std::ptrdiff_t>(n)}) >= before) return std::nullopt;
  Scaling result;
  for (std::size_t i = 0; i < n + m; ++i) (i < n ? result.variables : result.equations).push_back(static_cast<int>(best[i]));
  return result;
}

Problem scaled(const Problem& problem, const Scaling& scaling) {
  Problem result = problem;
  for (std::size_t e = 0; e < result.system.equations.size(); ++e) {
    auto terms = problem.system.equations[e].terms();
    for (auto& term : terms) {
      int exponent = scaling.equations[e];
      for (std::size_t j = 0; j < scaling.variables.size(); ++j) exponent += term.exponents[j] * scaling.variables[j];
      term.coefficient *= power_of_two(exponent);
    }
    result.system.equations[e] = algebra::Polynomial::from_terms(scaling.variables.size(), terms);
  }
  if (problem.program) {
    algebra::Program program(scaling.variables.size());
    std::vector<algebra::Program::Node> variables;
    for (std::size_t j = 0; j < scaling.variables.size(); ++j)
      variables.push_back(program.scale(power_of_two(scaling.variables[j]), program.variable(j)));
    const auto outputs = program.append(*problem.program, variables);
    for (std::size_t e = 0; e < outputs.size(); ++e)
      program.outputs.push_back(program.scale(power_of_two(scaling.equations[e]), outputs[e]));
    result.program = std::move(program);
  }
  std::erase_if(result.symmetries, [&](const algebra::SignedPermutation& g) {
    for (std::size_t i = 0; i < g.source.size(); ++i)
      if (scaling.variables[i] != scaling.variables[g.source[i]]) return true;
    return false;
  });
  return result;
}

void unscale(Outcome& outcome, const Scaling& scaling) {
  const int largest = std::max(0, std::ranges::max(scaling.variables));
  const auto apply = [&](auto& point) {
    for (std::size_t j = 0; j < scaling.variables.size(); ++j)
      point.coordinates[j] = point.coordinates[j] * algebra::GaussianRational(power_of_two(scaling.variables[j]));
    point.bits -= largest;  // of the largest coordinate, which another may be now
  };
  for (Solution& s : outcome.solutions) apply(s);
  for (NonIsolatedEndpoint& e : outcome.non_isolated) apply(e);
  outcome.notes.push_back("tracked in variables and equations scaled by powers of two: coefficients differ by more than 2^16");
}

}  // namespace polyscape::solve
