#include "polyscape/model/loss.hpp"

#include "polyscape/algebra/system.hpp"
#include "polyscape/model/network.hpp"

namespace polyscape::model {
namespace {

using algebra::Program;
using algebra::Rational;
using Node = Program::Node;

// S(arguments), then its partial derivatives: one program, appended once a sample.
Program with_derivatives(const algebra::Polynomial& polynomial) {
  algebra::System system;
  system.equations.push_back(polynomial);
  for (std::size_t k = 0; k < polynomial.variables(); ++k) {
    system.names.push_back("f" + std::to_string(k + 1));
    system.equations.push_back(polynomial.derivative(k));
  }
  return algebra::program_of(system);
}

void add_square(Program& program, std::span<const Rational> target, std::span<const Node> f, const Rational& scale,
                DataTerm& term, std::vector<Node>& values) {
  for (std::size_t k = 0; k < f.size(); ++k) {
    const Node r = program.add(f[k], program.constant(-target[k]));
    values.push_back(program.scale(scale / Rational(2), program.multiply(r, r)));
    term.derivatives.push_back(program.scale(scale, r));
  }
}

void add_logistic(Program& program, const Program& surrogate, const Rational& y, Node f, const Rational& scale,
                  DataTerm& term, std::vector<Node>& values) {
  const Node margin = program.scale(y, f);
  const std::vector<Node> s = program.append(surrogate, std::span(&margin, 1));
  term.surrogate_arguments.push_back(margin);
  values.push_back(program.scale(scale, s[0]));
  term.derivatives.push_back(program.scale(scale * y, s[1]));
}

void add_cross_entropy(Program& program, const Program& surrogate, std::span<const Rational> target,
                       std::span<const Node> f, const Rational& scale, DataTerm& term, std::vector<Node>& values) {
  const std::vector<Node> s = program.append(surrogate, f);
  values.push_back(program.scale(scale, s[0]));
  for (std::size_t k = 0; k < f.size(); ++k) {
    values.push_back(program.scale(-scale * target[k], f[k]));
    term.derivatives.push_back(program.scale(scale, program.add(s[k + 1], program.constant(-target[k]))));
    term.surrogate_arguments.push_back(f[k]);
  }
}

}  // namespace

DataTerm data_term(Program& program, const spec::Specification& specification, std::span<const Node> outputs) {
  const auto& targets = specification.data.targets;
  const spec::Loss& loss = specification.loss;
  const std::size_t width = specification.network.outputs();
  const Rational scale = loss.mean ? Rational(1, static_cast<long>(targets.size())) : Rational(1);
  const Program surrogate = loss.surrogate ? with_derivatives(loss.surrogate->polynomial) : Program(0);
  DataTerm term{program.constant(0), {}, {}};
  std::vector<Node> values;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    const auto f = outputs.subspan(i * width, width);
    switch (loss.kind) {
      case spec::LossKind::square:
        add_square(program, targets[i], f, scale, term, values);
        break;
      case spec::LossKind::logistic:
        add_logistic(program, surrogate, targets[i][0], f[0], scale, term, values);
        break;
      case spec::LossKind::cross_entropy:
        add_cross_entropy(program, surrogate, targets[i], f, scale, term, values);
        break;
    }
  }
  term.value = program.sum(values);
  return term;
}

Program sample_loss(const spec::Specification& specification) {
  const Weights weights = number_weights(specification.network);
  const std::size_t first_input = weights.place_of.size(), first_target = first_input + specification.network.inputs;
  const std::size_t width = specification.network.outputs();
  Program program(first_target + width);
  std::vector<Node> input, target;
  for (std::size_t i = first_input; i < first_target; ++i) input.push_back(program.variable(i));
  for (std::size_t k = 0; k < width; ++k) target.push_back(program.variable(first_target + k));
  const std::vector<Node> f = forward_from(program, specification.network, weights, input).outputs.back();
  const spec::Loss& loss = specification.loss;
  std::vector<Node> terms;
  switch (loss.kind) {
    case spec::LossKind::square:
      for (std::size_t k = 0; k < width; ++k) {
        const Node r = program.subtract(f[k], target[k]);
        terms.push_back(program.scale(Rational(1, 2), program.multiply(r, r)));
      }
      break;
    case spec::LossKind::logistic: {
      const Node margin = program.multiply(target[0], f[0]);
      terms = {program.append(algebra::program_of({{"m"}, {loss.surrogate->polynomial}}), std::span(&margin, 1))[0]};
      break;
    }
    case spec::LossKind::cross_entropy:
      terms = {program.append(with_derivatives(loss.surrogate->polynomial), f)[0]};
      for (std::size_t k = 0; k < width; ++k) terms.push_back(program.scale(-1, program.multiply(target[k], f[k])));
      break;
  }
  program.outputs = {program.sum(terms)};
  return pruned(program);
}

}  // namespace polyscape::model
