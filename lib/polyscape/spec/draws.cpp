#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/spec/evaluate.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {
namespace {

// Streams of a seed: what one is drawn for leaves the others as they are.
enum Stream : std::uint64_t { inputs_stream, targets_stream, teacher_stream, noise_stream };

constexpr std::uint64_t most_products = 100'000'000;

std::vector<Rational> as_target(std::vector<Rational> outputs, LossKind kind) {
  switch (kind) {
    case LossKind::square:
      break;
    case LossKind::logistic:
      outputs[0] = outputs[0].sign() < 0 ? -1 : 1;
      break;
    case LossKind::cross_entropy: {
      const auto largest = std::ranges::max_element(outputs) - outputs.begin();
      std::ranges::fill(outputs, Rational(0));
      outputs[static_cast<std::size_t>(largest)] = 1;
      break;
    }
  }
  return outputs;
}

}  // namespace

void draw_targets(Data& data, const Network& own, LossKind kind) {
  if (!data.teacher) throw ArgumentError("draw_targets: no teacher");
  Teacher& teacher = *data.teacher;
  const Network& network = teacher.network ? *teacher.network : own;
  if (network.places() > most_products / std::max<std::size_t>(1, data.inputs.size()))
    throw LimitError("at most 10^8 products of a teacher's weights, over all samples", "more",
                     "lower the number of samples, or make the teacher smaller");
  if (teacher.drawn)
    teacher.weights = random_rows(*teacher.drawn, Random(teacher.seed.value_or(data.seed)).stream(teacher_stream), 1,
                                  network.weights())[0];
  const std::vector<Rational> places = place_values(network, teacher.weights);
  Random noise = Random(teacher.noise_seed.value_or(data.seed)).stream(noise_stream);
  data.targets.clear();
  for (const auto& input : data.inputs) {
    std::vector<Rational> f = outputs(network, places, input);
    if (teacher.noise)
      for (Rational& y : f) y += draw(*teacher.noise, noise);
    data.targets.push_back(as_target(std::move(f), kind));
  }
}

void draw_data(Data& data, const Network& network, LossKind kind, std::size_t samples, std::uint64_t seed) {
  data.random = true;
  data.seed = seed;
  const Random stream(seed);
  data.inputs = random_rows(data.input_distribution, stream.stream(inputs_stream), samples, network.inputs);
  if (data.teacher) return draw_targets(data, network, kind);
  if (kind == LossKind::square) {
    data.targets = random_rows(data.target_distribution, stream.stream(targets_stream), samples, network.outputs());
    return;
  }
  Random classes = stream.stream(targets_stream);
  data.targets.assign(samples, std::vector<Rational>(network.outputs(), Rational(0)));
  for (auto& target : data.targets) {
    if (kind == LossKind::logistic)
      target[0] = classes.below(2) == 0 ? -1 : 1;
    else
      target[classes.below(network.outputs())] = 1;
  }
}

Specification redrawn(const Specification& specification, std::uint64_t seed, std::size_t samples) {
  Specification result = specification;
  draw_data(result.data, result.network, result.loss.kind, samples, seed);
  return result;
}

Specification with_generic_data(const Specification& specification, std::uint64_t seed, std::size_t samples) {
  Specification result = specification;
  result.data.input_distribution = result.data.target_distribution = {};
  result.data.teacher.reset();
  draw_data(result.data, result.network, result.loss.kind, samples, seed);
  return result;
}

}  // namespace polyscape::spec
