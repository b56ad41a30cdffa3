#include <algorithm>
#include <map>
#include <optional>
#include <string>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/approximation.hpp"
#include "polyscape/spec/expression.hpp"
#include "polyscape/spec/keys.hpp"
#include "polyscape/spec/sections.hpp"

namespace polyscape::spec {
namespace {

constexpr std::uint64_t max_width = 100'000'000;

// The polynomial or approximation a user may have meant by a function's name.
std::string activation_remedy(const std::string& text) {
  const auto names = activation_functions();
  const bool known = std::ranges::find(names, text) != names.end();
  return known ? "write { approximate = \"" + text + "\", degree = 4, interval = [-2, 2] } instead"
               : "write \"z^2\" or \"1/2*z + z^3\", for example, or { approximate = \"relu\", degree = 4, interval = "
                 "[-2, 2] }";
}

std::size_t width_of(const Value& table, std::string_view key, const std::string& what) {
  const std::string remedy = "write " + std::string(key) + " = 2, for example";
  return to_integer(require(table, key, what, remedy), 1, max_width, remedy);
}

void read_dense(const Value& table, Layer& layer) {
  require_keys_of(table, Table::dense);
  layer.width = width_of(table, "width", "the number of units");
  if (const Value* bias = table.find("bias")) layer.bias = to_boolean(*bias);
}

void read_conv1d(const Value& table, Layer& layer) {
  require_keys_of(table, Table::conv1d);
  layer.filter = width_of(table, "filter", "the length of the filter");
  if (table.find("stride") != nullptr) layer.stride = width_of(table, "stride", "the step between positions");
  layer.channels = table.find("channels") != nullptr ? width_of(table, "channels", "the number of channels") : 1;
  if (const Value* bias = table.find("bias")) layer.bias = to_boolean(*bias);
  if (layer.filter > layer.inputs)
    reject(*table.find("filter"), "a filter no longer than its input of " + std::to_string(layer.inputs),
           "write filter = " + std::to_string(layer.inputs) + " or less");
  const std::size_t positions = (layer.inputs - layer.filter) / layer.stride + 1;
  if (positions > max_width / layer.channels)
    reject(*table.find("filter"),
           "an output of at most " + std::to_string(max_width) + " numbers, channels times positions",
           "raise stride, or lower channels");
  layer.width = layer.channels * positions;
}

void read_residual(const Value& table, Layer& layer, const Network& network) {
  require_keys_of(table, Table::residual);
  const std::size_t number = network.layers.size() + 1;
  const Value& from = require(table, "from", "the layer to add, 0 for the input", "write from = 0, for example");
  layer.from = to_integer(from, 0, number - 1, "name an earlier layer, 0 for the input");
  const std::size_t added = layer.from == 0 ? network.inputs : network.layers[layer.from - 1].width;
  layer.width = layer.inputs;
  if (added != layer.inputs)
    reject(from, "a layer of width " + std::to_string(layer.inputs) + ", like the layer before",
           "layer " + std::to_string(layer.from) + " has width " + std::to_string(added) +
               ": choose another one, or make the widths equal");
}

void read_fixed(const Value& table, Layer& layer) {
  require_keys_of(table, Table::fixed);
  const std::string remedy = "write weights = [[\"1\", \"-1\"]], a row a unit, for example";
  const Value& weights = require(table, "weights", "the constants of the layer", remedy);
  layer.weights = to_matrix(weights, remedy);
  layer.width = layer.weights.size();
  if (layer.weights.front().size() != layer.inputs)
    reject(weights, "rows of " + std::to_string(layer.inputs) + " numbers, one an input of the layer",
           "give every row " + std::to_string(layer.inputs) + " entries");
  if (const Value* bias = table.find("bias")) {
    layer.biases = to_row(*bias, "write one number a unit, bias = [\"0\"]");
    if (layer.biases.size() != layer.width)
      reject(*bias, std::to_string(layer.width) + " numbers, one a unit",
             "give every unit its bias, or leave bias out");
  }
}

/// known: the activation, where the table has been read before, as approximations take long.
Layer read_layer(const Value& table, const Network& network, const std::optional<Activation>& known) {
  if (!table.is(Value::Type::table)) reject(table, "a table", "write [[network.layer]] and its keys below");
  Layer layer;
  layer.inputs = network.layers.empty() ? network.inputs : network.layers.back().width;
  const Value* kind = table.find("kind");
  const std::string kinds = "one of dense, conv1d, residual, fixed";
  const std::string text = kind == nullptr ? "dense" : to_text(*kind, kinds, "write kind = \"dense\", for example");
  if (text == "dense") {
    read_dense(table, layer);
  } else if (text == "conv1d") {
    layer.kind = LayerKind::conv1d;
    read_conv1d(table, layer);
  } else if (text == "residual") {
    layer.kind = LayerKind::residual;
    read_residual(table, layer, network);
  } else if (text == "fixed") {
    layer.kind = LayerKind::fixed;
    read_fixed(table, layer);
  } else {
    reject(*kind, kinds, "write kind = \"" + nearest(text, {"dense", "conv1d", "residual", "fixed"}) + "\"");
  }
  if (const Value* activation = table.find("activation"))
    layer.activation = known ? *known : read_activation(*activation);
  return layer;
}

std::uint64_t repetitions(const Value& layer) {
  const Value* repeat = layer.find("repeat");
  constexpr std::uint64_t most = 1000;
  return repeat == nullptr ? 1 : to_integer(*repeat, 1, most, "write repeat = 2, for example");
}

void read_freeze(const Value& table, Network& network) {
  for (const auto& [key, value] : table.entries)
    network.frozen.push_back({known_place(network, value, key), to_rational(value)});
  std::ranges::sort(network.frozen, {}, &Frozen::place);
}

void read_tie(const Value& table, Network& network) {
  std::map<std::uint64_t, const Value*> tied;
  for (const auto& [key, value] : table.entries) tied[known_place(network, value, key)] = &value;
  for (const auto& [place, value] : tied) {
    const std::string own = network.weight_name(place),
                      example = "write " + own + " = \"" + network.weight_name(0) + "\"";
    std::string target = to_text(*value, "the name of a weight, - in front for the other sign", example);
    const int sign = target.starts_with('-') ? -1 : 1;
    if (sign < 0) target.erase(0, 1);
    const std::uint64_t to = known_place(network, *value, target);
    const auto is_frozen = [&](std::uint64_t p) {
      return std::ranges::binary_search(network.frozen, p, {}, &Frozen::place);
    };
    if (to == place) reject(*value, "another weight than " + own + " itself", "leave this tie out");
    if (is_frozen(place)) reject(*value, own + " to be either frozen or tied", "leave one of the two out");
    if (is_frozen(to)) reject(*value, "a weight that is not frozen", "freeze " + own + " instead");
    if (const auto next = tied.find(to); next != tied.end()) {
      const std::string further = next->second->text;
      if (network.weight_place(further.starts_with('-') ? further.substr(1) : further) == place)
        reject(*value, "ties without a cycle", "leave one of the ties between " + own + " and " + target + " out");
      reject(*value, "a weight that is not tied itself",
             "tie " + own + " to the last weight of the chain, \"" + further + "\"");
    }
    network.ties.push_back({place, to, sign});
  }
}

}  // namespace

std::uint64_t known_place(const Network& network, const Value& at, const std::string& weight) {
  if (const auto place = network.weight_place(weight)) return *place;
  throw InputError(at.place, "a weight of this network", "\"" + weight + "\"",
                   "write w<layer>_<unit>_<input> or b<layer>_<unit>, counted from 1, for example " +
                       (network.places() > 0 ? network.weight_name(0) : std::string("w1_1_1")));
}

DegreeAndInterval read_degree_and_interval(const Value& table, const std::string& example) {
  DegreeAndInterval result;
  const Value& degree = require(table, "degree", "the degree of the polynomial", "write " + example);
  result.degree = static_cast<int>(to_integer(degree, 1, max_approximation_degree, "write degree = 4, for example"));
  const Value& interval = require(table, "interval", "the interval [low, high]", "write " + example);
  const auto ends = to_row(interval, "write interval = [-2, 2], for example");
  if (ends.size() != 2) reject(interval, "two numbers, low and high", "write interval = [-2, 2], for example");
  if (!(ends[0] < ends[1]))
    reject(interval, "low below high",
           ends[0] == ends[1] ? "write interval = [-2, 2], for example"
                              : "write interval = [" + ends[1].to_string() + ", " + ends[0].to_string() + "]");
  // What is computed of the function in doubles has to mean something.
  const Rational width = ends[1] - ends[0], reach = std::max(abs(ends[0]), abs(ends[1])),
                 farthest = algebra::power(Rational(10), 6);
  if (reach > farthest || width * farthest < std::max(reach, Rational(1)))
    reject(interval,
           "an interval within [-1000000, 1000000], of a millionth of its distance from 0 at least, and of 1/1000000",
           "write interval = [-2, 2], for example");
  result.low = ends[0];
  result.high = ends[1];
  return result;
}

Activation read_activation(const Value& value) {
  const std::string example = "{ approximate = \"relu\", degree = 4, interval = [-2, 2] }";
  if (value.is(Value::Type::table)) {
    require_keys_of(value, Table::approximation);
    const Value& name = require(value, "approximate", "the function to approximate", "write " + example);
    const std::string function = to_text(name, "the name of a function", "write " + example);
    const auto names = activation_functions();
    std::string list;
    for (const std::string& n : names) list += (list.empty() ? "" : ", ") + n;
    if (std::ranges::find(names, function) == names.end())
      reject(name, "one of " + list, "write one of them, or a polynomial in z as activation = \"z^2\"");
    const auto [degree, low, high] = read_degree_and_interval(value, example);
    try {
      Activation activation = approximate_activation(function, degree, low, high);
      if (activation.coefficients.size() < 2)
        throw InputError(value.place, "an approximation that depends on z", "a constant",
                         "raise the degree, or shorten the interval");
      return activation;
    } catch (const LimitError& error) {
      throw error.at(value.place);
    }
  }
  const std::string text = to_text(value, "a polynomial in z", "write activation = \"z^2\", in quotes, or " + example);
  auto polynomial = parse_polynomial(text);
  if (const auto* error = std::get_if<ExpressionError>(&polynomial)) {
    const bool whole = error->found == "\"" + text + "\" at character 1";
    throw InputError(value.place, "a polynomial in z", "\"" + text + "\"" + (whole ? "" : " (" + error->found + ")"),
                     activation_remedy(text));
  }
  Activation activation;
  activation.coefficients = std::get<0>(std::move(polynomial));
  activation.text = text;
  if (activation.coefficients.size() < 2)
    reject(value, "a polynomial that depends on z",
           "write \"z\" for no activation, or a kind = \"fixed\" layer for constants");
  return activation;
}

void read_layers(const Value& layers, Network& network) {
  constexpr std::size_t most_layers = 10'000, most_constants = 20'000'000;
  std::size_t constants = 0;
  if (!layers.is(Value::Type::array) || layers.items.empty())
    reject(layers, "an array of layers", "write [[network.layer]] with double brackets");
  for (const Value& layer : layers.items) {
    std::optional<Activation> activation;
    for (std::uint64_t left = repetitions(layer); left > 0; --left) {
      if (network.layers.size() == most_layers)
        reject(layer, "at most " + std::to_string(most_layers) + " layers together", "repeat fewer of them");
      if (constants > most_constants)
        reject(layer, "at most " + std::to_string(most_constants) + " constants in fixed layers",
               "repeat fewer of them");
      const Layer& added = network.layers.emplace_back(read_layer(layer, network, activation));
      activation = added.activation;
      for (const auto& row : added.weights) constants += row.size();
      if (network.places() > 1'000'000'000'000) reject(layer, "at most 10^12 weights", "make the layers narrower");
    }
  }
}

Network read_network(const Value& document) {
  const std::string example = "write [network] with inputs = 2 and [[network.layer]] with width = 1 below";
  const Value& table = require(document, "network", "a table [network]", example);
  if (!table.is(Value::Type::table)) reject(table, "a table", example);
  require_keys_of(table, Table::network);
  Network network;
  network.inputs = width_of(table, "inputs", "the number of inputs");
  const Value& layers = require(table, "layer", "at least one layer", "write [[network.layer]] with width = 1 below");
  read_layers(layers, network);
  if (const Value* freeze = find_table(table, "freeze", "[network.freeze] and lines like w1_1_1 = \"1/2\""))
    read_freeze(*freeze, network);
  if (const Value* tie = find_table(table, "tie", "[network.tie] and lines like w1_2_1 = \"w1_1_1\""))
    read_tie(*tie, network);
  if (network.weights() == 0)
    reject(layers, "at least one weight that can vary",
           "add a layer of kind = \"dense\" or \"conv1d\", or leave a weight out of [network.freeze]");
  return network;
}

}  // namespace polyscape::spec
