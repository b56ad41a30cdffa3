#include "polyscape/model/tail.hpp"

#include <algorithm>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/model/loss.hpp"
#include "polyscape/model/passes.hpp"

namespace polyscape::model {
namespace {

using algebra::Program;
using Node = Program::Node;

/// The layers up to `layer`; their places are the network's first.
spec::Network head_of(spec::Network network, std::size_t layer) {
  network.layers.resize(layer);
  return network;
}

/// The layers behind `layer`, a network whose inputs are what that layer gives; nullopt where some take more.
std::optional<spec::Network> tail_of(const spec::Network& network, std::size_t layer) {
  spec::Network tail = network;
  tail.inputs = network.layers[layer - 1].width;
  tail.layers.erase(tail.layers.begin(), tail.layers.begin() + static_cast<std::ptrdiff_t>(layer));
  for (spec::Layer& l : tail.layers) {
    if (l.kind != spec::LayerKind::residual) continue;
    if (l.from < layer) return std::nullopt;
    l.from -= layer;
  }
  return tail;
}

/// The outputs by coefficients at the outputs of a layer.
class Tail {
 public:
  Tail(Program& program, std::vector<InputPolynomial> outputs) : program_(program), outputs_(std::move(outputs)) {}

  /// f_k(h)
  Node output(std::size_t k, const std::vector<Node>& h) {
    std::vector<Node> terms;
    for (const auto& [monomial, c] : outputs_[k]) terms.push_back(program_.multiply(c, at(h, monomial)));
    return program_.sum(terms);
  }
  /// sum_k r_k df_k/dh_j
  Node adjoint(std::size_t j, const std::vector<Node>& h, const Node* r) {
    std::vector<Node> terms;
    for (std::size_t k = 0; k < outputs_.size(); ++k)
      for (const auto& [monomial, c] : outputs_[k]) {
        const auto exponent = std::ranges::count(monomial, j);
        if (exponent == 0) continue;
        InputMonomial fewer = monomial;
        fewer.erase(std::ranges::find(fewer, j));
        terms.push_back(program_.scale(Rational(static_cast<long>(exponent)), product(r[k], c, at(h, fewer))));
      }
    return program_.sum(terms);
  }
  /// The data term's derivatives by the coefficients, from those by the outputs, r, at the samples.
  std::vector<Node> by_coefficients(const std::vector<std::vector<Node>>& h, const std::vector<Node>& r) {
    std::vector<Node> result;
    for (std::size_t k = 0; k < outputs_.size(); ++k)
      for (const auto& [monomial, c] : outputs_[k]) {
        std::vector<Node> terms;
        for (std::size_t i = 0; i < h.size(); ++i)
          terms.push_back(program_.multiply(r[i * outputs_.size() + k], at(h[i], monomial)));
        result.push_back(program_.sum(terms));
      }
    return result;
  }

 private:
  Node product(Node a, Node b, Node c) {
    const Node factors[] = {a, b, c};
    return program_.product(factors);
  }
  Node at(const std::vector<Node>& h, const InputMonomial& monomial) {
    std::vector<Node> factors{program_.constant(1)};
    for (auto run = monomial.begin(); run != monomial.end();) {
      const auto end = std::ranges::find_if(run, monomial.end(), [&](std::size_t j) { return j != *run; });
      factors.push_back(program_.power(h[*run], static_cast<unsigned>(end - run)));
      run = end;
    }
    return program_.product(factors);
  }

  Program& program_;
  std::vector<InputPolynomial> outputs_;
};

/// The outputs as polynomials in what the layer gives, their coefficients the outputs of `coefficients`.
std::optional<std::vector<InputPolynomial>> tail_outputs(Program& coefficients, const spec::Network& network,
                                                         const Weights& weights, std::size_t layer, std::size_t most) {
  const std::optional<spec::Network> tail = tail_of(network, layer);
  if (!tail) return std::nullopt;
  Weights of_tail = weights;
  of_tail.first_place.erase(of_tail.first_place.begin(),
                            of_tail.first_place.begin() + static_cast<std::ptrdiff_t>(layer));
  auto outputs = outputs_in_inputs(coefficients, *tail, of_tail, tail->inputs, most);
  if (!outputs) return std::nullopt;
  for (const InputPolynomial& f : *outputs)
    for (const auto& [monomial, node] : f) coefficients.outputs.push_back(node);
  if (coefficients.outputs.size() > most) return std::nullopt;
  return outputs;
}

}  // namespace

std::optional<TailForm> tail_form(Program& program, const spec::Specification& s, const Weights& weights,
                                  std::size_t layer, std::size_t most) {
  Program coefficients(weights.place_of.size());
  auto outputs = tail_outputs(coefficients, s.network, weights, layer, most);
  if (!outputs) return std::nullopt;
  TailForm form;
  form.coefficients = program.append(coefficients, algebra::variables_of(program, coefficients.variables()));
  std::size_t next = 0;
  for (InputPolynomial& f : *outputs)
    for (auto& [monomial, node] : f) node = form.coefficients[next++];
  Tail tail(program, std::move(*outputs));

  spec::Specification head = s;
  head.network = head_of(s.network, layer);
  const Passes passes = all_passes(program, head, weights);
  form.preactivations.resize(layer);
  std::vector<std::vector<Node>> h;
  std::vector<Node> f;
  for (const Pass& pass : passes.samples) {
    stop_if_cancelled();
    for (std::size_t l = 0; l < layer; ++l)
      form.preactivations[l].insert(form.preactivations[l].end(), pass.pre_activations[l].begin(),
                                    pass.pre_activations[l].end());
    h.push_back(pass.outputs.back());
    for (std::size_t k = 0; k < s.network.outputs(); ++k) f.push_back(tail.output(k, h.back()));
  }
  form.residuals = data_term(program, s, f).derivatives;
  form.derivatives = tail.by_coefficients(h, form.residuals);
  std::vector<Node> adjoints;
  for (std::size_t i = 0; i < h.size(); ++i)
    for (std::size_t j = 0; j < h[i].size(); ++j)
      adjoints.push_back(tail.adjoint(j, h[i], form.residuals.data() + i * s.network.outputs()));
  form.gradient = reverse_pass(program, head, weights, adjoints);
  const std::vector<Node> behind = algebra::transposed_jacobian_times(program, coefficients, form.derivatives);
  for (std::size_t j = 0; j < form.gradient.size(); ++j) form.gradient[j] = program.add(form.gradient[j], behind[j]);
  return form;
}

}  // namespace polyscape::model
