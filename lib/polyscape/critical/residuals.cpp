#include "polyscape/critical/residuals.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/variety/nullstellensatz.hpp"

namespace polyscape::critical {

using algebra::Program;
using algebra::Rational;

namespace {

constexpr double expansion_limit = 3e5;  // terms

// An upper bound on the number of terms that expanding the program makes on the way.
double expansion_cost(const Program& program) {
  struct Bound {
    double terms = 0, degree = 0;
  };
  const double variables = static_cast<double>(program.variables());
  double total = 0;
  const auto bounded = [&](Bound b) {
    const double dense = std::lgamma(variables + b.degree + 1) - std::lgamma(variables + 1) - std::lgamma(b.degree + 1);
    b.terms = std::min(b.terms, std::exp(std::min(dense, 600.0)) + 0.5);
    total += b.terms;
    return b;
  };
  const auto constant = [&](const auto&) { return bounded({1, 0}); };
  algebra::fold<Bound>(program, algebra::Fold{constant,
                                              [&](std::size_t) {
                                                return bounded({1, 1});
                                              },
                                              constant,
                                              [&](Bound a, Bound b) {
                                                return bounded({a.terms + b.terms, std::max(a.degree, b.degree)});
                                              },
                                              [&](Bound a, Bound b) {
                                                return bounded({a.terms * b.terms, a.degree + b.degree});
                                              }});
  return total;
}

}  // namespace

bool is_expandable(const Program& residuals) { return expansion_cost(residuals) <= expansion_limit; }

std::vector<std::size_t> independent_among(std::size_t residuals, const std::vector<algebra::Polynomial>& expanded) {
  std::vector<std::size_t> kept = variety::spanning_equations(expanded);
  if (!kept.empty()) return kept;
  kept.resize(residuals);
  std::iota(kept.begin(), kept.end(), std::size_t{0});
  return kept;
}

std::vector<std::size_t> independent_residuals(const Program& residuals) {
  return independent_among(residuals.outputs.size(),
                           is_expandable(residuals) ? algebra::expand(residuals) : std::vector<algebra::Polynomial>());
}

Program part_of(const Program& program, const std::vector<std::size_t>& outputs) {
  Program part = program;
  part.outputs.clear();
  for (const std::size_t i : outputs) part.outputs.push_back(program.outputs[i]);
  return part;
}

Program gradient_of_half_square(const Program& residuals) {
  Program program = residuals;
  std::vector<Program::Node> squares;
  for (const auto r : residuals.outputs) squares.push_back(program.multiply(r, r));
  program.outputs = algebra::gradient(program, program.scale(Rational(1) / Rational(2), program.sum(squares)));
  return program;
}

}  // namespace polyscape::critical
