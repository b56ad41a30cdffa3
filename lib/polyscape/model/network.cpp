#include "polyscape/model/network.hpp"

#include <algorithm>

namespace polyscape::model {
namespace {

using Node = algebra::Program::Node;

// What follows needs of a ring what Program offers: the input is a constant there, its coordinates may be variables
// elsewhere.
template <class Ring>
typename Ring::Node weight_node(Ring& ring, const WeightPlace& place) {
  if (place.frozen) return ring.constant(place.value);
  const auto variable = ring.variable(place.variable);
  return place.sign < 0 ? ring.negate(variable) : variable;
}

/// sum_k w_k x_k + b over a unit's places; input k of the unit is inputs[first + k].
template <class Ring>
typename Ring::Node unit_argument(Ring& ring, const spec::Layer& layer, const WeightPlace* places,
                                  const std::vector<typename Ring::Node>& inputs, std::size_t first) {
  std::vector<typename Ring::Node> terms;
  for (std::size_t k = 0; k < layer.taps(); ++k)
    terms.push_back(ring.multiply(weight_node(ring, places[k]), inputs[first + k]));
  if (layer.bias) terms.push_back(weight_node(ring, places[layer.taps()]));
  return ring.sum(terms);
}

template <class Ring>
std::vector<typename Ring::Node> arguments(Ring& ring, const spec::Layer& layer, const WeightPlace* places,
                                           const std::vector<typename Ring::Node>& inputs,
                                           const std::vector<typename Ring::Node>& added) {
  std::vector<typename Ring::Node> result;
  switch (layer.kind) {
    case spec::LayerKind::dense:
      for (std::size_t j = 0; j < layer.width; ++j)
        result.push_back(unit_argument(ring, layer, places + j * layer.unit_weights(), inputs, 0));
      break;
    case spec::LayerKind::conv1d:
      for (std::size_t c = 0; c < layer.channels; ++c)
        for (std::size_t p = 0; p < layer.positions(); ++p)
          result.push_back(unit_argument(ring, layer, places + c * layer.unit_weights(), inputs, p * layer.stride));
      break;
    case spec::LayerKind::residual:
      for (std::size_t j = 0; j < layer.width; ++j) result.push_back(ring.add(inputs[j], added[j]));
      break;
    case spec::LayerKind::fixed:
      for (std::size_t j = 0; j < layer.width; ++j) {
        auto sum = ring.constant(layer.biases.empty() ? Rational(0) : layer.biases[j]);
        for (std::size_t k = 0; k < layer.inputs; ++k) sum = ring.add(sum, ring.scale(layer.weights[j][k], inputs[k]));
        result.push_back(sum);
      }
      break;
  }
  return result;
}

// Horner's rule over the nonzero coefficients.
template <class Ring>
typename Ring::Node polynomial_at(Ring& ring, std::span<const Rational> coefficients, const typename Ring::Node& z) {
  auto value = ring.constant(0);
  std::size_t gap = 0;
  for (std::size_t k = coefficients.size(); k-- > 0;) {
    if (!coefficients[k].is_zero()) {
      value = ring.add(ring.multiply(value, ring.power(z, static_cast<unsigned>(gap))), ring.constant(coefficients[k]));
      gap = 0;
    }
    ++gap;
  }
  // The loop leaves one step too many behind the constant coefficient.
  return gap <= 1 ? value : ring.multiply(value, ring.power(z, static_cast<unsigned>(gap - 1)));
}

template <class Ring>
PassOver<Ring> forward_in(Ring& ring, const spec::Network& network, const Weights& weights,
                          const std::vector<typename Ring::Node>& input) {
  PassOver<Ring> pass;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const spec::Layer& layer = network.layers[l];
    const auto& inputs = l == 0 ? input : pass.outputs[l - 1];
    const auto& added =
        layer.kind == spec::LayerKind::residual && layer.from > 0 ? pass.outputs[layer.from - 1] : input;
    pass.pre_activations.push_back(
        arguments(ring, layer, weights.places.data() + weights.first_place[l], inputs, added));
    std::vector<typename Ring::Node> outputs;
    for (const auto& z : pass.pre_activations.back())
      outputs.push_back(polynomial_at(ring, layer.activation.coefficients, z));
    pass.outputs.push_back(std::move(outputs));
  }
  return pass;
}

}  // namespace

bool is_plain(const spec::Network& network) {
  return network.frozen.empty() && network.ties.empty() && std::ranges::all_of(network.layers, [](const auto& layer) {
           return layer.kind == spec::LayerKind::dense && !layer.bias;
         });
}

bool is_linear(const spec::Network& network) {
  return std::ranges::all_of(network.layers, [](const auto& layer) { return layer.activation.is_identity(); });
}

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
  std::vector<Node> first;
  for (const Rational& x : input) first.push_back(program.constant(x));
  return forward_in(program, network, weights, first);
}

Pass forward_from(algebra::Program& program, const spec::Network& network, const Weights& weights,
                  std::span<const Node> input) {
  return forward_in(program, network, weights, std::vector<Node>(input.begin(), input.end()));
}

std::optional<std::vector<InputPolynomial>> outputs_in_inputs(algebra::Program& program, const spec::Network& network,
                                                              const Weights& weights, std::size_t inputs,
                                                              std::size_t most_terms) {
  InputRing ring(program, most_terms);
  std::vector<InputPolynomial> coordinates;
  for (std::size_t i = 0; i < inputs; ++i) coordinates.push_back(ring.coordinate(i));
  auto pass = forward_in(ring, network, weights, coordinates);
  if (ring.overflowed()) return std::nullopt;
  return std::move(pass.outputs.back());
}

}  // namespace polyscape::model
