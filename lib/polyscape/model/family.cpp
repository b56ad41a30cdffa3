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
using algebra::Rational;
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
      if (std::ranges::any_of(term.exponents, [](int e) { return e > 0; }))
        row[column.at(term.exponents)] = term.coefficient.real();
  }
  return algebra::independent_rows(rows);
}

/// The family's parameters on the line, as nodes.
std::vector<Node> line(Program& program, std::span<const GaussianRational> from,
                       std::span<const GaussianRational> direction) {
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

Program GradientFamily::on_line(std::span<const GaussianRational> from,
                                std::span<const GaussianRational> direction) const {
  Program own = own_form(from, direction), expanded = expanded_form(from, direction);
  return algebra::differentiated_cost(own) <= algebra::differentiated_cost(expanded) ? own : expanded;
}

Program GradientFamily::own_form(std::span<const GaussianRational> from,
                                 std::span<const GaussianRational> direction) const {
  Program program(weights(), 1);
  const std::vector<Node> p = line(program, from, direction);
  std::vector<Node> tilts(model_.samples * model_.outputs_per_sample, program.constant(0));
  for (std::size_t k = 0; k < outputs_.size(); ++k) tilts[outputs_[k]] = p[k];
  program.outputs = tilted_data_gradient(program, model_.specification, tilts);
  for (std::size_t j = 0; j < weights(); ++j)
    program.outputs[j] = program.add(program.outputs[j], program.multiply(p[outputs_.size() + j], program.variable(j)));
  return algebra::pruned(program);
}

Program GradientFamily::expanded_form(std::span<const GaussianRational> from,
                                      std::span<const GaussianRational> direction) const {
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

GradientFamily::Parts GradientFamily::gradient_at(std::span<const GaussianRational> parameters) const {
  Parts result{{model_.names, {}}, {model_.names, {}}};
  for (std::size_t j = 0; j < weights(); ++j) {
    Polynomial real = data_gradient_[j], imaginary(weights());
    const auto add = [&](const Polynomial& p, const GaussianRational& factor) {
      real += p * factor.re;
      imaginary += p * factor.im;
    };
    for (std::size_t k = 0; k < outputs_.size(); ++k) add(jacobian_[k][j], parameters[k]);
    add(Polynomial::variable(weights(), j), parameters[outputs_.size() + j]);
    result.real.equations.push_back(std::move(real));
    result.imaginary.equations.push_back(std::move(imaginary));
  }
  return result;
}

std::optional<std::vector<GaussianRational>> GradientFamily::parameters_of(const Parts& gradient) const {
  if (gradient.real.names != model_.names || gradient.imaginary.names != model_.names ||
      gradient.real.equations.size() != weights() || gradient.imaginary.equations.size() != weights())
    return std::nullopt;
  std::vector<Polynomial> rest = gradient.real.equations;
  for (std::size_t j = 0; j < weights(); ++j) rest[j] -= data_gradient_[j];
  const auto real = coordinates_of(rest), imaginary = coordinates_of(gradient.imaginary.equations);
  if (!real || !imaginary) return std::nullopt;
  std::vector<GaussianRational> result;
  for (std::size_t k = 0; k < parameters(); ++k) result.emplace_back((*real)[k], (*imaginary)[k]);
  return result;
}

/// Tilts and lambda that make up a gradient: lambda_j is free, so the tilts have to give all terms but that of w_j in
/// equation j.
std::optional<std::vector<Rational>> GradientFamily::coordinates_of(const std::vector<Polynomial>& gradient) const {
  std::map<std::pair<std::size_t, std::vector<int>>, std::size_t> column;
  const auto is_weight = [](std::size_t j, const std::vector<int>& exponents) {
    for (std::size_t i = 0; i < exponents.size(); ++i)
      if (exponents[i] != (i == j ? 1 : 0)) return false;
    return true;
  };
  const auto flattened = [&](const std::vector<Polynomial>& polynomials) {
    std::vector<std::pair<std::size_t, Rational>> entries;
    for (std::size_t j = 0; j < polynomials.size(); ++j)
      for (const algebra::Term& term : polynomials[j].terms())
        if (!is_weight(j, term.exponents))
          entries.emplace_back(column.try_emplace({j, term.exponents}, column.size()).first->second,
                               term.coefficient.real());
    return entries;
  };
  std::vector<std::vector<std::pair<std::size_t, Rational>>> sparse;
  for (const auto& row : jacobian_) sparse.push_back(flattened(row));
  sparse.push_back(flattened(gradient));
  algebra::RationalMatrix rows;
  for (const auto& entries : sparse) {
    auto& row = rows.emplace_back(column.size());
    for (const auto& [at, value] : entries) row[at] = value;
  }
  const std::vector<Rational> target = std::move(rows.back());
  rows.pop_back();
  auto result = algebra::combination(rows, target);
  if (!result) return std::nullopt;
  const auto weight_term = [&](const Polynomial& p, std::size_t j) {
    for (const algebra::Term& term : p.terms())
      if (is_weight(j, term.exponents)) return term.coefficient.real();
    return Rational(0);
  };
  for (std::size_t j = 0; j < weights(); ++j) {
    Rational lambda = weight_term(gradient[j], j);
    for (std::size_t k = 0; k < outputs_.size(); ++k) lambda -= (*result)[k] * weight_term(jacobian_[k][j], j);
    result->push_back(lambda);
  }
  return result;
}

}  // namespace polyscape::model
