#include "polyscape/algebra/expand.hpp"

#include <algorithm>

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::algebra {

std::vector<Polynomial> expand(const Program& program) {
  if (program.parameters() != 0) throw ArgumentError("expand: the program has parameters");
  const std::size_t n = program.variables();
  return fold<Polynomial>(program, Fold{[&](const GaussianRational& c) { return Polynomial::constant(n, c); },
                                        [&](std::size_t i) { return Polynomial::variable(n, i); },
                                        [&](std::size_t) { return Polynomial(n); },
                                        [](const Polynomial& a, const Polynomial& b) {
                                          stop_if_cancelled();
                                          return a + b;
                                        },
                                        [](const Polynomial& a, const Polynomial& b) {
                                          stop_if_cancelled();
                                          return a * b;
                                        }});
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
  const auto leaf = [&](Program::Node node) { return Graded{node, std::vector<long>(groups, 0)}; };
  const std::vector<Graded> outputs = fold<Graded>(
      source, Fold{[&](const GaussianRational& c) {
                     return c.is_zero() ? Graded{program.constant(c), {}} : leaf(program.constant(c));
                   },
                   [&](std::size_t i) {
                     Graded v = leaf(program.variable(i));
                     v.degree[group_of[i]] = 1;
                     return v;
                   },
                   [&](std::size_t i) { return leaf(program.parameter(i)); },
                   [&](const Graded& a, const Graded& b) {
                     if (a.degree.empty() || b.degree.empty()) return a.degree.empty() ? b : a;
                     Graded v = leaf(0);
                     for (std::size_t g = 0; g < groups; ++g) v.degree[g] = std::max(a.degree[g], b.degree[g]);
                     v.node = program.add(raised(a, v.degree), raised(b, v.degree));
                     if (program.is_constant(v.node) && program.constant_value(v.node).is_zero()) v.degree.clear();
                     return v;
                   },
                   [&](const Graded& a, const Graded& b) {
                     Graded v{program.multiply(a.node, b.node), {}};
                     if (a.degree.empty() || b.degree.empty()) return v;
                     for (std::size_t g = 0; g < groups; ++g) {
                       v.degree.push_back(a.degree[g] + b.degree[g]);  // neither above the limit: no sum wraps
                       require_degree(static_cast<double>(v.degree[g]));
                     }
                     return v;
                   }});
  for (const Graded& output : outputs) {
    program.outputs.push_back(output.node);
    result.degrees.push_back(output.degree.empty() ? std::vector<long>(groups, 0) : output.degree);
  }
  return result;
}

}  // namespace polyscape::algebra
