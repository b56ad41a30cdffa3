#include "polyscape/model/gram.hpp"

#include <algorithm>
#include <set>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::model {

using algebra::Program;
using Node = Program::Node;

std::optional<MomentForm> moment_form(Program& program, const spec::Specification& s, const Weights& weights,
                                      std::size_t most) {
  const auto& inputs = s.data.inputs;
  if (s.loss.kind != spec::LossKind::square || inputs.empty()) return std::nullopt;
  Program coefficients(weights.place_of.size());
  const auto outputs = outputs_in_inputs(coefficients, s.network, weights, inputs.front().size(), most);
  if (!outputs) return std::nullopt;
  std::set<InputMonomial, ByExponents> seen;
  for (const InputPolynomial& f : *outputs)
    for (const auto& [monomial, node] : f) {
      coefficients.outputs.push_back(node);
      seen.insert(monomial);
    }
  if (seen.size() > most) return std::nullopt;
  const std::vector<InputMonomial> monomials(seen.begin(), seen.end());
  const Rational scale = s.loss.mean ? Rational(1, static_cast<long>(inputs.size())) : Rational(1);
  std::vector<std::vector<Rational>> at(inputs.size());  // monomials at the samples
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    stop_if_cancelled();
    for (const InputMonomial& monomial : monomials) {
      Rational value = 1;
      for (const std::size_t d : monomial) value *= inputs[i][d];
      at[i].push_back(value);
    }
  }
  const auto moment = [&](std::size_t a, const auto& other) {
    Rational sum = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) sum += at[i][a] * other(i);
    return scale * sum;
  };
  std::vector<std::vector<Rational>> gram(monomials.size(), std::vector<Rational>(monomials.size()));
  for (std::size_t a = 0; a < monomials.size(); ++a) {
    stop_if_cancelled();
    for (std::size_t b = 0; b <= a; ++b) gram[a][b] = gram[b][a] = moment(a, [&](std::size_t i) { return at[i][b]; });
  }

  const auto index = [&](const InputMonomial& monomial) {
    return static_cast<std::size_t>(std::ranges::lower_bound(monomials, monomial, ByExponents()) - monomials.begin());
  };
  MomentForm form;
  form.coefficients = program.append(coefficients, algebra::variables_of(program, coefficients.variables()));
  for (std::size_t k = 0; k < outputs->size(); ++k) {
    const InputPolynomial& f = (*outputs)[k];
    const std::size_t first = form.residuals.size();  // among the coefficients
    for (const auto& [monomial, node] : f) {
      const std::size_t a = index(monomial);
      std::vector<Node> row;
      for (const auto& [other, same] : f)
        row.push_back(program.scale(gram[a][index(other)], form.coefficients[first + row.size()]));
      row.push_back(program.constant(-moment(a, [&](std::size_t i) { return s.data.targets[i][k]; })));
      form.residuals.push_back(program.sum(row));
    }
  }
  form.gradient = algebra::transposed_jacobian_times(program, coefficients, form.residuals);
  return form;
}

}  // namespace polyscape::model
