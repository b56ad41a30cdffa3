#pragma once
/// Real functions as exact data: sums, products, quotients and exponentials of variables and rational constants. Equal
/// subexpressions are one node; constants are folded.
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/rational.hpp"

namespace polyscape::spec {

using algebra::Rational;

class Formula {
 public:
  using Node = std::uint32_t;
  enum class Kind : std::uint8_t { constant, variable, sum, product, quotient, exponential };
  /// constant, variable: `left` is the index of what is meant; else operands, earlier nodes (exponential: left alone).
  struct Operation {
    Kind kind;
    Node left, right;
  };

  explicit Formula(std::size_t variables) : variables_(variables) {}

  std::size_t variables() const { return variables_; }
  Node constant(const Rational& value);
  Node variable(std::size_t index);  ///< throws ArgumentError if out of range
  Node add(Node a, Node b);
  Node subtract(Node a, Node b) { return add(a, negate(b)); }
  Node negate(Node a) { return multiply(constant(Rational(-1)), a); }
  Node multiply(Node a, Node b);
  Node divide(Node a, Node b);  ///< throws ArgumentError when b is the constant 0
  Node exponential(Node a);
  Node power(Node a, unsigned exponent);
  Node sum(std::span<const Node> terms);

  /// The program's outputs at these nodes for its variables. Throws ArgumentError for parameters or constants that are
  /// not real.
  std::vector<Node> append(const algebra::Program& program, std::span<const Node> variables);

  /// d node / d variable i for the first `count` variables, as further nodes (reverse mode, at most some five times the
  /// operations of the node).
  std::vector<Node> gradient(Node node, std::size_t count);

  std::size_t size() const { return operations_.size(); }
  const Operation& operation(Node node) const { return operations_[node]; }
  bool is_constant(Node node) const { return operations_[node].kind == Kind::constant; }
  const Rational& constant_value(Node node) const { return constants_[operations_[node].left]; }
  /// Marks what these nodes depend on, themselves included.
  std::vector<bool> used(std::span<const Node> nodes) const;

 private:
  Node intern(Kind kind, Node left, Node right);
  bool is(Node node, long value) const { return is_constant(node) && constant_value(node) == Rational(value); }

  std::size_t variables_;
  std::vector<Operation> operations_;
  std::vector<Rational> constants_;
  std::map<std::tuple<Kind, Node, Node>, Node> index_;
  std::map<Rational, Node> constant_index_;
};

/// The nodes as outputs of a program in the same variables where they are polynomials: no exponential, no division but
/// by constants; nullopt otherwise.
std::optional<algebra::Program> as_program(const Formula& formula, std::span<const Formula::Node> nodes);
inline std::optional<algebra::Program> as_program(const Formula& formula, Formula::Node node) {
  return as_program(formula, std::span(&node, 1));
}

}  // namespace polyscape::spec
