#include "polyscape/spec/parse.hpp"

#include <algorithm>
#include <filesystem>

#include "polyscape/base/error.hpp"
#include "polyscape/base/file_text.hpp"
#include "polyscape/spec/approximation.hpp"
#include "polyscape/spec/choices.hpp"
#include "polyscape/spec/keys.hpp"
#include "polyscape/spec/sections.hpp"

namespace polyscape::spec {
namespace {

LayerTikhonov read_layer_tikhonov(const Value& table, const Layer& layer, std::size_t number) {
  if (!table.is(Value::Type::table)) reject(table, "a table", "write { weights = [[..], ..] }");
  require_keys_of(table, Table::layer_lambdas);
  const std::string shape = std::to_string(layer.units()) + " rows of " + std::to_string(layer.taps()) +
                            " numbers, like the weights of layer " + std::to_string(number);
  const Value& weights = require(table, "weights", shape, "write weights = [[..], ..], a row a unit");
  LayerTikhonov result{to_matrix(weights, "write " + shape), {}};
  if (result.weights.size() != layer.units() || result.weights[0].size() != layer.taps())
    reject(weights, shape, "give every weight its number");
  const Value* bias = table.find("bias");
  if (bias == nullptr && layer.bias)
    require(table, "bias", std::to_string(layer.units()) + " numbers, one a bias of layer " + std::to_string(number),
            "write bias = [..]");
  if (bias != nullptr) {
    if (!layer.bias) reject(*bias, "no bias, layer " + std::to_string(number) + " has none", "leave bias out");
    result.bias = to_row(*bias, "write bias = [..], a number a unit");
    if (result.bias.size() != layer.units())
      reject(*bias, std::to_string(layer.units()) + " numbers, one a unit", "give every bias its number");
  }
  const std::string remedy = "write 0 or a positive number";
  for (std::size_t j = 0; j < result.weights.size(); ++j)
    for (std::size_t k = 0; k < result.weights[j].size(); ++k)
      if (result.weights[j][k].sign() < 0) reject(weights.items[j].items[k], "a number >= 0", remedy);
  for (std::size_t j = 0; j < result.bias.size(); ++j)
    if (result.bias[j].sign() < 0) reject(bias->items[j], "a number >= 0", remedy);
  return result;
}

void read_per_weight(const Value& table, const Network& network, Regularization& result) {
  const std::string example =
      "write tikhonov = { layer = [ { weights = [[\"1/2\", \"1/3\"]], bias = [\"1/9\"] }, .. ] }";
  result.kind = TikhonovKind::per_weight;
  require_keys_of(table, Table::lambdas);
  const Value& layers = require(table, "layer", "one table a layer with weights", example);
  std::vector<std::size_t> with_weights;
  for (std::size_t l = 0; l < network.layers.size(); ++l)
    if (network.layers[l].units() > 0) with_weights.push_back(l);
  if (!layers.is(Value::Type::array) || layers.items.size() != with_weights.size())
    reject(layers, "an array of " + std::to_string(with_weights.size()) + " tables, one a layer with weights", example);
  for (std::size_t i = 0; i < with_weights.size(); ++i)
    result.layers.push_back(read_layer_tikhonov(layers.items[i], network.layers[with_weights[i]], with_weights[i] + 1));
}

// What is drawn until it is positive must be so with a probability that is not small.
Distribution read_positive(const Value& table) {
  Distribution d = read_distribution(table, {});
  const auto require_number = [&](const char* key, bool holds, const std::string& expected) {
    if (!holds)
      reject(table.find(key) != nullptr ? *table.find(key) : table, expected,
             "write tikhonov = { distribution = \"uniform\", interval = [0, 1], step = \"1/1000\" }, for example");
  };
  if (d.kind == DistributionKind::uniform) {
    require_number("interval", d.low.sign() >= 0 && d.high >= d.step,
                   "an interval of numbers >= 0 with a positive multiple of " + d.step.to_string());
  } else if (d.kind == DistributionKind::normal) {
    require_number("mean", d.mean.sign() >= 0, "a mean >= 0");
    require_number("step", std::max(d.mean, d.deviation) >= d.step, "a step no larger than the mean or the deviation");
  }
  return d;
}

}  // namespace

Loss read_loss(const Value& document, const Network& network) {
  Loss loss;
  const Value* table = find_table(document, "loss", "[loss] with kind = \"square\" below");
  if (table == nullptr) return loss;
  require_keys_of(*table, Table::loss);
  if (const Value* kind = table->find("kind")) {
    const std::string kinds = "one of square, logistic, cross-entropy";
    const std::string text = to_text(*kind, kinds, "write kind = \"square\", for example");
    if (text == "logistic")
      loss.kind = LossKind::logistic;
    else if (text == "cross-entropy")
      loss.kind = LossKind::cross_entropy;
    else if (text != "square")
      reject(*kind, kinds, "write kind = \"" + nearest(text, {"square", "logistic", "cross-entropy"}) + "\"");
    if (loss.kind == LossKind::logistic && network.outputs() != 1)
      reject(*kind, "a network of one output for the logistic loss",
             "make the last layer's width 1, or write kind = \"cross-entropy\"");
    if (loss.kind == LossKind::cross_entropy && network.outputs() < 2)
      reject(*kind, "a network of at least two outputs for the cross-entropy loss",
             "make the last layer as wide as there are classes, or write kind = \"logistic\"");
  }
  if (const Value* scale = table->find("scale")) {
    const std::string text = to_text(*scale, "\"sum\" or \"mean\"", "write scale = \"mean\", for example");
    if (text != "sum" && text != "mean")
      reject(*scale, "\"sum\" or \"mean\"", "write scale = \"" + nearest(text, {"sum", "mean"}) + "\"");
    loss.mean = text == "mean";
  }
  const std::string example = "polynomial = { degree = 6, interval = [-3, 3] }";
  const Value* polynomial = find_table(*table, "polynomial", example);
  if (loss.kind == LossKind::square) {
    if (polynomial != nullptr) reject(*polynomial, "no polynomial, the square loss is one", "leave it out");
    return loss;
  }
  DegreeAndInterval d{loss.kind == LossKind::logistic ? default_logistic_degree : default_log_sum_exp_degree, -3, 3};
  if (polynomial != nullptr) {
    require_keys_of(*polynomial, Table::polynomial);
    d = read_degree_and_interval(*polynomial, example);
  }
  try {
    loss.surrogate = loss.kind == LossKind::logistic
                         ? approximate_logistic(d.degree, d.low, d.high)
                         : approximate_log_sum_exp(network.outputs(), d.degree, d.low, d.high);
  } catch (const ArgumentError&) {
    throw InputError((polynomial != nullptr ? *polynomial : *table).place,
                     "fewer classes or a lower degree for the cross-entropy surrogate",
                     std::to_string(network.outputs()) + " classes at degree " + std::to_string(d.degree),
                     "write polynomial = { degree = 2, interval = [-3, 3] }, for example");
  }
  return loss;
}

Regularization read_regularization(const Value& document, const Network& network) {
  Regularization result;
  const Value* table = find_table(document, "regularization", "[regularization] with tikhonov = \"generic\" below");
  if (table == nullptr) return result;
  require_keys_of(*table, Table::regularization);
  if (const Value* seed = table->find("seed"))
    result.seed = to_integer(*seed, 0, INT64_MAX, "write seed = 1, for example");
  const Value* value = table->find("tikhonov");
  if (value == nullptr) return result;
  if (value->is(Value::Type::table)) {
    if (value->find("layer") == nullptr && value->find("distribution") != nullptr) {
      result.kind = TikhonovKind::drawn;
      result.distribution = read_positive(*value);
    } else {
      read_per_weight(*value, network, result);
    }
    return result;
  }
  const std::string expected = "none, generic, one rational number >= 0, a table with one a weight, or a distribution";
  const std::string remedy = "write tikhonov = \"generic\" or tikhonov = \"1/10\", for example";
  if (value->is(Value::Type::string) && value->text == "none") return result;
  if (value->is(Value::Type::string) && value->text == "generic") {
    result.kind = TikhonovKind::generic;
    return result;
  }
  const bool number =
      value->is(Value::Type::string) || value->is(Value::Type::integer) || value->is(Value::Type::decimal);
  const auto exact = number ? Rational::parse(value->text) : std::nullopt;
  if (!exact) reject(*value, expected, remedy);
  if (exact->sign() < 0) reject(*value, "a number >= 0", "write " + (-*exact).to_string() + " or 0");
  result.kind = TikhonovKind::scalar;
  result.value = *exact;
  return result;
}

Specification specification_of(const Value& document, const std::string& text, const std::string& file,
                               const std::string& directory) {
  if (const Value* potential = document.find("potential"))
    throw InputError(potential->place, "a [network]", "a [potential]",
                     "run polyscape dynamics, the verb that takes one, or write a network");
  require_keys_of(document, Table::specification);
  Specification result;
  result.text = text;
  result.path = file;
  result.title = std::filesystem::path(file).stem().string();
  if (const Value* title = document.find("title"))
    result.title = to_text(*title, "a string", "write title = \"..\", in quotes");
  result.network = read_network(document);
  result.loss = read_loss(document, result.network);
  result.data = read_data(document, result.network, result.loss, directory);
  result.regularization = read_regularization(document, result.network);
  result.solve = read_entries(document, "solve", "[solve] with start = \"auto\" below");
  result.dynamics = read_entries(document, "dynamics", "[dynamics] with temperature = 0.1 below");
  return result;
}

// What is wrong besides lists is said first.
Specification parse_specification(const std::string& text, const std::string& file, const std::string& directory) {
  Value document = parse_document(text, file);
  try {
    return specification_of(document, text, file, directory);
  } catch (const InputError&) {
    std::vector<Choice> choices;
    try {
      choices = choices_of(document, text);
    } catch (const InputError&) {  // lists that no sweep takes
    }
    if (choices.empty()) throw;
    for (const Choice& choice : choices) choose(document, choice, 0);
    specification_of(document, text, file, directory);
    reject(choices.front().list, "one value",
           "write one, or run polyscape sweep, the verb that takes lists and ranges");
  }
}

Specification with_file_beside(const Specification& specification) {
  const std::filesystem::path file = std::filesystem::path(specification.data.file).lexically_normal();
  const std::string name = file.filename().string();
  if (file.empty() || !(file.is_absolute() || *file.begin() == "..")) return specification;
  const auto named = [](const Value& document) { return require(require(document, "data", "", ""), "file", "", ""); };
  const Value old = named(parse_document(specification.text, specification.path));
  Specification result = specification;
  result.data.file = name;
  result.text = specification.text.substr(0, old.begin) + "'" + name + "'" + specification.text.substr(old.end);
  try {
    if (named(parse_document(result.text, specification.path)).text == name) return result;
  } catch (const InputError&) {  // a name with quotes
  }
  return specification;
}

Specification read_specification(const std::string& path) {
  const auto text = file_text(path);
  if (!text) throw InputError(path, "a specification that can be read", "nothing", "correct the name of the file");
  return parse_specification(*text, path, std::filesystem::path(path).parent_path().string());
}

}  // namespace polyscape::spec
