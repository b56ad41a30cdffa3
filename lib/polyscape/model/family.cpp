#include "polyscape/model/family.hpp"

#include <algorithm>
#include <map>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/linear.hpp"

namespace polyscape::model {
namespace {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;
using Node = Program::Node;

/// Indices of polynomials that are linearly independent and span all of them, constants left aside.
std::vector<std::size_t> spanning(const std::vector<Polynomial>& polynomials) {
  std::map<std::vector<int>, std::size_t> column;
  for (const Polynomial& p : polynomials)
    for (const algebra::Term& term : p.terms()) column.try_emplace(term.exponents, column.size());
  algebra::RationalMatrix rows;
  for (const Polynomial& p : polynomials) {
    auto& row = rows.emplace_back(column.size());
    for (const algebra::Term& term : p.terms())
      if (std::ranges::any_of(term.exponents, [](int e) { return e > 0; })) row[column.at(term.exponents)] = term.coefficient;
  }
  return algebra::independent_rows(rows);
}

/// The family's parameters on the line, as nodes.
std::vector<Node> line(Program& program, std::span<const GaussianRational> from, std::span<const GaussianRational> direction) {
  const Node s = program.parameter(0);
  std::vector<Node> result;
  for (std::size_t k = 0; k < from.size(); ++k)
    result.push_back(program.add(program.constant(from[k]), program.scale(direction[k], s)));
  return result;
}

}  // namespace

GradientFamily::GradientFamily(const Model& model) : model_(model) {
  const std::vector<Polynomial> outputs = algebra::expand(model.outputs);
  outputs_ = spanning(outputs);
  const algebra::System gradient = gradient_system(model);
  for (std::size_t j = 0; j < weights(); ++j)
    data_gradient_.push_back(gradient.equations[j] - Polynomial::variable(weights(), j) * model.lambda[j]);
  for (const std::size_t k : outputs_) {
    auto& row = jacobian_.emplace_back();
    for (std::size_t j = 0; j < weights(); ++j) row.push_back(outputs[k].derivative(j));
  }
}

std::vector<GaussianRational> GradientFamily::target() const {
  std::vector<GaussianRational> result(tilts());
  result.insert(result.end(), model_.lambda.begin(), model_.lambda.end());
  return result;
}

Program GradientFamily::on_line(std::span<const GaussianRational> from, std::span<const GaussianRational> direction) const {
  Program own = own_form(from, direction), expanded = expanded_form(from, direction);
  return algebra::differentiated_cost(own) <= algebra::differentiated_cost(expanded) ? own : expanded;
}

Program GradientFamily::own_form(std::span<const GaussianRational> from, std::span<const GaussianRational> direction) const {
  Program program(weights(), 1);
  const std::vector<Node> p = line(program, from, direction);
  std::vector<Node> tilts(model_.samples * model_.outputs_per_sample, program.constant(0));
  for (std::size_t k = 0; k < outputs_.size(); ++k) tilts[outputs_[k]] = p[k];
  program.outputs = tilted_data_gradient(program, model_.specification, tilts);
  for (std::size_t j = 0; j < weights(); ++j)
    program.outputs[j] = program.add(program.outputs[j], program.multiply(p[outputs_.size() + j], program.variable(j)));
  return algebra::pruned(program);
}

Program GradientFamily::expanded_form(std::span<const GaussianRational> from, std::span<const GaussianRational> direction) const {
  Program program(weights(), 1);
  const Node s = program.parameter(0);
  for (std::size_t j = 0; j < weights(); ++j) {
    algebra::AffinePolynomial row;
    algebra::add(row, data_gradient_[j], 1, 0);
    for (std::size_t k = 0; k < outputs_.size(); ++k) algebra::add(row, jacobian_[k][j], from[k], direction[k]);
    algebra::add(row, Polynomial::variable(weights(), j), from[outputs_.size() + j], direction[outputs_.size() + j]);
    program.outputs.push_back(algebra::append(program, row, s));
  }
  return algebra::pruned(program);
}

}  // namespace polyscape::model
