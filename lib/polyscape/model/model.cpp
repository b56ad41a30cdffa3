#include "polyscape/model/model.hpp"

#include <algorithm>
#include <map>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/model/gram.hpp"
#include "polyscape/model/loss.hpp"
#include "polyscape/model/passes.hpp"
#include "polyscape/model/symmetry.hpp"

namespace polyscape::model {
namespace {

using algebra::Program;
using Node = Program::Node;

// Products of a weight and a unit's input in the passes of all samples: what building takes time and memory for.
constexpr double max_products = 2e7;

std::vector<PreActivations> watched(const Program& program, const spec::Specification& s, const Passes& passes,
                                    const std::vector<Node>& surrogate_arguments) {
  std::vector<PreActivations> result;
  const auto add = [&](std::string label, const spec::Approximation& a, std::vector<Node> values) {
    Program copy = program;
    copy.outputs = std::move(values);
    const std::size_t per_sample = copy.outputs.size() / s.data.inputs.size();
    result.push_back({std::move(label), per_sample, algebra::pruned(copy), a.low, a.high});
  };
  for (std::size_t l = 0; l < s.network.layers.size(); ++l) {
    const auto& approximation = s.network.layers[l].activation.approximation;
    if (!approximation) continue;
    std::vector<Node> values;
    for (const Pass& pass : passes.samples)
      values.insert(values.end(), pass.pre_activations[l].begin(), pass.pre_activations[l].end());
    add("layer " + std::to_string(l + 1) + " (" + approximation->function + ")", *approximation, std::move(values));
  }
  if (s.loss.surrogate)
    add("loss (" + std::string(name(s.loss.kind)) + ")", s.loss.surrogate->approximation, surrogate_arguments);
  return result;
}

/// Variables grouped by what `key` says of layer, unit and whether they are biases; groups in order of the keys.
template <class Key>
algebra::Partition grouped(const spec::Network& network, const Weights& weights, Key key) {
  std::map<decltype(key(std::size_t{}, std::uint64_t{}, bool{})), std::vector<std::size_t>> groups;
  std::size_t layer = 0;
  for (std::size_t v = 0; v < weights.place_of.size(); ++v) {
    const std::uint64_t place = weights.place_of[v];
    while (layer + 1 < network.layers.size() && place >= weights.first_place[layer + 1]) ++layer;
    const std::uint64_t within = place - weights.first_place[layer], size = network.layers[layer].unit_weights();
    groups[key(layer, within / size, within % size == network.layers[layer].taps())].push_back(v);
  }
  algebra::Partition partition;
  for (auto& [k, group] : groups) partition.push_back(std::move(group));
  return partition;
}

std::vector<LabelledPartition> natural_partitions(const spec::Network& network, const Weights& weights) {
  using Unit = std::pair<std::size_t, std::uint64_t>;
  const LabelledPartition candidates[] = {
      {"layers", grouped(network, weights, [](std::size_t l, std::uint64_t, bool) { return l; })},
      {"weights and biases",
       grouped(network, weights, [](std::size_t l, std::uint64_t, bool bias) { return std::pair(l, bias); })},
      {"units", grouped(network, weights, [](std::size_t l, std::uint64_t unit, bool) { return Unit(l, unit); })}};
  std::vector<LabelledPartition> result;
  for (const LabelledPartition& candidate : candidates)
    if (std::ranges::find(result, candidate.partition, &LabelledPartition::partition) == result.end())
      result.push_back(candidate);
  return result;
}

}  // namespace

bool can_build(const spec::Specification& s) {
  double products = 0;
  for (const spec::Layer& layer : s.network.layers) {
    const double positions = layer.kind == spec::LayerKind::conv1d ? static_cast<double>(layer.positions()) : 1;
    products += static_cast<double>(layer.places()) * positions + static_cast<double>(layer.width) +
                static_cast<double>(layer.weights.size()) * static_cast<double>(layer.inputs);
  }
  return products * static_cast<double>(s.data.inputs.size()) <= max_products;
}

Model build_model(const spec::Specification& s) {
  if (!can_build(s))
    throw InputError(
        s.path, "a network whose equations can be built",
        std::to_string(s.network.weights()) + " weights and " + std::to_string(s.data.inputs.size()) + " samples",
        "ask for its bounds alone: polyscape bounds " + s.path);
  const Weights weights = number_weights(s.network);
  Model model;
  model.specification = s;
  for (const std::uint64_t place : weights.place_of) {
    model.names.push_back(s.network.weight_name(place));
    model.lambda.push_back(spec::lambda(s, place));
  }
  model.samples = s.data.inputs.size();
  model.outputs_per_sample = s.network.outputs();
  model.has_interpolation = s.loss.kind == spec::LossKind::square;
  const std::size_t M = model.names.size();

  Program program(M);
  const Passes passes = all_passes(program, s, weights);
  const DataTerm data = data_term(program, s, passes.outputs);
  std::vector<Node> residuals, gradient = reverse_pass(program, s, weights, data.derivatives);
  for (std::size_t k = 0; k < passes.outputs.size(); ++k) {
    const Rational& target = s.data.targets[k / model.outputs_per_sample][k % model.outputs_per_sample];
    residuals.push_back(program.add(passes.outputs[k], program.constant(-target)));
  }
  const std::optional<MomentForm> moments = moment_form(program, s, weights, model.samples - 1);
  std::vector<Node> by_gram_matrix = moments ? moments->gradient : std::vector<Node>{};
  Node loss = data.value;
  for (std::size_t j = 0; j < M; ++j) {
    const Node w = program.variable(j);
    loss = program.add(loss, program.scale(model.lambda[j] / Rational(2), program.multiply(w, w)));
    for (auto* nodes : {&gradient, &by_gram_matrix})
      if (!nodes->empty()) (*nodes)[j] = program.add((*nodes)[j], program.scale(model.lambda[j], w));
  }

  const auto part = [&](std::vector<Node> outputs) {
    program.outputs = std::move(outputs);
    return algebra::pruned(program);
  };
  model.outputs = part(passes.outputs);
  model.residuals = part(residuals);
  model.loss = part({loss});
  model.gradient = part(gradient);
  if (!by_gram_matrix.empty()) {
    Program folded = part(by_gram_matrix);
    if (algebra::differentiated_cost(folded) < algebra::differentiated_cost(model.gradient))
      model.gradient = std::move(folded);
  }
  model.partitions = natural_partitions(s.network, weights);
  model.symmetries = loss_symmetries(s.network, weights, model.lambda, model.loss);
  model.scalings = loss_scalings(s.network, weights, model.lambda, model.loss);
  model.pre_activations = watched(program, s, passes, data.surrogate_arguments);
  return model;
}

algebra::System gradient_system(const Model& model) {
  const std::size_t M = model.names.size();
  algebra::Polynomial loss(M);
  if (model.has_interpolation) {
    // Summed sample by sample: the partial sums need not be kept, as expanding the whole program would.
    for (const algebra::Polynomial& r : algebra::expand(model.residuals)) {
      stop_if_cancelled();
      loss += r * r;
    }
    const bool mean = model.specification.loss.mean;
    loss *= Rational(1, 2 * (mean ? static_cast<long>(model.samples) : 1));
    for (std::size_t j = 0; j < M; ++j)
      loss += algebra::Polynomial::variable(M, j).pow(2) * (model.lambda[j] / Rational(2));
  } else {
    loss = algebra::expand(model.loss)[0];
  }
  algebra::System system{model.names, {}};
  for (std::size_t j = 0; j < M; ++j) {
    stop_if_cancelled();
    system.equations.push_back(loss.derivative(j));
  }
  return system;
}

std::vector<Node> tilted_data_gradient(Program& program, const spec::Specification& s, std::span<const Node> tilts) {
  const Weights weights = number_weights(s.network);
  std::vector<Node> adjoints = data_term(program, s, all_passes(program, s, weights).outputs).derivatives;
  for (std::size_t k = 0; k < adjoints.size(); ++k) adjoints[k] = program.add(adjoints[k], tilts[k]);
  return reverse_pass(program, s, weights, adjoints);
}

algebra::Differentiated hessian(const Model& model) { return algebra::differentiate(model.gradient); }

}  // namespace polyscape::model
