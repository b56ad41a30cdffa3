#include "polyscape/model/living_units.hpp"

#include <algorithm>
#include <string>

#include "polyscape/base/error.hpp"

namespace polyscape::model {
namespace {

using algebra::Polynomial;

bool is_quadratic(const Model& model) {
  const spec::Specification& s = model.specification;
  const spec::Network& n = s.network;
  if (!model.has_interpolation || n.layers.size() != 2 || n.outputs() != 1 || !n.frozen.empty() || !n.ties.empty() ||
      !n.layers[1].activation.is_identity() ||
      !std::ranges::all_of(n.layers, [](const spec::Layer& l) { return l.kind == spec::LayerKind::dense; }))
    return false;
  const auto& c = n.layers[0].activation.coefficients;
  if (c.size() != 3 || !c[0].is_zero() || !c[1].is_zero()) return false;
  const std::size_t inner = model.lambda.size() - (n.layers[1].bias ? 1 : 0);
  return std::all_of(model.lambda.begin(), model.lambda.begin() + static_cast<std::ptrdiff_t>(inner),
                     [](const Rational& lambda) { return !lambda.is_zero(); });
}

/// The system's unknowns and equations, as they are made.
class Builder {
 public:
  Builder(const Model& model, std::size_t units, Random random)
      : model_(model),
        layer_(model.specification.network.layers[0]),
        size_(layer_.unit_weights()),
        units_(units),
        samples_(model.samples),
        bias_(model.specification.network.layers[1].bias),
        random_(random) {
    for (std::size_t i = 0; i < units; ++i) {
      system_.names.push_back("v" + std::to_string(i + 1));
      for (std::size_t a = 0; a < size_; ++a)
        system_.names.push_back("s" + std::to_string(i + 1) + "_" + std::to_string(a + 1));
    }
    for (std::size_t n = 0; n < samples_; ++n) system_.names.push_back("r" + std::to_string(n + 1));
    if (bias_) system_.names.push_back("b");
  }

  algebra::System finish() && {
    for (std::size_t j = 0; j < units_; ++j) {
      std::vector<Polynomial> e = gradient(j);
      if (j > 0 && size_ > 1) {  // instead of the last equation, with the unit before
        std::vector<Polynomial> mixed;
        for (std::size_t a = 0; a + 1 < size_; ++a) {
          mixed.push_back(zero());
          for (const Polynomial& p : e) mixed.back() += p * Rational(1 + static_cast<long>(random_.below(1000)));
        }
        mixed.push_back(v(j) * weighted(j - 1, j, j - 1) - v(j - 1) * weighted(j - 1, j, j));
        e = std::move(mixed);
      }
      for (Polynomial& p : e) system_.equations.push_back(std::move(p));
      system_.equations.push_back(weighted(j, j, j) - constant(Rational(2) * mu(j)));
    }
    for (std::size_t n = 0; n < samples_; ++n) system_.equations.push_back(r(n) - residual(n));
    if (bias_) {
      Polynomial sum = b() * model_.lambda.back();
      for (std::size_t n = 0; n < samples_; ++n) sum += r(n);
      system_.equations.push_back(std::move(sum));
    }
    return std::move(system_);
  }

 private:
  Polynomial zero() const { return Polynomial(system_.names.size()); }
  Polynomial constant(const Rational& value) const { return Polynomial::constant(system_.names.size(), value); }
  Polynomial variable(std::size_t index) const { return Polynomial::variable(system_.names.size(), index); }
  Polynomial v(std::size_t i) const { return variable(i * (size_ + 1)); }
  Polynomial s(std::size_t i, std::size_t a) const { return variable(i * (size_ + 1) + 1 + a); }
  Polynomial r(std::size_t n) const { return variable(units_ * (size_ + 1) + n); }
  Polynomial b() const { return variable(system_.names.size() - 1); }
  const Rational& lambda(std::size_t i, std::size_t a) const { return model_.lambda[i * size_ + a]; }
  const Rational& mu(std::size_t i) const { return model_.lambda[layer_.width * size_ + i]; }
  /// The unit's input: the sample's, then 1 for a bias.
  Rational x(std::size_t n, std::size_t a) const {
    const auto& input = model_.specification.data.inputs[n];
    return a < input.size() ? input[a] : Rational(1);
  }
  Polynomial argument(std::size_t i, std::size_t n) const {
    Polynomial sum = zero();
    for (std::size_t a = 0; a < size_; ++a) sum += s(i, a) * x(n, a);
    return sum;
  }
  /// s_i . Lambda_of s_j
  Polynomial weighted(std::size_t i, std::size_t j, std::size_t of) const {
    Polynomial sum = zero();
    for (std::size_t a = 0; a < size_; ++a) sum += s(i, a) * s(j, a) * lambda(of, a);
    return sum;
  }
  std::vector<Polynomial> gradient(std::size_t i) const {
    const Rational c = layer_.activation.coefficients[2];
    std::vector<Polynomial> result;
    for (std::size_t a = 0; a < size_; ++a) {
      Polynomial sum = zero();
      for (std::size_t n = 0; n < samples_; ++n) sum += r(n) * argument(i, n) * (Rational(2) * c * x(n, a));
      result.push_back(v(i) * sum + s(i, a) * lambda(i, a));
    }
    return result;
  }
  /// The derivative of the loss by the output at sample n.
  Polynomial residual(std::size_t n) const {
    const bool mean = model_.specification.loss.mean;
    Polynomial f = bias_ ? b() : zero();
    for (std::size_t i = 0; i < units_; ++i)
      f += v(i).pow(3) * argument(i, n).pow(2) * layer_.activation.coefficients[2];
    f -= constant(model_.specification.data.targets[n][0]);
    return f * (mean ? Rational(1, static_cast<long>(samples_)) : Rational(1));
  }

  const Model& model_;
  const spec::Layer& layer_;
  std::size_t size_, units_, samples_;
  bool bias_;
  Random random_;
  algebra::System system_;
};

}  // namespace

std::optional<algebra::System> living_units(const Model& model, std::size_t k, Random random) {
  if (!is_quadratic(model)) return std::nullopt;
  if (k == 0 || k > model.specification.network.layers[0].width)
    throw ArgumentError("living_units: between one unit and all of them");
  return Builder(model, k, random).finish();
}

}  // namespace polyscape::model
