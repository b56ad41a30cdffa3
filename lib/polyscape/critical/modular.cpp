#include "polyscape/critical/modular.hpp"

#include <flint/fmpq.h>
#include <flint/nmod_mat.h>
#include <flint/ulong_extras.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::critical {
namespace {

constexpr int random_points = 3;

mp_limb_t reduced(const algebra::Rational& value, nmod_t modulus) {
  const auto result = algebra::residue(value, modulus.n);
  if (!result) throw ArgumentError("generic_rank: a denominator is a multiple of the prime");
  return *result;
}

std::vector<mp_limb_t> evaluate(const algebra::Program& program, const std::vector<mp_limb_t>& point, nmod_t modulus) {
  const std::vector<bool> needed = program.used();
  std::vector<mp_limb_t> value(program.size(), 0);
  for (algebra::Program::Node i = 0; i < program.size(); ++i) {
    if (!needed[i]) continue;
    const auto o = program.operation(i);
    switch (o.kind) {
      case algebra::Program::Kind::constant:
        if (!program.constant_value(i).is_real())
          throw ArgumentError("generic_rank: the program has a complex constant");
        value[i] = reduced(program.constant_value(i).re, modulus);
        break;
      case algebra::Program::Kind::variable:
        value[i] = point[o.left];
        break;
      case algebra::Program::Kind::parameter:
        break;
      case algebra::Program::Kind::sum:
        value[i] = nmod_add(value[o.left], value[o.right], modulus);
        break;
      case algebra::Program::Kind::product:
        value[i] = nmod_mul(value[o.left], value[o.right], modulus);
        break;
    }
  }
  std::vector<mp_limb_t> result;
  for (const auto output : program.outputs) result.push_back(value[output]);
  return result;
}

/// log2 of an upper bound of the degree of any minor of the Jacobian: the outputs' formal degrees less one, summed.
double minor_degree_log2(const algebra::Program& program) {
  std::vector<double> degree(program.size(), 0);
  const std::vector<bool> needed = program.used();
  for (algebra::Program::Node i = 0; i < program.size(); ++i) {
    if (!needed[i]) continue;
    const auto o = program.operation(i);
    if (o.kind == algebra::Program::Kind::variable) degree[i] = 1;
    if (o.kind == algebra::Program::Kind::sum) degree[i] = std::max(degree[o.left], degree[o.right]);
    if (o.kind == algebra::Program::Kind::product) degree[i] = degree[o.left] + degree[o.right];
  }
  double sum = 1;
  for (const auto output : program.outputs) sum += std::max(0.0, degree[output] - 1);
  return std::log2(sum);
}

}  // namespace

GenericRank generic_rank_with_error(const algebra::Program& program, std::uint64_t seed) {
  if (program.parameters() != 0) throw ArgumentError("generic_rank: the program has parameters");
  const algebra::Differentiated d = algebra::differentiate(program);
  if (d.values == 0 || program.variables() == 0) return {0, -std::numeric_limits<double>::infinity()};
  Random random(seed);
  nmod_t modulus;
  nmod_init(&modulus, n_nextprime((1UL << 61) + random.below(1UL << 61),
                                  1));  // drawn: coefficients cannot be made multiples of it
  std::size_t best = 0;
  for (int round = 0; round < random_points; ++round) {
    std::vector<mp_limb_t> point;
    for (std::size_t i = 0; i < program.variables(); ++i) point.push_back(random.below(modulus.n));
    const std::vector<mp_limb_t> values = evaluate(d.program, point, modulus);
    nmod_mat_t jacobian;
    nmod_mat_init(jacobian, static_cast<slong>(d.values), static_cast<slong>(program.variables()), modulus.n);
    for (std::size_t k = 0; k < d.entries.size(); ++k)
      nmod_mat_entry(jacobian, d.entries[k].row, d.entries[k].column) = values[d.values + k];
    best = std::max(best, static_cast<std::size_t>(nmod_mat_rank(jacobian)));
    nmod_mat_clear(jacobian);
  }
  if (best == std::min(d.values, program.variables())) return {best, -std::numeric_limits<double>::infinity()};
  return {best,
          std::min(0.0, random_points * (minor_degree_log2(program) - std::log2(static_cast<double>(modulus.n))))};
}

std::size_t generic_rank(const algebra::Program& program, std::uint64_t seed) {
  return generic_rank_with_error(program, seed).rank;
}

}  // namespace polyscape::critical
