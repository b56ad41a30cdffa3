#include "polyscape/algebra/system.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

Partition trivial_partition(std::size_t variables) {
  Partition partition(1);
  for (std::size_t i = 0; i < variables; ++i) partition[0].push_back(i);
  return partition;
}

void require_partition(const Partition& partition, std::size_t variables) {
  std::vector<int> seen(variables, 0);
  for (const auto& group : partition) {
    if (group.empty()) throw ArgumentError("partition: a group is empty");
    for (const std::size_t v : group)
      if (v >= variables || seen[v]++ != 0) throw ArgumentError("partition: a variable is unknown or in two groups");
  }
  if (std::ranges::count(seen, 0) != 0) throw ArgumentError("partition: a variable is in no group");
}

std::vector<long> degrees(const System& system) {
  std::vector<long> result;
  for (const Polynomial& p : system.equations) result.push_back(p.degree());
  return result;
}

std::vector<std::vector<long>> degrees(const System& system, const Partition& partition) {
  require_partition(partition, system.names.size());
  std::vector<std::vector<long>> result;
  for (const Polynomial& p : system.equations) {
    auto& row = result.emplace_back();
    for (const auto& group : partition) row.push_back(std::max(0L, p.degree(group)));
  }
  return result;
}

namespace {

Program::Node monomial(Program& program, const std::vector<int>& exponents) {
  Program::Node result = program.constant(1);
  for (std::size_t i = 0; i < exponents.size(); ++i)
    if (exponents[i] > 0)
      result = program.multiply(result, program.power(program.variable(i), static_cast<unsigned>(exponents[i])));
  return result;
}

}  // namespace

Program program_of(const System& system) {
  Program program(system.names.size());
  for (const Polynomial& p : system.equations) {
    std::vector<Program::Node> terms;
    for (const Term& term : p.terms()) terms.push_back(program.scale(term.coefficient, monomial(program, term.exponents)));
    program.outputs.push_back(program.sum(terms));
  }
  return program;
}

void add(AffinePolynomial& sum, const Polynomial& p, const GaussianRational& constant, const GaussianRational& slope) {
  for (const Term& term : p.terms()) {
    auto& [a, b] = sum[term.exponents];
    a = a + constant * GaussianRational(term.coefficient);
    b = b + slope * GaussianRational(term.coefficient);
  }
}

Program::Node append(Program& program, const AffinePolynomial& p, Program::Node s) {
  std::vector<Program::Node> terms;
  for (const auto& [exponents, coefficient] : p) {
    const Program::Node value = program.add(program.constant(coefficient.first), program.scale(coefficient.second, s));
    terms.push_back(program.multiply(value, monomial(program, exponents)));
  }
  return program.sum(terms);
}

Program line_between(const System& zero, const System& one, const GaussianRational& gamma) {
  Program program(zero.names.size(), 1);
  const Program::Node t = program.parameter(0);
  for (std::size_t i = 0; i < zero.equations.size(); ++i) {
    AffinePolynomial row;
    add(row, one.equations[i], 0, gamma);
    add(row, zero.equations[i], 1, -1);
    program.outputs.push_back(append(program, row, t));
  }
  return program;
}

}  // namespace polyscape::algebra
