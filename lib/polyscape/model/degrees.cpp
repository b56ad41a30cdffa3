#include "polyscape/model/degrees.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::model {
namespace {

using algebra::Integer;
using algebra::Rational;
using spec::Layer;
using spec::LayerKind;
using spec::Network;

constexpr long zero = -1;  // the degree of an expression that vanishes identically

long product(long a, long b) { return a == zero || b == zero ? zero : a + b; }
void add_to(long& sum, long term) { sum = std::max(sum, term); }

/// Places a network is followed unit by unit up to; beyond, a layer stands for each of its units.
constexpr std::uint64_t max_places = 200'000;
constexpr double max_units = 1e7;

/// Of a product of degrees, one of them below 10^4: what is added up of such numbers, layer by layer, stays far below
/// 2^63.
constexpr long largest_formal_degree = 1'000'000'000'000;
constexpr double most_bezout_bits = 0x1p28;

long times(long factor, long degree) {
  if (factor > 0 && degree > largest_formal_degree / factor)
    throw LimitError("a network of degree at most " + std::to_string(largest_formal_degree), "one above",
                     "leave layers out, or lower their activations' degrees");
  return factor * degree;
}

long through(const spec::Activation& activation, long z) {
  if (z == zero) return activation.coefficients[0].is_zero() ? zero : 0;
  return times(activation.degree(), z);
}
long through_derivative(const spec::Activation& activation, long z) {
  if (z == zero) return activation.coefficients[1].is_zero() ? zero : 0;
  return times(activation.degree() - 1, z);
}

/// A network, degree 1, 0 or `zero` for what stands at each place, degrees of its inputs.
struct Shape {
  Network network;
  std::vector<long> places, inputs;
};

/// Calls visit(unit, input, place) for every product of a weight and an input, (unit, -1, place) for every bias.
template <class Visit>
void for_each_weight(const Layer& layer, std::size_t first_place, Visit visit) {
  const std::size_t positions = layer.kind == LayerKind::conv1d ? layer.positions() : 1;
  for (std::size_t c = 0; c < layer.units(); ++c) {
    const std::size_t place = first_place + c * layer.unit_weights();
    for (std::size_t p = 0; p < positions; ++p) {
      for (std::size_t k = 0; k < layer.taps(); ++k)
        visit(c * positions + p, static_cast<long>(p * layer.stride + k), place + k);
      if (layer.bias) visit(c * positions + p, -1L, place + layer.taps());
    }
  }
}

struct ForwardDegrees {
  std::vector<std::vector<long>> arguments, outputs;  // of each layer; outputs[0]: the input
};

ForwardDegrees forward_degrees(const Shape& shape) {
  ForwardDegrees result{{}, {shape.inputs}};
  std::size_t first_place = 0;
  for (const Layer& layer : shape.network.layers) {
    const std::vector<long>& in = result.outputs.back();
    std::vector<long> z(layer.width, zero), out;
    if (layer.kind == LayerKind::residual) {
      const std::vector<long>& added = result.outputs[layer.from];
      for (std::size_t j = 0; j < layer.width; ++j) z[j] = std::max(in[j], added[j]);
    } else if (layer.kind == LayerKind::fixed) {
      for (std::size_t j = 0; j < layer.width; ++j) {
        if (!layer.biases.empty() && !layer.biases[j].is_zero()) z[j] = 0;
        for (std::size_t k = 0; k < layer.inputs; ++k)
          if (!layer.weights[j][k].is_zero()) add_to(z[j], in[k]);
      }
    } else {
      for_each_weight(layer, first_place, [&](std::size_t j, long k, std::size_t place) {
        add_to(z[j], product(shape.places[place], k < 0 ? 0 : in[static_cast<std::size_t>(k)]));
      });
    }
    for (const long degree : z) out.push_back(through(layer.activation, degree));
    result.arguments.push_back(std::move(z));
    result.outputs.push_back(std::move(out));
    first_place += layer.places();
  }
  return result;
}

/// Degrees of dL/dw without regularisation, by place; `seed`: those of dL/df_k.
std::vector<long> place_degrees(const Shape& shape, const ForwardDegrees& f, const std::vector<long>& seed) {
  const auto& layers = shape.network.layers;
  std::vector<std::vector<long>> adjoint;
  for (const auto& outputs : f.outputs) adjoint.emplace_back(outputs.size(), zero);
  adjoint.back() = seed;
  std::vector<long> result(shape.places.size(), zero);
  std::size_t first_place = shape.places.size();
  for (std::size_t l = layers.size(); l-- > 0;) {
    const Layer& layer = layers[l];
    first_place -= layer.places();
    std::vector<long> delta(layer.width);
    for (std::size_t j = 0; j < layer.width; ++j)
      delta[j] = product(adjoint[l + 1][j], through_derivative(layer.activation, f.arguments[l][j]));
    std::vector<long>& below = adjoint[l];
    if (layer.kind == LayerKind::residual) {
      for (std::size_t j = 0; j < layer.width; ++j) {
        add_to(below[j], delta[j]);
        add_to(adjoint[layer.from][j], delta[j]);
      }
    } else if (layer.kind == LayerKind::fixed) {
      for (std::size_t j = 0; j < layer.width; ++j)
        for (std::size_t k = 0; k < layer.inputs; ++k)
          if (!layer.weights[j][k].is_zero()) add_to(below[k], delta[j]);
    } else {
      for_each_weight(layer, first_place, [&](std::size_t j, long k, std::size_t place) {
        add_to(result[place], product(delta[j], k < 0 ? 0 : f.outputs[l][static_cast<std::size_t>(k)]));
        if (k >= 0) add_to(below[static_cast<std::size_t>(k)], product(delta[j], shape.places[place]));
      });
    }
  }
  return result;
}

bool has_nonzero(const std::vector<std::vector<Rational>>& rows, std::size_t column) {
  return std::ranges::any_of(rows, [&](const auto& row) { return !row[column].is_zero(); });
}

Shape unit_by_unit(const spec::Specification& s) {
  Shape shape{s.network, std::vector<long>(s.network.places(), 1), {}};
  for (const spec::Frozen& f : s.network.frozen) shape.places[f.place] = f.value.is_zero() ? zero : 0;
  for (std::size_t k = 0; k < s.network.inputs; ++k) shape.inputs.push_back(has_nonzero(s.data.inputs, k) ? 0 : zero);
  return shape;
}

/// One unit with one input for every layer.
Shape uniform(const spec::Specification& s) {
  Shape shape;
  shape.network.inputs = 1;
  for (Layer layer : s.network.layers) {
    layer.inputs = layer.width = 1;
    if (layer.kind == LayerKind::conv1d) layer.filter = layer.channels = layer.stride = 1;
    if (layer.kind == LayerKind::fixed) {
      layer.weights = {{Rational(1)}};
      layer.biases = layer.biases.empty() ? std::vector<Rational>{} : std::vector<Rational>{Rational(1)};
    }
    shape.network.layers.push_back(std::move(layer));
  }
  shape.places.assign(shape.network.places(), 1);
  shape.inputs = {0};
  return shape;
}

/// Degrees of f - y, one an output.
std::vector<long> residual_degrees(const spec::Specification& s, const ForwardDegrees& f) {
  std::vector<long> result = f.outputs.back();
  for (std::size_t k = 0; k < result.size(); ++k) {
    bool nonzero = result.size() != s.network.outputs();  // one output stands for all
    nonzero = nonzero || has_nonzero(s.data.targets, k);
    if (nonzero) add_to(result[k], 0);
  }
  return result;
}

/// Degrees of dL/df_k.
std::vector<long> seeds(const spec::Specification& s, const ForwardDegrees& f) {
  if (s.loss.kind == spec::LossKind::square) return residual_degrees(s, f);
  const long top = std::max(0L, std::ranges::max(f.outputs.back()));
  const long order = std::max(0L, s.loss.surrogate->polynomial.degree() - 1);
  return std::vector<long>(f.outputs.back().size(), times(order, top));
}

bool regularised(const spec::Specification& s, std::uint64_t place) {
  const spec::TikhonovKind kind = s.regularization.kind;
  if (kind == spec::TikhonovKind::generic || kind == spec::TikhonovKind::drawn) return true;
  return !spec::lambda(s, place).is_zero();
}

/// Layer, whether a bias, degree: what a class has in common.
using ClassKey = std::array<long, 3>;

std::vector<DegreeClass> described(const std::map<ClassKey, Integer>& counts) {
  std::vector<DegreeClass> result;
  for (const auto& [key, count] : counts)
    if (count.sign() > 0)
      result.push_back(
          {key[2], count, (key[1] != 0 ? "biases of layer " : "weights of layer ") + std::to_string(key[0] + 1)});
  return result;
}

std::vector<DegreeClass> classes_by_unit(const spec::Specification& s, std::vector<long> degree) {
  std::vector<bool> variable(degree.size(), true);
  for (const spec::Frozen& f : s.network.frozen) variable[f.place] = false;
  for (const spec::Tie& tie : s.network.ties) {
    variable[tie.place] = false;
    add_to(degree[tie.to], degree[tie.place]);
  }
  std::map<ClassKey, Integer> counts;
  std::uint64_t place = 0;
  for (std::size_t l = 0; l < s.network.layers.size(); ++l) {
    const Layer& layer = s.network.layers[l];
    for (std::uint64_t i = 0; i < layer.places(); ++i, ++place) {
      if (!variable[place]) continue;
      if (regularised(s, place)) add_to(degree[place], 1);
      const bool bias = i % layer.unit_weights() == layer.taps();
      counts[{static_cast<long>(l), bias ? 1 : 0, degree[place]}] += Integer(1);
    }
  }
  return described(counts);
}

std::vector<DegreeClass> classes_by_layer(const spec::Specification& s, const Shape& shape, std::vector<long> degree) {
  const spec::Regularization& r = s.regularization;
  const bool penalised =
      r.kind != spec::TikhonovKind::none && !(r.kind == spec::TikhonovKind::scalar && r.value.is_zero());
  const auto& layers = s.network.layers;
  std::map<ClassKey, Integer> counts;
  std::vector<std::uint64_t> first_place;
  std::vector<std::size_t> first_class;
  for (std::size_t l = 0, c = 0; l < layers.size(); ++l) {
    first_place.push_back(l == 0 ? 0 : first_place.back() + layers[l - 1].places());
    first_class.push_back(c);
    c += shape.network.layers[l].places();
  }
  for (long& d : degree)
    if (penalised) add_to(d, 1);
  // Layers without weights repeat first_place: the last of the equal ones is the one that holds the place.
  const auto key = [&](std::uint64_t place) {
    const auto l = static_cast<std::size_t>(std::ranges::upper_bound(first_place, place) - first_place.begin()) - 1;
    const bool bias = (place - first_place[l]) % layers[l].unit_weights() == layers[l].taps();
    return ClassKey{static_cast<long>(l), bias ? 1 : 0, degree[first_class[l] + (bias ? 1 : 0)]};
  };
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const Integer units(static_cast<long>(layers[l].units())), taps(static_cast<long>(layers[l].taps()));
    if (layers[l].places() == 0) continue;
    counts[{static_cast<long>(l), 0, degree[first_class[l]]}] += units * taps;
    if (layers[l].bias) counts[{static_cast<long>(l), 1, degree[first_class[l] + 1]}] += units;
  }
  for (const spec::Frozen& f : s.network.frozen) counts[key(f.place)] -= Integer(1);
  std::map<std::uint64_t, long> raised;  // weights that others are tied to: the highest degree among their places
  for (const spec::Tie& tie : s.network.ties) {
    counts[key(tie.place)] -= Integer(1);
    add_to(raised.try_emplace(tie.to, key(tie.to)[2]).first->second, key(tie.place)[2]);
  }
  for (const auto& [place, top] : raised) {
    ClassKey k = key(place);
    counts[k] -= Integer(1);
    k[2] = top;
    counts[k] += Integer(1);
  }
  return described(counts);
}

Degrees counted(const spec::Specification& s) {
  double work = 0, units = static_cast<double>(s.network.inputs);
  for (const Layer& layer : s.network.layers) {
    work += layer.kind == LayerKind::conv1d
                ? static_cast<double>(layer.places()) * static_cast<double>(layer.positions())
                : static_cast<double>(layer.places());
    units += static_cast<double>(layer.width);
  }
  const bool by_unit = work <= static_cast<double>(max_places) && units <= max_units;
  const Shape shape = by_unit ? unit_by_unit(s) : uniform(s);
  const ForwardDegrees f = forward_degrees(shape);

  Degrees result;
  result.weights = Integer(static_cast<long>(s.network.weights()));
  result.unit_by_unit_or_uniform = by_unit || s.network.frozen.empty();
  for (std::size_t l = 1; l < f.outputs.size(); ++l) result.layers.push_back(std::ranges::max(f.outputs[l]));
  result.network = result.layers.back();
  std::vector<long> by_place = place_degrees(shape, f, seeds(s, f));
  result.gradient = by_unit ? classes_by_unit(s, std::move(by_place)) : classes_by_layer(s, shape, std::move(by_place));
  if (s.loss.kind != spec::LossKind::square) return result;

  std::map<long, Integer> outputs;
  const std::vector<long> residuals = residual_degrees(s, f);
  const long each = static_cast<long>(s.data.inputs.size() * (s.network.outputs() / residuals.size()));
  for (const long degree : residuals) outputs[degree] += Integer(each);
  for (const auto& [degree, count] : outputs) result.interpolation.push_back({degree, count, "outputs minus targets"});
  return result;
}

}  // namespace

Degrees degrees(const spec::Specification& s) {
  try {
    return counted(s);
  } catch (const LimitError& error) {
    throw error.at(s.path + " network.layer");
  }
}

Integer bezout(std::span<const DegreeClass> classes) {
  double bits = 0;
  for (const DegreeClass& c : classes)
    if (c.degree > 0) bits += c.count.to_double() * std::log2(static_cast<double>(c.degree));
  if (bits > most_bezout_bits)
    throw LimitError("a Bezout number of at most " +
                         std::to_string(static_cast<long>(most_bezout_bits * std::log10(2.0))) + " digits",
                     "one of about " + std::to_string(static_cast<long>(bits * std::log10(2.0))),
                     "make the network smaller");
  Integer result = 1;
  for (const DegreeClass& c : classes)
    if (c.degree != zero) result *= algebra::power(Integer(c.degree), static_cast<std::uint64_t>(*c.count.to_int64()));
  return result;
}

Integer expected_dimension(const spec::Specification& s) {
  return Integer(static_cast<long>(s.network.weights())) -
         Integer(static_cast<long>(s.data.inputs.size())) * Integer(static_cast<long>(s.network.outputs()));
}

}  // namespace polyscape::model
