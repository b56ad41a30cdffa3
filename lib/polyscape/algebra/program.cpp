#include "polyscape/algebra/program.hpp"

#include <unordered_map>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

struct OperationHash {
  std::size_t operator()(const Program::Operation& o) const {
    return (static_cast<std::size_t>(o.left) << 32 | o.right) * 0x9e3779b97f4a7c15ULL ^
           static_cast<std::size_t>(o.kind);
  }
};
struct ConstantHash {
  std::size_t operator()(const GaussianRational& c) const { return c.re.hash() * 31 + c.im.hash(); }
};

}  // namespace

struct Program::Index {
  std::unordered_map<Operation, Node, OperationHash> operations;
  std::unordered_map<GaussianRational, Node, ConstantHash> constants;
};

Program::Program(std::size_t variables, std::size_t parameters)
    : variables_(variables), parameters_(parameters), index_(std::make_unique<Index>()) {}
Program::Program(const Program& other)
    : outputs(other.outputs),
      variables_(other.variables_),
      parameters_(other.parameters_),
      operations_(other.operations_),
      constants_(other.constants_),
      index_(std::make_unique<Index>(*other.index_)) {}
Program::Program(Program&& other) noexcept = default;
Program& Program::operator=(const Program& other) { return *this = Program(other); }
Program& Program::operator=(Program&& other) noexcept = default;
Program::~Program() = default;

Program::Node Program::intern(Operation operation) {
  const auto [it, inserted] = index_->operations.try_emplace(operation, static_cast<Node>(operations_.size()));
  if (inserted) operations_.push_back(operation);
  return it->second;
}

Program::Node Program::constant(const GaussianRational& value) {
  const auto [it, inserted] = index_->constants.try_emplace(value, static_cast<Node>(operations_.size()));
  if (inserted) {
    operations_.push_back({Kind::constant, static_cast<Node>(constants_.size()), 0});
    constants_.push_back(value);
  }
  return it->second;
}

Program::Node Program::variable(std::size_t index) {
  if (index >= variables_) throw ArgumentError("Program::variable: index out of range");
  return intern({Kind::variable, static_cast<Node>(index), 0});
}

Program::Node Program::parameter(std::size_t index) {
  if (index >= parameters_) throw ArgumentError("Program::parameter: index out of range");
  return intern({Kind::parameter, static_cast<Node>(index), 0});
}

Program::Node Program::add(Node a, Node b) {
  if (is_constant(a) && is_constant(b)) return constant(constant_value(a) + constant_value(b));
  if (is_constant(a) && constant_value(a).is_zero()) return b;
  if (is_constant(b) && constant_value(b).is_zero()) return a;
  if (a > b) std::swap(a, b);
  return intern({Kind::sum, a, b});
}

Program::Node Program::multiply(Node a, Node b) {
  if (is_constant(b)) std::swap(a, b);
  if (is_constant(a)) {
    const GaussianRational factor = constant_value(a);
    if (is_constant(b)) return constant(factor * constant_value(b));
    if (factor.is_zero()) return a;
    if (factor.is_one()) return b;
    const Operation inner = operations_[b];  // c1 * (c2 * x) is (c1 c2) * x
    if (inner.kind == Kind::product && is_constant(inner.left))
      return multiply(constant(factor * constant_value(inner.left)), inner.right);
    return intern({Kind::product, a, b});
  }
  // Constants float outwards, so that products of the same nodes meet whatever their factors: (c x) y is c (x y).
  for (const auto& [scaled, other] : {std::pair{a, b}, std::pair{b, a}}) {
    const Operation inner = operations_[scaled];
    if (inner.kind == Kind::product && is_constant(inner.left))
      return multiply(inner.left, multiply(inner.right, other));
  }
  if (a > b) std::swap(a, b);
  return intern({Kind::product, a, b});
}

Program::Node Program::negate(Node a) { return scale(-1, a); }
Program::Node Program::subtract(Node a, Node b) { return add(a, negate(b)); }
Program::Node Program::scale(const GaussianRational& factor, Node a) { return multiply(constant(factor), a); }

Program::Node Program::power(Node a, unsigned exponent) {
  if (exponent == 0) return constant(1);
  const Node half = power(a, exponent / 2);
  const Node square = exponent < 2 ? constant(1) : multiply(half, half);
  return exponent % 2 == 0 ? square : multiply(square, a);
}

Program::Node Program::sum(std::span<const Node> terms) {
  Node result = constant(0);
  for (const Node term : terms) result = add(result, term);
  return result;
}

Program::Node Program::product(std::span<const Node> factors) {
  Node result = constant(1);
  for (const Node factor : factors) result = multiply(result, factor);
  return result;
}

Program::Node Program::linear_form(std::span<const GaussianRational> coefficients, std::span<const Node> nodes,
                                   const GaussianRational& constant_term) {
  if (coefficients.size() != nodes.size()) throw ArgumentError("linear_form: as many coefficients as nodes");
  Node result = constant(constant_term);
  for (std::size_t i = 0; i < nodes.size(); ++i) result = add(result, scale(coefficients[i], nodes[i]));
  return result;
}

std::vector<bool> Program::used(std::size_t count) const {
  std::vector<bool> needed(size(), false);
  for (std::size_t k = 0; k < count; ++k) needed[outputs[k]] = true;
  for (std::size_t i = size(); i-- > 0;) {
    if (!needed[i] || operations_[i].kind < Kind::sum) continue;
    needed[operations_[i].left] = needed[operations_[i].right] = true;
  }
  return needed;
}

std::size_t Program::operation_count() const {
  const std::vector<bool> needed = used();
  std::size_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) count += needed[i] && operations_[i].kind >= Kind::sum;
  return count;
}

std::vector<Program::Node> Program::append(const Program& source, std::span<const Node> variables,
                                           std::span<const Node> parameters) {
  if (variables.size() != source.variables() || parameters.size() != source.parameters())
    throw ArgumentError("Program::append: wrong number of variables or parameters");
  return fold<Node>(
      source, Fold{[&](const GaussianRational& c) { return constant(c); }, [&](std::size_t i) { return variables[i]; },
                   [&](std::size_t i) { return parameters[i]; }, [&](Node a, Node b) { return add(a, b); },
                   [&](Node a, Node b) { return multiply(a, b); }});
}

std::vector<Program::Node> variables_of(Program& program, std::size_t count) {
  std::vector<Program::Node> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(program.variable(i));
  return result;
}

Program pruned(const Program& program) {
  Program result(program.variables(), program.parameters());
  const std::vector<Program::Node> variables = variables_of(result, program.variables());
  std::vector<Program::Node> parameters;
  for (std::size_t i = 0; i < program.parameters(); ++i) parameters.push_back(result.parameter(i));
  result.outputs = result.append(program, variables, parameters);
  return result;
}

namespace {

template <class T, class OfConstant>
std::vector<T> evaluate_with(const Program& program, std::span<const T> variables, std::span<const T> parameters,
                             OfConstant of_constant) {
  if (variables.size() != program.variables() || parameters.size() != program.parameters())
    throw ArgumentError("evaluate: wrong number of variables or parameters");
  return fold<T>(
      program,
      Fold{of_constant, [&](std::size_t i) { return variables[i]; }, [&](std::size_t i) { return parameters[i]; },
           [](const T& a, const T& b) { return a + b; }, [](const T& a, const T& b) { return a * b; }});
}

}  // namespace

std::vector<GaussianRational> evaluate(const Program& program, std::span<const GaussianRational> variables,
                                       std::span<const GaussianRational> parameters) {
  return evaluate_with<GaussianRational>(program, variables, parameters, [](const auto& c) { return c; });
}

std::vector<Rational> evaluate(const Program& program, std::span<const Rational> variables,
                               std::span<const Rational> parameters) {
  return evaluate_with<Rational>(program, variables, parameters, [](const GaussianRational& c) { return c.real(); });
}

}  // namespace polyscape::algebra
