#include "polyscape/spec/formula.hpp"

#include <utility>

#include "polyscape/base/error.hpp"

namespace polyscape::spec {

using Node = Formula::Node;

Node Formula::intern(Kind kind, Node left, Node right) {
  const auto [place, fresh] = index_.try_emplace({kind, left, right}, static_cast<Node>(operations_.size()));
  if (fresh) operations_.push_back({kind, left, right});
  return place->second;
}

Node Formula::constant(const Rational& value) {
  const auto [place, fresh] = constant_index_.try_emplace(value, static_cast<Node>(operations_.size()));
  if (fresh) {
    operations_.push_back({Kind::constant, static_cast<Node>(constants_.size()), 0});
    constants_.push_back(value);
  }
  return place->second;
}

Node Formula::variable(std::size_t index) {
  if (index >= variables_) throw ArgumentError("Formula::variable: there is none of that index");
  return intern(Kind::variable, static_cast<Node>(index), 0);
}

Node Formula::add(Node a, Node b) {
  if (is_constant(a) && is_constant(b)) return constant(constant_value(a) + constant_value(b));
  if (is(a, 0)) return b;
  if (is(b, 0)) return a;
  if (a > b) std::swap(a, b);
  return intern(Kind::sum, a, b);
}

Node Formula::multiply(Node a, Node b) {
  if (is_constant(a) && is_constant(b)) return constant(constant_value(a) * constant_value(b));
  if (is(a, 0) || is(b, 1)) return a;
  if (is(b, 0) || is(a, 1)) return b;
  if (a > b) std::swap(a, b);
  return intern(Kind::product, a, b);
}

Node Formula::divide(Node a, Node b) {
  if (is(b, 0)) throw ArgumentError("Formula::divide: by 0");
  if (is_constant(b)) return multiply(constant(Rational(1) / constant_value(b)), a);
  if (is(a, 0)) return a;
  return intern(Kind::quotient, a, b);
}

Node Formula::exponential(Node a) {
  if (is(a, 0)) return constant(1);
  return intern(Kind::exponential, a, 0);
}

Node Formula::power(Node a, unsigned exponent) {
  Node result = constant(1);
  for (Node square = a; exponent > 0; exponent /= 2) {
    if (exponent % 2 == 1) result = multiply(result, square);
    if (exponent > 1) square = multiply(square, square);
  }
  return result;
}

Node Formula::sum(std::span<const Node> terms) {
  Node result = constant(0);
  for (const Node term : terms) result = add(result, term);
  return result;
}

std::vector<Node> Formula::append(const algebra::Program& program, std::span<const Node> variables) {
  if (program.variables() != variables.size() || program.parameters() > 0)
    throw ArgumentError("Formula::append: as many nodes as variables, and no parameters");
  return algebra::fold<Node>(
      program,
      algebra::Fold{[&](const algebra::GaussianRational& c) { return constant(c.real()); },
                    [&](Node i) { return variables[i]; }, [](Node) { return Node{}; },
                    [&](Node a, Node b) { return add(a, b); }, [&](Node a, Node b) { return multiply(a, b); }});
}

std::vector<bool> Formula::used(std::span<const Node> nodes) const {
  std::vector<bool> marked(size());
  for (const Node node : nodes) marked[node] = true;
  for (Node i = static_cast<Node>(size()); i-- > 0;) {
    if (!marked[i]) continue;
    const Operation& o = operations_[i];
    if (o.kind == Kind::constant || o.kind == Kind::variable) continue;
    marked[o.left] = true;
    if (o.kind != Kind::exponential) marked[o.right] = true;
  }
  return marked;
}

std::vector<Node> Formula::gradient(Node node, std::size_t count) {
  const std::vector<bool> marked = used(std::span(&node, 1));
  const Node zero = constant(0);
  std::vector<Node> adjoint(size(), zero);
  adjoint[node] = constant(1);
  std::vector<Node> result(count, zero);
  for (Node i = static_cast<Node>(marked.size()); i-- > 0;) {
    const Node a = adjoint[i];
    if (!marked[i] || a == zero) continue;
    const Operation o = operations_[i];
    switch (o.kind) {
      case Kind::constant:
        break;
      case Kind::variable:
        if (o.left < count) result[o.left] = a;
        break;
      case Kind::sum:
        adjoint[o.left] = add(adjoint[o.left], a);
        adjoint[o.right] = add(adjoint[o.right], a);
        break;
      case Kind::product: {
        const Node to_left = multiply(a, o.right), to_right = multiply(a, o.left);
        adjoint[o.left] = add(adjoint[o.left], to_left);
        adjoint[o.right] = add(adjoint[o.right], to_right);
        break;
      }
      case Kind::quotient: {
        const Node by = divide(a, o.right);
        adjoint[o.left] = add(adjoint[o.left], by);
        adjoint[o.right] = add(adjoint[o.right], negate(multiply(by, i)));
        break;
      }
      case Kind::exponential:
        adjoint[o.left] = add(adjoint[o.left], multiply(a, i));
        break;
    }
  }
  return result;
}

std::optional<algebra::Program> as_program(const Formula& formula, std::span<const Node> nodes) {
  using Kind = Formula::Kind;
  const std::vector<bool> marked = formula.used(nodes);
  algebra::Program program(formula.variables());
  std::vector<algebra::Program::Node> at(formula.size());
  for (Node i = 0; i < marked.size(); ++i) {
    if (!marked[i]) continue;
    const Formula::Operation& o = formula.operation(i);
    switch (o.kind) {
      case Kind::constant:
        at[i] = program.constant(formula.constant_value(i));
        break;
      case Kind::variable:
        at[i] = program.variable(o.left);
        break;
      case Kind::sum:
        at[i] = program.add(at[o.left], at[o.right]);
        break;
      case Kind::product:
        at[i] = program.multiply(at[o.left], at[o.right]);
        break;
      case Kind::quotient:
      case Kind::exponential:
        return std::nullopt;
    }
  }
  for (const Node node : nodes) program.outputs.push_back(at[node]);
  return program;
}

}  // namespace polyscape::spec
