#include "polyscape/algebra/expand.hpp"

#include <algorithm>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::algebra {

std::vector<Polynomial> expand(const Program& program) {
  if (program.parameters() != 0) throw ArgumentError("expand: the program has parameters");
  const std::size_t n = program.variables();
  const std::vector<bool> needed = program.used();
  std::vector<Polynomial> value(program.size());
  for (Program::Node i = 0; i < program.size(); ++i) {
    if (!needed[i]) continue;
    stop_if_cancelled();
    const Program::Operation o = program.operation(i);
    switch (o.kind) {
      case Program::Kind::constant:
        value[i] = Polynomial::constant(n, program.constant_value(i));
        break;
      case Program::Kind::variable:
        value[i] = Polynomial::variable(n, o.left);
        break;
      case Program::Kind::parameter:
        break;
      case Program::Kind::sum:
        value[i] = value[o.left] + value[o.right];
        break;
      case Program::Kind::product:
        value[i] = value[o.left] * value[o.right];
        break;
    }
  }
  std::vector<Polynomial> result;
  for (const Program::Node output : program.outputs) result.push_back(value[output]);
  return result;
}

Homogenized homogenize(const Program& source, const Partition& partition) {
  require_partition(partition, source.variables());
  const std::size_t n = source.variables(), groups = partition.size();
  Homogenized result{Program(n + groups, source.parameters()), {}};
  Program& program = result.program;
  std::vector<std::size_t> group_of(n);
  for (std::size_t g = 0; g < groups; ++g)
    for (const std::size_t v : partition[g]) group_of[v] = g;

  struct Graded {
    Program::Node node = 0;
    std::vector<long> degree;  // empty: identically zero, of every degree
  };
  const auto raised = [&](Graded x, const std::vector<long>& degree) {
    for (std::size_t g = 0; g < groups; ++g)
      if (const long missing = degree[g] - x.degree[g]; missing > 0)
        x.node = program.multiply(x.node, program.power(program.variable(n + g), static_cast<unsigned>(missing)));
    return x.node;
  };
  const std::vector<bool> needed = source.used();
  std::vector<Graded> value(source.size());
  for (Program::Node i = 0; i < source.size(); ++i) {
    if (!needed[i]) continue;
    const Program::Operation o = source.operation(i);
    Graded& v = value[i];
    switch (o.kind) {
      case Program::Kind::constant:
        v.node = program.constant(source.constant_value(i));
        if (!source.constant_value(i).is_zero()) v.degree.assign(groups, 0);
        break;
      case Program::Kind::parameter:
        v = {program.parameter(o.left), std::vector<long>(groups, 0)};
        break;
      case Program::Kind::variable:
        v = {program.variable(o.left), std::vector<long>(groups, 0)};
        v.degree[group_of[o.left]] = 1;
        break;
      case Program::Kind::sum: {
        const Graded &a = value[o.left], &b = value[o.right];
        if (a.degree.empty() || b.degree.empty()) {
          v = a.degree.empty() ? b : a;
          break;
        }
        v.degree.resize(groups);
        for (std::size_t g = 0; g < groups; ++g) v.degree[g] = std::max(a.degree[g], b.degree[g]);
        v.node = program.add(raised(a, v.degree), raised(b, v.degree));
        if (program.is_constant(v.node) && program.constant_value(v.node).is_zero()) v.degree.clear();
        break;
      }
      case Program::Kind::product: {
        const Graded &a = value[o.left], &b = value[o.right];
        v.node = program.multiply(a.node, b.node);
        if (a.degree.empty() || b.degree.empty()) break;
        v.degree.resize(groups);
        for (std::size_t g = 0; g < groups; ++g) {
          v.degree[g] = a.degree[g] + b.degree[g];  // neither above the limit: no sum wraps
          require_degree(static_cast<double>(v.degree[g]));
        }
        break;
      }
    }
  }
  for (const Program::Node output : source.outputs) {
    program.outputs.push_back(value[output].node);
    auto degree = value[output].degree;
    degree.resize(groups, 0);
    result.degrees.push_back(std::move(degree));
  }
  return result;
}

}  // namespace polyscape::algebra
