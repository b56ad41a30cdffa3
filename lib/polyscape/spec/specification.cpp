#include "polyscape/spec/specification.hpp"

#include <algorithm>
#include <bit>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::spec {
namespace {

/// A seeded permutation of 0..size-1, one image at a time: a Feistel network on the smallest square of a power of two,
/// applied again until the image falls below `size` (cycle walking; Black, Rogaway 2002).
std::uint64_t permuted(std::uint64_t index, std::uint64_t size, std::uint64_t seed) {
  const int half = std::max(1, (static_cast<int>(std::bit_width(size - 1)) + 1) / 2);
  const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
  const Random random(seed);
  do {
    std::uint64_t left = index >> half, right = index & mask;
    for (std::uint64_t round = 0; round < 6; ++round) {
      const std::uint64_t next = left ^ (random.stream(round).stream(right).next() & mask);
      left = right;
      right = next;
    }
    index = left << half | right;
  } while (index >= size);
  return index;
}

struct Located {
  std::size_t layer;
  std::uint64_t unit, position;
};

Located located(const Network& network, std::uint64_t place) {
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Layer& layer = network.layers[l];
    if (place < layer.places()) return {l, place / layer.unit_weights(), place % layer.unit_weights()};
    place -= layer.places();
  }
  throw ArgumentError("weight place out of range");
}

std::optional<std::uint64_t> number_from_one(std::string_view text, std::uint64_t limit) {
  const auto value = text.empty() || text[0] < '1' || text[0] > '9' ? std::nullopt : algebra::Integer::parse(text);
  const auto number = value ? value->to_int64() : std::nullopt;
  if (!number || static_cast<std::uint64_t>(*number) > limit) return std::nullopt;
  return static_cast<std::uint64_t>(*number);
}

}  // namespace

std::uint64_t Layer::units() const {
  return kind == LayerKind::dense ? width : kind == LayerKind::conv1d ? channels : 0;
}

std::uint64_t Layer::taps() const { return kind == LayerKind::dense ? inputs : kind == LayerKind::conv1d ? filter : 0; }

std::uint64_t Network::places() const {
  std::uint64_t total = 0;
  for (const Layer& layer : layers) total += layer.places();
  return total;
}

std::string Network::weight_name(std::uint64_t place) const {
  const auto [l, unit, position] = located(*this, place);
  const std::string middle = std::to_string(l + 1) + "_" + std::to_string(unit + 1);
  return position == layers[l].taps() ? "b" + middle : "w" + middle + "_" + std::to_string(position + 1);
}

std::optional<std::uint64_t> Network::weight_place(const std::string& weight_name) const {
  if (weight_name.empty() || (weight_name[0] != 'w' && weight_name[0] != 'b')) return std::nullopt;
  const bool is_bias = weight_name[0] == 'b';
  std::vector<std::string_view> parts;
  const std::string_view rest = std::string_view(weight_name).substr(1);
  for (std::size_t begin = 0; begin <= rest.size();) {
    const std::size_t end = std::min(rest.find('_', begin), rest.size());
    parts.push_back(rest.substr(begin, end - begin));
    begin = end + 1;
  }
  if (parts.size() != (is_bias ? 2 : 3)) return std::nullopt;
  const auto l = number_from_one(parts[0], layers.size());
  if (!l) return std::nullopt;
  const Layer& layer = layers[*l - 1];
  const auto unit = number_from_one(parts[1], layer.units());
  const auto position =
      is_bias ? (layer.bias ? std::optional(layer.taps() + 1) : std::nullopt) : number_from_one(parts[2], layer.taps());
  if (!unit || !position) return std::nullopt;
  std::uint64_t first = 0;
  for (std::size_t k = 0; k + 1 < *l; ++k) first += layers[k].places();
  return first + (*unit - 1) * layer.unit_weights() + *position - 1;
}

std::uint64_t regularization_seed(const Specification& specification) {
  const Regularization& r = specification.regularization;
  return r.seed.value_or(r.kind == TikhonovKind::drawn ? specification.data.seed : 1);
}

Rational lambda(const Specification& specification, std::uint64_t place) {
  const Regularization& r = specification.regularization;
  switch (r.kind) {
    case TikhonovKind::none:
      return 0;
    case TikhonovKind::scalar:
      return r.value;
    case TikhonovKind::generic: {
      const std::uint64_t range = std::max<std::uint64_t>(40, 4 * specification.network.places());
      return Rational(
          algebra::Integer(static_cast<long>(permuted(place, range, regularization_seed(specification)) + 1)),
          algebra::Integer(static_cast<long>(10 * range)));
    }
    case TikhonovKind::drawn: {
      Random random = Random(regularization_seed(specification)).stream("regularization").stream(place);
      for (;;)
        if (Rational number = draw(r.distribution, random); number.sign() > 0) return number;
    }
    case TikhonovKind::per_weight:
      break;
  }
  const auto [l, unit, position] = located(specification.network, place);
  std::size_t table = 0;  // tables stand for layers with weights only
  for (std::size_t k = 0; k < l; ++k) table += specification.network.layers[k].units() > 0 ? 1 : 0;
  const LayerTikhonov& t = r.layers[table];
  return position == specification.network.layers[l].taps() ? t.bias[unit] : t.weights[unit][position];
}

std::string summary(const Network& network) {
  std::string widths = std::to_string(network.inputs), activations;
  for (const Layer& layer : network.layers) {
    widths += "-" + std::to_string(layer.width);
    if (layer.kind != LayerKind::dense) widths += "(" + std::string(name(layer.kind)) + ")";
    if (!layer.activation.is_identity() && activations.find(layer.activation.text) == std::string::npos)
      activations += (activations.empty() ? "" : " and ") + layer.activation.text;
  }
  return widths + ", " + (activations.empty() ? "linear" : activations) + ", " + std::to_string(network.weights()) +
         " weights";
}

}  // namespace polyscape::spec
