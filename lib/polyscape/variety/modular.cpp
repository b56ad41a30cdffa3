#include "polyscape/variety/modular.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/flint_matrix_kernel.hpp"
#include "polyscape/algebra/residues.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::variety {
namespace {

constexpr int random_points = 3;

/// log2 of an upper bound of the degree of any minor of the Jacobian: the outputs' formal degrees less one, summed.
double minor_degree_log2(const algebra::Program& program) {
  const auto degrees = algebra::fold<double>(
      program, algebra::Fold{[](const algebra::GaussianRational&) { return 0.0; }, [](std::size_t) { return 1.0; },
                             [](std::size_t) { return 0.0; }, [](double a, double b) { return std::max(a, b); },
                             [](double a, double b) { return a + b; }});
  double sum = 1;
  for (const double degree : degrees) sum += std::max(0.0, degree - 1);
  return std::log2(sum);
}

}  // namespace

GenericRank generic_rank_with_error(const algebra::Program& program, std::uint64_t seed) {
  if (program.parameters() != 0) throw ArgumentError("generic_rank: the program has parameters");
  const algebra::Differentiated d = algebra::differentiate(program);
  if (d.values == 0 || program.variables() == 0) return {0, -std::numeric_limits<double>::infinity()};
  Random random(seed);
  const algebra::ResidueField field(random.stream("prime"));  // drawn: coefficients cannot be made multiples of it
  std::size_t best = 0;
  for (int round = 0; round < random_points; ++round) {
    std::vector<std::uint64_t> point;
    for (std::size_t i = 0; i < program.variables(); ++i) point.push_back(random.below(field.prime()));
    const auto values = algebra::evaluate(d.program, d.program.outputs.size(), point, field);
    if (!values) throw ArgumentError("generic_rank: a denominator is a multiple of the prime");
    algebra::NmodMatrix jacobian(d.values, program.variables(), field.prime());
    for (std::size_t k = 0; k < d.entries.size(); ++k)
      jacobian.at(d.entries[k].row, d.entries[k].column) = (*values)[d.values + k];
    best = std::max(best, jacobian.rank());
  }
  if (best == std::min(d.values, program.variables())) return {best, -std::numeric_limits<double>::infinity()};
  return {best,
          std::min(0.0, random_points * (minor_degree_log2(program) - std::log2(static_cast<double>(field.prime()))))};
}

std::size_t generic_rank(const algebra::Program& program, std::uint64_t seed) {
  return generic_rank_with_error(program, seed).rank;
}

}  // namespace polyscape::variety
