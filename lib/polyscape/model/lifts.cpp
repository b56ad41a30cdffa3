#include "polyscape/model/lifts.hpp"

#include <algorithm>

#include "polyscape/base/limit.hpp"
#include "polyscape/model/gram.hpp"
#include "polyscape/model/loss.hpp"
#include "polyscape/model/passes.hpp"
#include "polyscape/model/tail.hpp"

namespace polyscape::model {
namespace {

using algebra::Liftable;
using algebra::Program;
using Node = Program::Node;
using Matrix = std::vector<std::vector<Node>>;

void regularise(Program& program, const Model& model, std::vector<Node> data_gradient) {
  for (std::size_t j = 0; j < data_gradient.size(); ++j)
    program.outputs.push_back(program.add(data_gradient[j], program.scale(model.lambda[j], program.variable(j))));
}

Liftable by_samples(const Model& model, const Weights& weights) {
  const spec::Specification& s = model.specification;
  Liftable form{Program(model.names.size()), {}};
  Program& program = form.program;
  const Passes passes = all_passes(program, s, weights);
  const DataTerm data = data_term(program, s, passes.outputs);
  for (std::size_t l = 0; l < s.network.layers.size(); ++l) {
    const bool last = l + 1 == s.network.layers.size();
    if (last && s.network.layers[l].activation.is_identity()) break;
    form.groups.push_back({"preactivations of layer " + std::to_string(l + 1), {}});
    for (const Pass& pass : passes.samples)
      form.groups.back().nodes.insert(form.groups.back().nodes.end(), pass.pre_activations[l].begin(),
                                      pass.pre_activations[l].end());
  }
  if (!model.has_interpolation) form.groups.push_back({"outputs", passes.outputs});
  form.groups.push_back({"residuals", data.derivatives});
  regularise(program, model, reverse_pass(program, s, weights, data.derivatives));
  return form;
}

std::optional<Liftable> by_coefficients(const Model& model, const Weights& weights, std::size_t most) {
  Liftable form{Program(model.names.size()), {}};
  const std::optional<MomentForm> moments = moment_form(form.program, model.specification, weights, most);
  if (!moments) return std::nullopt;
  form.groups = {{"coefficients", moments->coefficients}, {"derivatives by coefficients", moments->residuals}};
  regularise(form.program, model, moments->gradient);
  return form;
}

std::optional<Liftable> by_tail(const Model& model, const Weights& weights, std::size_t layer, std::size_t most) {
  Liftable form{Program(model.names.size()), {}};
  auto tail = tail_form(form.program, model.specification, weights, layer, most);
  if (!tail) return std::nullopt;
  for (std::size_t l = 0; l < layer; ++l)
    form.groups.push_back({"preactivations of layer " + std::to_string(l + 1), std::move(tail->preactivations[l])});
  const std::string behind = "behind layer " + std::to_string(layer);
  form.groups.push_back({"coefficients " + behind, std::move(tail->coefficients)});
  form.groups.push_back({"residuals", std::move(tail->residuals)});
  form.groups.push_back({"derivatives by coefficients " + behind, std::move(tail->derivatives)});
  regularise(form.program, model, std::move(tail->gradient));
  return form;
}

bool is_deep_linear(const Model& model) {
  const spec::Network& n = model.specification.network;
  return model.has_interpolation && n.layers.size() > 1 && is_plain(n) && is_linear(n);
}

Matrix transposed(const Matrix& a) {
  Matrix result(a.front().size());
  for (const std::vector<Node>& row : a)
    for (std::size_t j = 0; j < row.size(); ++j) result[j].push_back(row[j]);
  return result;
}

std::vector<Node> flat(const Matrix& a) {
  std::vector<Node> result;
  for (const std::vector<Node>& row : a) result.insert(result.end(), row.begin(), row.end());
  return result;
}

/// Matrices of a program's nodes.
class MatrixAlgebra {
 public:
  explicit MatrixAlgebra(Program& program) : program_(program) {}

  Matrix product(const Matrix& a, const Matrix& b) const {
    const Matrix columns = transposed(b);
    Matrix result;
    for (const std::vector<Node>& row : a) {
      auto& out = result.emplace_back();
      for (const std::vector<Node>& column : columns) out.push_back(dot(row, column));
    }
    return result;
  }
  /// a c a', c symmetric: entries that are equal are one node.
  Matrix congruence(const Matrix& a, const Matrix& c) const {
    const Matrix left = product(a, c);
    Matrix result(a.size(), std::vector<Node>(a.size()));
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j <= i; ++j) result[i][j] = result[j][i] = dot(left[i], a[j]);
    return result;
  }
  Matrix difference(Matrix a, const Matrix& b) const {
    for (std::size_t i = 0; i < a.size(); ++i)
      for (std::size_t j = 0; j < a[i].size(); ++j) a[i][j] = program_.subtract(a[i][j], b[i][j]);
    return a;
  }
  /// value times the identity.
  Matrix diagonal(std::size_t n, const Rational& value) const {
    Matrix result(n, std::vector<Node>(n, program_.constant(0)));
    for (std::size_t i = 0; i < n; ++i) result[i][i] = program_.constant(value);
    return result;
  }
  /// The samples, scaled, as columns.
  Matrix columns(const std::vector<std::vector<Rational>>& samples, const Rational& scale) const {
    Matrix result(samples.front().size());
    for (const std::vector<Rational>& sample : samples)
      for (std::size_t r = 0; r < sample.size(); ++r) result[r].push_back(program_.constant(scale * sample[r]));
    return result;
  }
  /// scale sum_i a_i b_i'
  Matrix moment(const std::vector<std::vector<Rational>>& a, const std::vector<std::vector<Rational>>& b,
                const Rational& scale) const {
    Matrix result(a.front().size());
    for (std::size_t r = 0; r < result.size(); ++r)
      for (std::size_t c = 0; c < b.front().size(); ++c) {
        Rational sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) sum += a[i][r] * b[i][c];
        result[r].push_back(program_.constant(scale * sum));
      }
    return result;
  }

 private:
  Node dot(const std::vector<Node>& a, const std::vector<Node>& b) const {
    std::vector<Node> terms;
    for (std::size_t k = 0; k < a.size(); ++k) terms.push_back(program_.multiply(a[k], b[k]));
    return program_.sum(terms);
  }

  Program& program_;
};

/// The gradient of a deep linear network's loss,
///   dL/dW_l = P'P W_l Q S Q' - P' T Q',
/// P the product of the layers after layer l, Q that of those before it, S and T the moments of the inputs with
/// themselves and with the targets. Or by the samples X as columns: Q is that product times X, and the first layer's
/// derivative (P'P W_1 X - P' Y) X'.
class LayerProducts {
 public:
  enum class Data { moments, samples };

  LayerProducts(const Model& model, Data data)
      : model_(model),
        data_(data),
        layers_(model.specification.network.layers),
        form_{Program(model.names.size()), {}} {
    multiply_layers();
    const spec::Data& d = model.specification.data;
    const bool mean = model.specification.loss.mean;
    const Rational scale = mean ? Rational(1, static_cast<long>(model.samples)) : Rational(1);
    inputs_ =
        data == Data::moments ? matrices_.moment(d.inputs, d.inputs, scale) : matrices_.diagonal(model.samples, scale);
    targets_ =
        data == Data::moments ? matrices_.moment(d.targets, d.inputs, scale) : matrices_.columns(d.targets, scale);
  }

  Liftable form() && {
    std::vector<Node> gradient;
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      const std::vector<Node> derivative = flat(derivative_by(l));
      gradient.insert(gradient.end(), derivative.begin(), derivative.end());
    }
    regularise(form_.program, model_, std::move(gradient));
    return std::move(form_);
  }

 private:
  void multiply_layers() {
    const spec::Network& network = model_.specification.network;
    std::size_t variable = 0;
    for (const spec::Layer& layer : layers_) {
      weights_.emplace_back(layer.width);
      for (auto& row : weights_.back())
        for (std::size_t k = 0; k < layer.inputs; ++k) row.push_back(form_.program.variable(variable++));
    }
    before_ = {data_ == Data::moments ? matrices_.diagonal(network.inputs, 1)
                                      : matrices_.columns(model_.specification.data.inputs, 1)};
    after_ = {matrices_.diagonal(network.outputs(), 1)};
    for (std::size_t l = 0; l + 1 < layers_.size(); ++l) {
      before_.push_back(matrices_.product(weights_[l], before_.back()));
      after_.push_back(matrices_.product(after_.back(), weights_[layers_.size() - 1 - l]));
    }
    std::ranges::reverse(after_);
  }

  void name(const std::string& what, std::size_t l, const Matrix& matrix) {
    form_.groups.push_back({what + " of layer " + std::to_string(l + 1), flat(matrix)});
  }

  Matrix derivative_by(std::size_t l) {
    const Matrix &P = after_[l], &Q = before_[l];
    const Matrix gram_after = matrices_.congruence(transposed(P), matrices_.diagonal(P.size(), 1));
    const Matrix data = matrices_.product(transposed(P), targets_);
    name("product after", l, P);
    name("Gram matrix after", l, gram_after);
    if (l == 0 && data_ == Data::samples) {
      const Matrix linear = matrices_.product(matrices_.product(gram_after, before_[1]), inputs_);
      const Matrix adjoints = matrices_.difference(linear, data);
      name("preactivations", l, before_[1]);
      name("adjoints", l, adjoints);
      return matrices_.product(adjoints, transposed(Q));
    }
    const Matrix gram_before = matrices_.congruence(Q, inputs_);
    name("product before", l, Q);
    name("Gram matrix before", l, gram_before);
    return matrices_.difference(matrices_.product(matrices_.product(gram_after, weights_[l]), gram_before),
                                matrices_.product(data, transposed(Q)));
  }

  const Model& model_;
  Data data_;
  const std::vector<spec::Layer>& layers_;
  Liftable form_;
  MatrixAlgebra matrices_{form_.program};
  std::vector<Matrix> weights_, before_, after_;
  Matrix inputs_, targets_;  // what stands between Q and Q' in the loss; what the targets bring
};

}  // namespace

std::vector<Liftable> liftable_gradients(const Model& model, std::size_t most_nodes) {
  const Weights weights = number_weights(model.specification.network);
  std::vector<Liftable> forms;
  const auto add = [&](Liftable form) {
    std::erase_if(form.groups, [&](const algebra::NodeGroup& group) {
      return algebra::liftable_nodes(form.program, group).empty();
    });
    std::size_t nodes = 0;
    for (const algebra::NodeGroup& group : form.groups) nodes += group.nodes.size();
    if (nodes > 0 && nodes <= most_nodes) forms.push_back(std::move(form));
  };
  const std::size_t layers = model.specification.network.layers.size();
  std::size_t per_sample = 0;
  for (const spec::Layer& layer : model.specification.network.layers) per_sample += layer.width;
  const bool few_samples = per_sample * model.samples <= most_nodes;
  if (few_samples) add(by_samples(model, weights));
  if (auto form = by_coefficients(model, weights, most_nodes)) add(std::move(*form));
  if (!is_deep_linear(model)) {
    for (std::size_t l = 1; l + 2 <= layers && few_samples; ++l)
      if (auto form = by_tail(model, weights, l, most_nodes)) add(std::move(*form));
    return forms;
  }
  add(LayerProducts(model, LayerProducts::Data::moments).form());
  if (few_samples) add(LayerProducts(model, LayerProducts::Data::samples).form());
  return forms;
}

}  // namespace polyscape::model
