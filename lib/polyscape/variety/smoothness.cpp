#include "polyscape/variety/smoothness.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/system.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/exact/count.hpp"

namespace polyscape::variety {
namespace {

using algebra::Program;
using Node = Program::Node;

/// The zeros with a combination of gradients that vanishes and begins with the one of equation `first`, times 1; in the
/// variables and the other coefficients.
std::vector<algebra::Polynomial> chart(const algebra::System& system, std::size_t first) {
  const std::size_t n = system.names.size(), r = system.equations.size();
  Program program(n + r - 1 - first);
  const std::vector<Node> x = algebra::variables_of(program, n);
  const std::vector<Node> g = program.append(algebra::program_of(system), x);
  std::vector<Node> combination = algebra::gradient(program, g[first]);
  combination.resize(n);
  for (std::size_t i = first + 1; i < r; ++i) {
    const Node lambda = program.variable(n + i - first - 1);
    const std::vector<Node> gradient = algebra::gradient(program, g[i]);
    for (std::size_t j = 0; j < n; ++j)
      combination[j] = program.add(combination[j], program.multiply(lambda, gradient[j]));
  }
  program.outputs = g;
  program.outputs.insert(program.outputs.end(), combination.begin(), combination.end());
  return algebra::expand(program);
}

}  // namespace

std::optional<Smoothness> smoothness(std::span<const algebra::Polynomial> equations, const SmoothnessOptions& options) {
  if (equations.empty() || equations[0].variables() == 0)
    throw ArgumentError("smoothness: no equation, or no variable");
  algebra::System system;
  for (std::size_t j = 0; j < equations[0].variables(); ++j) system.names.push_back("x" + std::to_string(j));
  system.equations.assign(equations.begin(), equations.end());
  exact::CountOptions counting;
  counting.seed = options.seed;
  counting.threads = options.threads;
  std::vector<double> errors;  // as logarithms: as numbers they may be too small for any
  std::uint64_t left = options.operations;
  for (std::size_t first = equations.size(); first-- > 0;) {
    counting.limits = {left, options.bytes};
    const exact::CountOutcome outcome = exact::modular_count(chart(system, first), counting);
    if (!outcome.count || outcome.count->dimension >= 0) return std::nullopt;
    errors.push_back(outcome.count->error_log2);
    left -= std::min(left, outcome.operations);
  }
  const double largest = std::ranges::max(errors);
  double sum = 0;
  for (const double e : errors) sum += std::exp2(e - largest);
  return Smoothness{largest + std::log2(sum)};
}

}  // namespace polyscape::variety
