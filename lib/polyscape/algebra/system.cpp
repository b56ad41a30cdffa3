#include "polyscape/algebra/system.hpp"

#include <algorithm>
#include <optional>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

namespace {

/// p = factor * q for a nonzero factor; nullopt where there is none.
std::optional<GaussianRational> ratio(const Polynomial& p, const Polynomial& q) {
  if (p.is_zero() || q.is_zero() || p.term_count() != q.term_count()) return std::nullopt;
  const GaussianRational factor = p.terms().front().coefficient / q.terms().front().coefficient;
  if (q * factor != p) return std::nullopt;
  return factor;
}

/// The real polynomial of which p is a multiple: p where it is real, p / (a power of i) where that is real, p / its
/// leading coefficient otherwise.
std::optional<Polynomial> real_multiple(const Polynomial& p) {
  if (p.is_real()) return p;
  const GaussianRational leading = p.terms().front().coefficient;
  Polynomial q = p * (leading.re.is_zero() ? GaussianRational(0, -1) : GaussianRational(1) / leading);
  if (!q.is_real()) return std::nullopt;
  return q;
}

}  // namespace

bool is_real(const System& system) { return std::ranges::all_of(system.equations, &Polynomial::is_real); }

System with_real_equations(System system) {
  auto& equations = system.equations;
  for (std::size_t i = 0; i < equations.size(); ++i) {
    if (equations[i].is_real()) continue;
    if (auto real = real_multiple(equations[i])) {
      equations[i] = std::move(*real);
      continue;
    }
    const Polynomial conjugate = equations[i].conjugate();
    for (std::size_t j = i + 1; j < equations.size(); ++j) {
      if (!ratio(equations[j], conjugate)) continue;
      equations[j] = equations[i].imaginary_part();
      equations[i] = equations[i].real_part();
      break;
    }
  }
  return system;
}

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
    for (const Term& term : p.terms())
      terms.push_back(program.scale(term.coefficient, monomial(program, term.exponents)));
    program.outputs.push_back(program.sum(terms));
  }
  return program;
}

void add(AffinePolynomial& sum, const Polynomial& p, const GaussianRational& constant, const GaussianRational& slope) {
  for (const Term& term : p.terms()) {
    auto& [a, b] = sum[term.exponents];
    a = a + constant * term.coefficient;
    b = b + slope * term.coefficient;
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
