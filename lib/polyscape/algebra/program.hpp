#pragma once
/// Straight-line programs F(x; p) as exact data: a directed acyclic graph of sums and products over variables x,
/// parameters p and constants of Q(i). Equal subexpressions are one node (hash consing); constants are folded.
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::algebra {

class Program {
 public:
  using Node = std::uint32_t;
  enum class Kind : std::uint8_t { constant, variable, parameter, sum, product };
  /// constant, variable, parameter: `left` is the index of what is meant; sum, product: operands, earlier nodes.
  struct Operation {
    Kind kind;
    Node left, right;
    bool operator==(const Operation&) const = default;
  };

  explicit Program(std::size_t variables, std::size_t parameters = 0);
  Program(const Program& other);
  Program(Program&& other) noexcept;
  Program& operator=(const Program& other);
  Program& operator=(Program&& other) noexcept;
  ~Program();

  std::size_t variables() const { return variables_; }
  std::size_t parameters() const { return parameters_; }

  Node constant(const GaussianRational& value);
  Node variable(std::size_t index);   ///< throws ArgumentError if out of range
  Node parameter(std::size_t index);  ///< throws ArgumentError if out of range
  Node add(Node a, Node b);
  Node subtract(Node a, Node b);
  Node multiply(Node a, Node b);
  Node negate(Node a);
  Node scale(const GaussianRational& factor, Node a);
  Node power(Node a, unsigned exponent);
  Node sum(std::span<const Node> terms);
  Node product(std::span<const Node> factors);
  /// constant + sum of coefficients[i] nodes[i]. Throws ArgumentError if there are not as many of both.
  Node linear_form(std::span<const GaussianRational> coefficients, std::span<const Node> nodes,
                   const GaussianRational& constant);

  /// The nodes that are F's values, in order; a node may occur twice.
  std::vector<Node> outputs;

  std::size_t size() const { return operations_.size(); }
  const Operation& operation(Node node) const { return operations_[node]; }
  /// The value of a constant node.
  const GaussianRational& constant_value(Node node) const { return constants_[operations_[node].left]; }
  bool is_constant(Node node) const { return operations_[node].kind == Kind::constant; }

  /// Copies the nodes that `source`'s outputs need into this program, with source's variable i replaced by the node
  /// variables[i] and its parameter i by parameters[i]; returns the nodes of source's outputs.
  std::vector<Node> append(const Program& source, std::span<const Node> variables,
                           std::span<const Node> parameters = {});

  /// Marks the nodes that the outputs depend on, or the first `count` of them.
  std::vector<bool> used() const { return used(outputs.size()); }
  std::vector<bool> used(std::size_t count) const;
  /// Sums and products that the outputs depend on.
  std::size_t operation_count() const;

 private:
  struct Index;
  Node intern(Operation operation);
  std::size_t variables_, parameters_;
  std::vector<Operation> operations_;
  std::vector<GaussianRational> constants_;
  std::unique_ptr<Index> index_;
};

/// What stands for the operations of a program where its nodes are of type T: functions of the constant's value, of the
/// variable's and the parameter's index, and of two T.
template <class Constant, class Variable, class Parameter, class Sum, class Product>
struct Fold {
  Constant constant;
  Variable variable;
  Parameter parameter;
  Sum sum;
  Product product;
};
template <class Constant, class Variable, class Parameter, class Sum, class Product>
Fold(Constant, Variable, Parameter, Sum, Product) -> Fold<Constant, Variable, Parameter, Sum, Product>;

/// The values of the first `count` outputs; each node that they need is computed once, after its operands.
template <class T, class... Functions>
std::vector<T> fold(const Program& program, std::size_t count, const Fold<Functions...>& by) {
  using Kind = Program::Kind;
  const std::vector<bool> needed = program.used(count);
  std::vector<T> value(program.size());
  for (Program::Node i = 0; i < program.size(); ++i) {
    if (!needed[i]) continue;
    const Program::Operation o = program.operation(i);
    value[i] = o.kind == Kind::constant    ? T(by.constant(program.constant_value(i)))
               : o.kind == Kind::variable  ? T(by.variable(o.left))
               : o.kind == Kind::parameter ? T(by.parameter(o.left))
               : o.kind == Kind::sum       ? T(by.sum(value[o.left], value[o.right]))
                                           : T(by.product(value[o.left], value[o.right]));
  }
  std::vector<T> result;
  result.reserve(count);
  for (std::size_t k = 0; k < count; ++k) result.push_back(value[program.outputs[k]]);
  return result;
}
template <class T, class... Functions>
std::vector<T> fold(const Program& program, const Fold<Functions...>& by) {
  return fold<T>(program, program.outputs.size(), by);
}

/// The nodes of the first `count` variables.
std::vector<Program::Node> variables_of(Program& program, std::size_t count);

/// The program without what its outputs do not need.
Program pruned(const Program& program);

/// Values of the outputs, exactly. Throws ArgumentError when the numbers of variables or parameters are wrong.
std::vector<GaussianRational> evaluate(const Program& program, std::span<const GaussianRational> variables,
                                       std::span<const GaussianRational> parameters = {});
/// The same at a rational point of a program with real constants only (ArgumentError otherwise).
std::vector<Rational> evaluate(const Program& program, std::span<const Rational> variables,
                               std::span<const Rational> parameters = {});

}  // namespace polyscape::algebra
