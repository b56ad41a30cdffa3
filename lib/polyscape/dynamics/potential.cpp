#include "polyscape/dynamics/potential.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/model/loss.hpp"

namespace polyscape::dynamics {
namespace {

using spec::Formula;
using Node = Formula::Node;

std::vector<Node> variables_of(Formula& formula, std::size_t count) {
  std::vector<Node> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(formula.variable(i));
  return result;
}

/// The derivative of g v by the first variables, as many as g has entries; variables: those of the formula, then v.
Tape curvature_tape(const Formula& formula, std::span<const Node> gradient) {
  Formula twice(formula.variables() + gradient.size());
  const std::vector<bool> used = formula.used(gradient);
  std::vector<Node> at(formula.size());
  for (Node i = 0; i < formula.size(); ++i) {
    if (!used[i]) continue;
    const Formula::Operation& o = formula.operation(i);
    switch (o.kind) {
      case Formula::Kind::constant:
        at[i] = twice.constant(formula.constant_value(i));
        break;
      case Formula::Kind::variable:
        at[i] = twice.variable(o.left);
        break;
      case Formula::Kind::sum:
        at[i] = twice.add(at[o.left], at[o.right]);
        break;
      case Formula::Kind::product:
        at[i] = twice.multiply(at[o.left], at[o.right]);
        break;
      case Formula::Kind::quotient:
        at[i] = twice.divide(at[o.left], at[o.right]);
        break;
      case Formula::Kind::exponential:
        at[i] = twice.exponential(at[o.left]);
        break;
    }
  }
  std::vector<Node> terms;
  for (std::size_t i = 0; i < gradient.size(); ++i)
    terms.push_back(twice.multiply(twice.variable(formula.variables() + i), at[gradient[i]]));
  return make_tape(twice, twice.gradient(twice.sum(terms), gradient.size()));
}

SampleLoss sample_loss_of(const model::Model& model) {
  const spec::Specification& s = model.specification;
  SampleLoss result;
  const algebra::Program program = model::sample_loss(s);
  Formula formula(program.variables());
  const std::vector<Node> loss = formula.append(program, variables_of(formula, program.variables()));
  const std::vector<Node> gradient = formula.gradient(loss.front(), model.names.size());
  result.gradient = make_tape(formula, gradient);
  result.curvature = curvature_tape(formula, gradient);
  result.samples = s.data.inputs.size();
  result.columns = s.network.inputs + s.network.outputs();
  for (std::size_t i = 0; i < result.samples; ++i)
    for (const auto* row : {&s.data.inputs[i], &s.data.targets[i]})
      for (const spec::Rational& x : *row) result.data.push_back(x.to_double());
  if (s.loss.mean) result.factor = 1.0 / static_cast<double>(result.samples);
  for (const spec::Rational& lambda : model.lambda) result.ridge.push_back(lambda.to_double());
  return result;
}

}  // namespace

Potential::Potential(const model::Model& model)
    : names_(model.names), formula_(model.names.size()), samples_(sample_loss_of(model)) {
  node_ = formula_.append(model.loss, variables_of(formula_, dimension())).front();
  make_tapes();
}

Potential::Potential(const spec::Potential& potential)
    : names_(potential.names), formula_(potential.formula), node_(potential.value) {
  make_tapes();
}

void Potential::make_tapes() {
  std::vector<Node> outputs = formula_.gradient(node_, dimension());
  outputs.push_back(node_);
  tape_ = make_tape(formula_, outputs);

  curvature_ = curvature_tape(formula_, std::span(outputs).first(dimension()));
}

double Potential::value(std::span<const double> x) const { return evaluate(tape_, x).back(); }

std::vector<double> Potential::gradient(std::span<const double> x) const {
  std::vector<double> result = evaluate(tape_, x);
  result.pop_back();
  return result;
}

std::vector<double> Potential::curvature_times(std::span<const double> x, std::span<const double> v) const {
  std::vector<double> both(x.begin(), x.end());
  both.insert(both.end(), v.begin(), v.end());
  return evaluate(curvature_, both);
}

std::vector<double> Potential::hessian(std::span<const double> x) const {
  std::vector<double> result, unit(dimension(), 0.0);
  for (std::size_t i = 0; i < dimension(); ++i) {
    unit[i] = 1;
    const std::vector<double> row = curvature_times(x, unit);
    result.insert(result.end(), row.begin(), row.end());
    unit[i] = 0;
  }
  return result;
}

}  // namespace polyscape::dynamics
