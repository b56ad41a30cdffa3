#include <algorithm>
#include <map>

#include "polyscape/model/model.hpp"

namespace polyscape::model {
namespace {

using Row = std::vector<Rational>;

constexpr std::size_t listed = 8;  // members of a list before it is cut short

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < listed; ++i) text += (i > 0 ? ", " : "") + words[i];
  if (words.size() > listed) text += " and " + std::to_string(words.size() - listed) + " more";
  return text;
}

bool is_zero(const Row& row) {
  return std::ranges::all_of(row, [](const Rational& x) { return x.is_zero(); });
}

Row negated(const Row& row) {
  Row result;
  for (const Rational& x : row) result.push_back(-x);
  return result;
}

bool is_even(const spec::Activation& activation) {
  for (std::size_t k = 1; k < activation.coefficients.size(); k += 2)
    if (!activation.coefficients[k].is_zero()) return false;
  return true;
}

void repeated_samples(const spec::Data& data, std::vector<std::string>& found) {
  std::map<Row, std::size_t> first;
  std::vector<std::string> same, contradictory;
  for (std::size_t i = 0; i < data.inputs.size(); ++i) {
    const auto [it, inserted] = first.try_emplace(data.inputs[i], i);
    if (inserted) continue;
    const std::string pair = "sample " + std::to_string(it->second + 1) + " = sample " + std::to_string(i + 1);
    (data.targets[it->second] == data.targets[i] ? same : contradictory).push_back(pair);
  }
  if (!same.empty()) found.push_back("equal samples: " + joined(same));
  if (!contradictory.empty())
    found.push_back("samples with equal inputs and different targets, which no weights fit [exact]: " +
                    joined(contradictory));
}

// A first layer without bias and with an even activation cannot tell x from -x.
void antipodal_samples(const spec::Network& network, const spec::Data& data, std::vector<std::string>& found) {
  const spec::Layer& layer = network.layers[0];
  const bool biased = layer.bias || std::ranges::any_of(layer.biases, [](const Rational& b) { return !b.is_zero(); });
  const bool input_used_later = std::ranges::any_of(
      network.layers, [](const spec::Layer& l) { return l.kind == spec::LayerKind::residual && l.from == 0; });
  if (biased || input_used_later || !is_even(layer.activation)) return;
  std::map<Row, std::size_t> first;
  std::vector<std::string> pairs;
  for (std::size_t i = 0; i < data.inputs.size(); ++i) {
    if (is_zero(data.inputs[i])) continue;
    if (const auto it = first.find(negated(data.inputs[i])); it != first.end())
      pairs.push_back(
          "sample " + std::to_string(it->second + 1) + " = -(sample " + std::to_string(i + 1) + ")" +
          (data.targets[it->second] == data.targets[i] ? "" : " (different targets, which no weights fit [exact])"));
    first.try_emplace(data.inputs[i], i);
  }
  if (!pairs.empty())
    found.push_back("samples x and -x, one and the same under the even activation of layer 1: " + joined(pairs));
}

void zero_and_constant(const Model& model, std::vector<std::string>& found) {
  const spec::Data& data = model.specification.data;
  std::vector<std::string> zero_samples, dead, constant;
  for (std::size_t i = 0; i < data.inputs.size(); ++i)
    if (is_zero(data.inputs[i])) zero_samples.push_back("sample " + std::to_string(i + 1));
  if (!zero_samples.empty()) found.push_back("samples whose inputs are all zero: " + joined(zero_samples));
  for (std::size_t k = 0; k < data.inputs[0].size(); ++k) {
    const Rational& value = data.inputs[0][k];
    if (data.inputs.size() < 2 && !value.is_zero()) continue;
    if (!std::ranges::all_of(data.inputs, [&](const Row& row) { return row[k] == value; })) continue;
    const std::string name = data.input_names.empty() ? "input " + std::to_string(k + 1) : data.input_names[k];
    (value.is_zero() ? dead : constant).push_back(name);
  }
  if (!dead.empty())
    found.push_back("dead inputs, zero in every sample (their weights in the first layer touch no output): " +
                    joined(dead));
  if (!constant.empty()) found.push_back("constant inputs, the same in every sample: " + joined(constant));
  if (std::ranges::all_of(data.targets, is_zero)) found.push_back("all targets are zero");
}

void regularisation_traits(const Model& model, std::vector<std::string>& found) {
  std::map<Rational, std::vector<std::string>> by_value;
  for (std::size_t j = 0; j < model.names.size(); ++j) by_value[model.lambda[j]].push_back(model.names[j]);
  const auto zeros = by_value.find(Rational(0));
  if (zeros != by_value.end()) {
    if (zeros->second.size() == model.names.size())
      found.push_back("no regularisation");
    else
      found.push_back("weights without regularisation (lambda = 0): " + joined(zeros->second));
  }
  for (const auto& [value, names] : by_value)
    if (!value.is_zero() && names.size() > 1)
      found.push_back("equal lambda = " + value.to_string() + ": " + joined(names));
  if (!model.scalings.empty())
    found.push_back(
        "continuous symmetries: " + std::to_string(model.scalings.size()) +
        " scalings of a hidden unit keep the loss, critical points off their fixed points are not isolated");
}

// Where random data and a teacher's targets come from.
void origin(const spec::Specification& s, std::vector<std::string>& found) {
  const spec::Data& data = s.data;
  const spec::Distribution tenths;
  if (data.random && data.input_distribution != tenths)
    found.push_back("random inputs: " + spec::describe(data.input_distribution));
  if (data.random && data.target_distribution != tenths)
    found.push_back("random targets: " + spec::describe(data.target_distribution));
  if (!data.teacher) return;
  const spec::Teacher& teacher = *data.teacher;
  std::vector<std::string> weights;
  for (const Rational& w : teacher.weights) weights.push_back(w.to_string());
  found.push_back("targets of a teacher, " +
                  (teacher.network ? spec::summary(*teacher.network) : std::string("the network itself")) + ", at " +
                  (teacher.drawn ? "random weights (" + spec::describe(*teacher.drawn) + ") " : "weights ") +
                  joined(weights) + (teacher.noise ? "; noise: " + spec::describe(*teacher.noise) : "; no noise"));
}

}  // namespace

std::vector<std::string> observations(const Model& model) {
  std::vector<std::string> found;
  const spec::Specification& s = model.specification;
  origin(s, found);
  repeated_samples(s.data, found);
  antipodal_samples(s.network, s.data, found);
  zero_and_constant(model, found);
  regularisation_traits(model, found);
  const std::size_t equations = model.samples * model.outputs_per_sample;
  if (model.has_interpolation && equations > model.names.size())
    found.push_back("more interpolation equations than weights: " + std::to_string(equations) + " > " +
                    std::to_string(model.names.size()));
  return found;
}

}  // namespace polyscape::model
