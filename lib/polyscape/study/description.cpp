#include "polyscape/study/description.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "polyscape/model/network.hpp"
#include "polyscape/spec/approximation.hpp"

namespace polyscape::study {

namespace {

std::string counted(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string layer_text(const spec::Layer& layer, std::size_t number) {
  std::string text = fmt::format("layer {}: {}", number, name(layer.kind));
  switch (layer.kind) {
    case spec::LayerKind::conv1d:
      text += fmt::format(", {}, filter {}, stride {}", counted(layer.channels, "channel"), layer.filter, layer.stride);
      break;
    case spec::LayerKind::residual:
      text += layer.from == 0 ? ", adds the input" : fmt::format(", adds layer {}", layer.from);
      break;
    default:
      text += ", " + counted(layer.width, "unit");
  }
  if (layer.bias) text += ", bias";
  if (!layer.activation.is_identity()) text += ", activation " + layer.activation.text;
  return text;
}

std::string approximation_text(const spec::Approximation& a, long degree) {
  return fmt::format("{} by a polynomial of degree {}{} on [{}, {}], largest error {:.3g}", a.function, degree,
                     degree == a.degree ? "" : fmt::format(" ({} asked for)", a.degree), a.low.to_string(),
                     a.high.to_string(), a.max_error);
}

std::string shape_text(const spec::Surrogate& s) {
  const std::string convex = !s.convex   ? "convexity not decided"
                             : *s.convex ? "convex there [exact]"
                                         : "not convex there [exact]";
  switch (s.bounded) {
    case spec::Boundedness::below:
      return convex + ", bounded below [exact]";
    case spec::Boundedness::not_below:
      return convex + ", unbounded below [exact]";
    case spec::Boundedness::undecided:
      break;
  }
  return convex + ", boundedness not decided";
}

std::string loss_text(const spec::Loss& loss) {
  const std::string scale = loss.mean ? "1/N " : "";
  switch (loss.kind) {
    case spec::LossKind::square:
      return (loss.mean ? "1/(2N)" : "1/2") + std::string(" sum_i |f(x_i; w) - y_i|^2");
    case spec::LossKind::logistic:
      return scale + "sum_i log(1 + exp(-y_i f(x_i; w))), by a polynomial";
    case spec::LossKind::cross_entropy:
      return scale + "sum_i (log sum_k exp f_k(x_i; w) - f_c), by a polynomial";
  }
  return "";
}

std::string regularization_text(const spec::Specification& s) {
  const spec::Regularization& r = s.regularization;
  switch (r.kind) {
    case spec::TikhonovKind::none:
      return "none";
    case spec::TikhonovKind::scalar:
      return "Tikhonov, lambda = " + r.value.to_string();
    case spec::TikhonovKind::per_weight:
      return "Tikhonov, one lambda a weight";
    case spec::TikhonovKind::generic:
      return fmt::format("Tikhonov, generic (seed {})", spec::regularization_seed(s));
    case spec::TikhonovKind::drawn:
      return fmt::format("Tikhonov, {}, positive ones (seed {})", spec::describe(r.distribution),
                         spec::regularization_seed(s));
  }
  return "";
}

std::vector<std::string> layer_texts(const std::vector<spec::Layer>& layers) {
  constexpr std::size_t listed = 12;
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    if (layers.size() > listed + 1 && i == listed) {
      texts.push_back(fmt::format("and {} more layers", layers.size() - listed));
      break;
    }
    texts.push_back(layer_text(layers[i], i + 1));
  }
  return texts;
}

constexpr std::uint64_t most_numbers = 10000;  // that a list in a result holds

std::vector<std::vector<std::string>> texts(const std::vector<std::vector<spec::Rational>>& rows) {
  std::uint64_t numbers = 0;
  for (const auto& row : rows) numbers += row.size();
  std::vector<std::vector<std::string>> result;
  if (numbers > most_numbers) return result;
  for (const auto& row : rows) {
    result.emplace_back();
    for (const spec::Rational& entry : row) result.back().push_back(entry.to_string());
  }
  return result;
}

std::vector<std::string> lambdas(const spec::Specification& s) {
  std::vector<std::string> result;
  const bool one =
      s.regularization.kind == spec::TikhonovKind::none || s.regularization.kind == spec::TikhonovKind::scalar;
  if (one || s.network.weights() > most_numbers) return result;
  for (const std::uint64_t place : model::number_weights(s.network).place_of)
    result.push_back(spec::lambda(s, place).to_string());
  return result;
}

}  // namespace

report::Network describe(const spec::Specification& s) {
  report::Network network;
  network.architecture = std::to_string(s.network.inputs);
  for (const spec::Layer& layer : s.network.layers) network.architecture += fmt::format("-{}", layer.width);
  network.layers = layer_texts(s.network.layers);
  if (const std::size_t held = s.network.frozen.size(); held > 0)
    network.layers.push_back(counted(held, "weight") + " held at given values");
  if (const std::size_t tied = s.network.ties.size(); tied > 0)
    network.layers.push_back(counted(tied, "weight") + " tied to others");
  network.loss = loss_text(s.loss);
  network.regularization = regularization_text(s);
  network.weights = algebra::Integer(static_cast<long>(s.network.weights()));
  network.samples = s.data.inputs.size();
  network.outputs = s.network.outputs();
  for (std::size_t i = 0; i < s.network.layers.size(); ++i)
    if (const auto& a = s.network.layers[i].activation.approximation)
      network.approximations.push_back(
          fmt::format("layer {}: {}", i + 1, approximation_text(*a, s.network.layers[i].activation.degree())));
  if (const auto& surrogate = s.loss.surrogate)
    network.approximations.push_back(
        "loss: " + approximation_text(surrogate->approximation, surrogate->polynomial.degree()) + "; " +
        shape_text(*surrogate));
  network.data_file = s.data.file;
  network.lambda = lambdas(s);
  if (s.data.random) network.inputs = texts(s.data.inputs);
  if (s.data.random || s.data.teacher) network.targets = texts(s.data.targets);
  return network;
}

std::vector<Note> cautions(const spec::Specification& s) {
  std::vector<Note> list;
  if (!s.loss.surrogate) return list;
  const spec::Surrogate& surrogate = *s.loss.surrogate;
  const int degree =
      s.loss.kind == spec::LossKind::logistic ? spec::default_logistic_degree : spec::default_log_sum_exp_degree;
  if (surrogate.bounded == spec::Boundedness::not_below)
    list.push_back(
        fmt::format("the polynomial in place of the loss is unbounded below [exact]: no global minimum of it is to be "
                    "expected, whatever "
                    "the loss has; polynomial = {{ degree = {}, interval = [-3, 3] }} is bounded and convex",
                    degree));
  else if (surrogate.bounded == spec::Boundedness::undecided)
    list.push_back(
        "whether the polynomial in place of the loss is bounded below is not decided: without a bound no global "
        "minimum of it is to be expected");
  if (surrogate.convex == false)
    list.push_back(
        "the polynomial in place of the loss is not convex on its interval [exact], as the loss is: saddles and maxima "
        "may be its own");
  return list;
}

std::vector<std::pair<std::string, std::string>> seeds(const spec::Specification& s) {
  std::vector<std::pair<std::string, std::string>> list;
  const auto& teacher = s.data.teacher;
  const bool follows = teacher && ((teacher->drawn && !teacher->seed) || (teacher->noise && !teacher->noise_seed));
  const spec::Regularization& r = s.regularization;
  const bool lambda_follows = r.kind == spec::TikhonovKind::drawn && !r.seed;
  if (s.data.random || follows || lambda_follows) list.emplace_back("data", std::to_string(s.data.seed));
  if (teacher && teacher->drawn && teacher->seed) list.emplace_back("teacher", std::to_string(*teacher->seed));
  if (teacher && teacher->noise && teacher->noise_seed)
    list.emplace_back("noise", std::to_string(*teacher->noise_seed));
  if (r.kind == spec::TikhonovKind::generic || (r.kind == spec::TikhonovKind::drawn && r.seed))
    list.emplace_back("regularization", std::to_string(spec::regularization_seed(s)));
  return list;
}

std::string describe(const algebra::SignedPermutation& action, const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < action.source.size(); ++i) {
    if (action.source[i] == i && action.sign[i] == 1) continue;
    text += fmt::format("{}{} -> {}{}", text.empty() ? "" : ", ", names[i], action.sign[i] < 0 ? "-" : "",
                        names[action.source[i]]);
  }
  return text;
}

std::string title_of(const spec::Specification& s) {
  return s.title.empty() ? std::filesystem::path(s.path).stem().string() : s.title;
}

}  // namespace polyscape::study
