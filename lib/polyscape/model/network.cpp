#include "polyscape/model/network.hpp"

#include <algorithm>

namespace polyscape::model {
namespace {

using Node = algebra::Program::Node;

Node weight_node(algebra::Program& program, const WeightPlace& place) {
  if (place.frozen) return program.constant(place.value);
  const Node variable = program.variable(place.variable);
  return place.sign < 0 ? program.negate(variable) : variable;
}

/// sum_k w_k x_k + b over a unit's places; input k of the unit is inputs[first + k].
Node unit_argument(algebra::Program& program, const spec::Layer& layer, const WeightPlace* places,
                   std::span<const Node> inputs, std::size_t first) {
  std::vector<Node> terms;
  for (std::size_t k = 0; k < layer.taps(); ++k)
    terms.push_back(program.multiply(weight_node(program, places[k]), inputs[first + k]));
  if (layer.bias) terms.push_back(weight_node(program, places[layer.taps()]));
  return program.sum(terms);
}

std::vector<Node> arguments(algebra::Program& program, const spec::Layer& layer, const WeightPlace* places,
                            std::span<const Node> inputs, std::span<const Node> added) {
  std::vector<Node> result;
  switch (layer.kind) {
    case spec::LayerKind::dense:
      for (std::size_t j = 0; j < layer.width; ++j)
        result.push_back(unit_argument(program, layer, places + j * layer.unit_weights(), inputs, 0));
      break;
    case spec::LayerKind::conv1d:
      for (std::size_t c = 0; c < layer.channels; ++c)
        for (std::size_t p = 0; p < layer.positions(); ++p)
          result.push_back(unit_argument(program, layer, places + c * layer.unit_weights(), inputs, p * layer.stride));
      break;
    case spec::LayerKind::residual:
      for (std::size_t j = 0; j < layer.width; ++j) result.push_back(program.add(inputs[j], added[j]));
      break;
    case spec::LayerKind::fixed:
      for (std::size_t j = 0; j < layer.width; ++j) {
        Node sum = program.constant(layer.biases.empty() ? Rational(0) : layer.biases[j]);
        for (std::size_t k = 0; k < layer.inputs; ++k)
          sum = program.add(sum, program.scale(layer.weights[j][k], inputs[k]));
        result.push_back(sum);
      }
      break;
  }
  return result;
}

}  // namespace

Weights number_weights(const spec::Network& network) {
  Weights result;
  for (std::uint64_t first = 0; const spec::Layer& layer : network.layers) {
    result.first_place.push_back(first);
    first += layer.places();
  }
  result.places.resize(network.places());
  std::vector<bool> tied(result.places.size(), false);
  for (const spec::Frozen& f : network.frozen) {
    result.places[f.place].frozen = true;
    result.places[f.place].value = f.value;
  }
  for (const spec::Tie& tie : network.ties) tied[tie.place] = true;
  for (std::uint64_t place = 0; place < result.places.size(); ++place) {
    if (tied[place] || result.places[place].frozen) continue;
    result.places[place].variable = result.place_of.size();
    result.place_of.push_back(place);
  }
  for (const spec::Tie& tie : network.ties) {
    result.places[tie.place].variable = result.places[tie.to].variable;
    result.places[tie.place].sign = tie.sign;
  }
  return result;
}

Pass forward(algebra::Program& program, const spec::Network& network, const Weights& weights,
             std::span<const Rational> input) {
  Pass pass;
  std::vector<Node> first;
  for (const Rational& x : input) first.push_back(program.constant(x));
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const spec::Layer& layer = network.layers[l];
    const std::vector<Node>& inputs = l == 0 ? first : pass.outputs[l - 1];
    const std::vector<Node>& added =
        layer.kind == spec::LayerKind::residual && layer.from > 0 ? pass.outputs[layer.from - 1] : first;
    pass.pre_activations.push_back(
        arguments(program, layer, weights.places.data() + weights.first_place[l], inputs, added));
    std::vector<Node> outputs;
    for (const Node z : pass.pre_activations.back())
      outputs.push_back(apply_polynomial(program, layer.activation.coefficients, z));
    pass.outputs.push_back(std::move(outputs));
  }
  return pass;
}

// Horner's rule over the nonzero coefficients.
Node apply_polynomial(algebra::Program& program, std::span<const Rational> coefficients, Node z) {
  Node value = program.constant(0);
  std::size_t gap = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;) {
    if (!coefficients[k].is_zero()) {
      value = program.add(program.multiply(value, program.power(z, static_cast<unsigned>(gap))),
                          program.constant(coefficients[k]));
      gap = 0;
    }
    ++gap;
  }
  // The loop leaves one step too many behind the constant coefficient.
  return gap <= 1 ? value : program.multiply(value, program.power(z, static_cast<unsigned>(gap - 1)));
}

}  // namespace polyscape::model
