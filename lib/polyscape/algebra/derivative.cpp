#include "polyscape/algebra/derivative.hpp"

#include <functional>
#include <map>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

std::vector<Program::Node> gradient(Program& program, Program::Node output) {
  using Node = Program::Node;
  const Node zero = program.constant(0);
  // Adjoints, latest node first: a node's operands are earlier than the node itself.
  std::map<Node, Node, std::greater<>> adjoint{{output, program.constant(1)}};
  std::vector<Node> result(program.variables(), zero);
  const auto contribute = [&](Node node, Node value) {
    const auto [it, inserted] = adjoint.try_emplace(node, value);
    if (!inserted) it->second = program.add(it->second, value);
  };
  while (!adjoint.empty()) {
    const auto [node, value] = *adjoint.begin();
    adjoint.erase(adjoint.begin());
    const Program::Operation o = program.operation(node);
    switch (o.kind) {
      case Program::Kind::constant:
      case Program::Kind::parameter:
        break;
      case Program::Kind::variable:
        result[o.left] = value;
        break;
      case Program::Kind::sum:
        contribute(o.left, value);
        contribute(o.right, value);
        break;
      case Program::Kind::product:
        if (!program.is_constant(o.left)) contribute(o.left, program.multiply(value, o.right));
        contribute(o.right, program.multiply(value, o.left));
        break;
    }
  }
  return result;
}

// Of v . f with v left open as parameters, then v.
std::vector<Program::Node> transposed_jacobian_times(Program& program, const Program& function,
                                                     std::span<const Program::Node> v) {
  if (function.outputs.size() != v.size()) throw ArgumentError("transposed_jacobian_times: one number an output");
  Program scalar(function.variables(), v.size());
  std::vector<Program::Node> terms = scalar.append(function, variables_of(scalar, function.variables()));
  for (std::size_t k = 0; k < v.size(); ++k) terms[k] = scalar.multiply(scalar.parameter(k), terms[k]);
  scalar.outputs = gradient(scalar, scalar.sum(terms));
  return program.append(scalar, variables_of(program, scalar.variables()), v);
}

Differentiated differentiate(const Program& source) {
  Differentiated result{source, source.outputs.size(), {}};
  Program& program = result.program;
  for (std::size_t row = 0; row < result.values; ++row) {
    const std::vector<Program::Node> derivatives = gradient(program, program.outputs[row]);
    for (std::size_t column = 0; column < derivatives.size(); ++column) {
      if (program.is_constant(derivatives[column]) && program.constant_value(derivatives[column]).is_zero()) continue;
      result.entries.push_back({row, column});
      program.outputs.push_back(derivatives[column]);
    }
  }
  return result;
}

std::size_t differentiated_cost(const Program& program) { return differentiate(program).program.operation_count(); }

}  // namespace polyscape::algebra
