#include "polyscape/spec/evaluate.hpp"

#include "polyscape/algebra/limits.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::spec {
namespace {

using Row = std::vector<Rational>;

Rational unit_argument(const Layer& layer, std::span<const Rational> places, const Row& inputs, std::size_t first) {
  Rational sum = layer.bias ? places[layer.taps()] : Rational(0);
  for (std::size_t k = 0; k < layer.taps(); ++k) sum += places[k] * inputs[first + k];
  return sum;
}

Row arguments(const Layer& layer, std::span<const Rational> places, const Row& inputs, const Row& added) {
  Row result;
  switch (layer.kind) {
    case LayerKind::dense:
      for (std::size_t j = 0; j < layer.width; ++j)
        result.push_back(unit_argument(layer, places.subspan(j * layer.unit_weights()), inputs, 0));
      break;
    case LayerKind::conv1d:
      for (std::size_t c = 0; c < layer.channels; ++c)
        for (std::size_t p = 0; p < layer.positions(); ++p)
          result.push_back(unit_argument(layer, places.subspan(c * layer.unit_weights()), inputs, p * layer.stride));
      break;
    case LayerKind::residual:
      for (std::size_t j = 0; j < layer.width; ++j) result.push_back(inputs[j] + added[j]);
      break;
    case LayerKind::fixed:
      for (std::size_t j = 0; j < layer.width; ++j) {
        result.push_back(layer.biases.empty() ? Rational(0) : layer.biases[j]);
        for (std::size_t k = 0; k < layer.inputs; ++k) result.back() += layer.weights[j][k] * inputs[k];
      }
      break;
  }
  return result;
}

Rational activated(const Activation& activation, const Rational& z) {
  if (activation.is_identity()) return z;
  algebra::require_coefficient(static_cast<double>(activation.degree()) * static_cast<double>(algebra::bits(z)));
  Rational sum;
  for (std::size_t k = activation.coefficients.size(); k-- > 0;) sum = sum * z + activation.coefficients[k];
  return sum;
}

}  // namespace

std::vector<Rational> place_values(const Network& network, std::span<const Rational> weights) {
  if (weights.size() != network.weights()) throw ArgumentError("place_values: not one weight a variable");
  Row result(network.places());
  std::size_t next = 0, frozen = 0, tied = 0;
  for (std::uint64_t place = 0; place < result.size(); ++place) {
    if (frozen < network.frozen.size() && network.frozen[frozen].place == place)
      result[place] = network.frozen[frozen++].value;
    else if (tied < network.ties.size() && network.ties[tied].place == place)
      ++tied;
    else
      result[place] = weights[next++];
  }
  for (const Tie& tie : network.ties) result[tie.place] = tie.sign < 0 ? -result[tie.to] : result[tie.to];
  return result;
}

std::vector<Rational> outputs(const Network& network, std::span<const Rational> places,
                              std::span<const Rational> input) {
  if (places.size() != network.places() || input.size() != network.inputs)
    throw ArgumentError("outputs: weights or inputs of another network");
  std::vector<Row> values{Row(input.begin(), input.end())};  // of the input, then of each layer
  for (const Layer& layer : network.layers) {
    Row next = arguments(layer, places.first(layer.places()), values.back(), values[layer.from]);
    for (Rational& z : next) z = activated(layer.activation, z);
    values.push_back(std::move(next));
    places = places.subspan(layer.places());
  }
  return values.back();
}

}  // namespace polyscape::spec
