#include "polyscape/solve/scaling.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/eval/linear_solve_kernel.hpp"

namespace polyscape::solve {
namespace {

using algebra::Rational;

constexpr double tolerated_spread = 16;  // of the binary logarithms of an equation's coefficients
constexpr double tolerated_size = 256;  // of the binary logarithm of a coefficient, whose products doubles have to hold
constexpr double ridge = 1e-6;          // where the coefficients leave a scaling free, the smallest is taken
constexpr int most_rounds = 30;         // of least squares, towards the least sum of absolute values

struct LogTerm {
  std::size_t equation;
  std::vector<int> exponents;
  double log2;
};

std::vector<LogTerm> log_terms(const algebra::System& system) {
  std::vector<LogTerm> result;
  for (std::size_t e = 0; e < system.equations.size(); ++e)
    for (auto& term : system.equations[e].terms())
      result.push_back({e, std::move(term.exponents), algebra::log2(term.coefficient)});
  return result;
}

/// Logarithms of what the n unknowns, then the equations, are scaled by.
using Logs = std::vector<double>;

/// Logarithm of a term's scaled coefficient.
double scaled_log2(const LogTerm& term, const Logs& logs, std::size_t n) {
  double result = term.log2 + logs[n + term.equation];
  for (std::size_t j = 0; j < n; ++j) result += term.exponents[j] * logs[j];
  return result;
}

/// Largest over the m equations of the difference between the logarithms of two scaled coefficients.
double spread(const std::vector<LogTerm>& terms, const Logs& logs, std::size_t n, std::size_t m) {
  std::vector<double> least(m, HUGE_VAL), most(m, -HUGE_VAL);
  for (const LogTerm& term : terms) {
    const double value = scaled_log2(term, logs, n);
    least[term.equation] = std::min(least[term.equation], value);
    most[term.equation] = std::max(most[term.equation], value);
  }
  double result = 0;
  for (std::size_t e = 0; e < m; ++e) result = std::max(result, most[e] - least[e]);
  return result;
}

/// The minimiser of the weighted sum of squares of all scaled_log2, plus ridge times that of the logs.
std::optional<Logs> least_squares(const std::vector<LogTerm>& terms, const std::vector<double>& weights, std::size_t n,
                                  std::size_t m) {
  const std::size_t size = n + m;
  eval::LinearSolver<double> solver(size);
  std::ranges::fill(solver.matrix(), eval::Complex<double>{});
  for (std::size_t i = 0; i < size; ++i) solver.matrix()[i * size + i].re = ridge;
  std::vector<eval::Complex<double>> unknowns(size);
  std::vector<double> row(size);
  for (std::size_t t = 0; t < terms.size(); ++t) {
    std::ranges::fill(row, 0.0);
    std::ranges::copy(terms[t].exponents, row.begin());
    row[n + terms[t].equation] = 1;
    for (std::size_t i = 0; i < size; ++i) {
      if (row[i] == 0) continue;
      unknowns[i].re -= weights[t] * row[i] * terms[t].log2;
      for (std::size_t j = 0; j < size; ++j) solver.matrix()[i * size + j].re += weights[t] * row[i] * row[j];
    }
  }
  if (!solver.factorise()) return std::nullopt;
  solver.solve(unknowns);
  Logs result;
  for (const auto& u : unknowns) result.push_back(u.re);
  return result;
}

/// Logarithm of what a term is multiplied by.
long exponent_of(const std::vector<int>& exponents, std::size_t equation, const Scaling& scaling) {
  long result = scaling.equations[equation];
  for (std::size_t j = 0; j < scaling.variables.size(); ++j) result += long{exponents[j]} * scaling.variables[j];
  return result;
}

Rational power_of_two(long exponent) { return algebra::power(Rational(2), exponent); }

void scale(algebra::System& system, const Scaling& scaling) {
  for (std::size_t e = 0; e < system.equations.size(); ++e) {
    auto terms = system.equations[e].terms();
    for (auto& term : terms) term.coefficient *= power_of_two(exponent_of(term.exponents, e, scaling));
    system.equations[e] = algebra::Polynomial::from_terms(scaling.variables.size(), terms);
  }
}

}  // namespace

double coefficient_spread(const algebra::System& system) {
  const std::size_t n = system.names.size(), m = system.equations.size();
  return spread(log_terms(system), Logs(n + m, 0.0), n, m);
}

std::optional<Scaling> scaling_of(const algebra::System& system) {
  const std::size_t n = system.names.size(), m = system.equations.size();
  const std::vector<LogTerm> terms = log_terms(system);
  const double before = spread(terms, Logs(n + m, 0.0), n, m);
  const bool beyond_doubles =
      std::ranges::any_of(terms, [](const LogTerm& term) { return std::abs(term.log2) > tolerated_size; });
  if (before <= tolerated_spread && !beyond_doubles) return std::nullopt;
  std::vector<double> weights(terms.size(), 1);
  auto best = least_squares(terms, weights, n, m);
  for (int k = 0; best && k < most_rounds && spread(terms, *best, n, m) > widest_spread; ++k) {
    for (std::size_t t = 0; t < terms.size(); ++t)
      weights[t] = 1 / std::max(1.0, std::abs(scaled_log2(terms[t], *best, n)));
    best = least_squares(terms, weights, n, m);
  }
  if (!best) return std::nullopt;
  for (double& u : *best) {
    if (!(std::abs(u) < 1e9)) return std::nullopt;
    u = std::round(u);
  }
  if (spread(terms, *best, n, m) >= before && !beyond_doubles) return std::nullopt;
  Scaling result;
  for (std::size_t i = 0; i < n + m; ++i)
    (i < n ? result.variables : result.equations).push_back(static_cast<int>((*best)[i]));
  constexpr long largest = 1 << 20;  // beyond it the scaled coefficients take longer than badly scaled ones
  for (const LogTerm& term : terms)
    if (std::abs(exponent_of(term.exponents, term.equation, result)) > largest) return std::nullopt;
  return result;
}

Problem scaled(const Problem& problem, const Scaling& scaling) {
  Problem result = problem;
  scale(result.system, scaling);
  if (result.hints.lifted) {
    Scaling extended = scaling;  // the further unknowns keep their size
    extended.variables.resize(result.hints.lifted->lift.system.names.size(), 0);
    extended.equations.resize(result.hints.lifted->lift.system.equations.size(), 0);
    scale(result.hints.lifted->lift.system, extended);
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
  std::erase_if(result.known.symmetries, [&](const algebra::SignedPermutation& g) {
    for (std::size_t i = 0; i < g.source.size(); ++i)
      if (scaling.variables[i] != scaling.variables[g.source[i]]) return true;
    return false;
  });
  return result;
}

namespace {

/// x_j = 2^(direction variables[j]) y_j.
eval::Point multiplied(eval::Point point, const Scaling& scaling, int direction) {
  for (std::size_t j = 0; j < point.size(); ++j)
    point[j] *= algebra::GaussianRational(power_of_two(direction * scaling.variables[j]));
  return point;
}

/// log2 of the largest coordinate of a point of size 1, in the original unknowns: digits are relative to that, or to 1.
int growth(const Scaling& scaling) { return std::max(0, std::ranges::max(scaling.variables)); }

}  // namespace

void rescale(Solution& solution, const Scaling& scaling) {
  solution.coordinates = multiplied(solution.coordinates, scaling, -1);
  solution.bits += growth(scaling);
}

void unscale(std::vector<algebra::GaussianRational>& point, const Scaling& scaling) {
  point = multiplied(std::move(point), scaling, 1);
}

void unscale(Outcome& outcome, const Scaling& scaling) {
  const auto apply = [&](auto& point) {
    point.coordinates = multiplied(point.coordinates, scaling, 1);
    point.bits -= growth(scaling);
  };
  for (Solution& s : outcome.solutions) apply(s);
  for (NonIsolatedEndpoint& e : outcome.non_isolated) apply(e);
  outcome.notes.push_back(scaling_note);
}

}  // namespace polyscape::solve
