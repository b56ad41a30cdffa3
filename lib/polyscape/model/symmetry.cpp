#include "polyscape/model/symmetry.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::model {
namespace {

using spec::Layer;
using spec::LayerKind;
using spec::Network;

/// Layers whose units move together: a layer, or several joined by residual connections.
struct Stream {
  std::vector<std::size_t> members, consumers;  ///< layers whose output it is; dense layers that read it
  std::size_t units = 0;                        ///< channels if its first member is a convolution
  std::size_t block = 1;                        ///< outputs of a unit
};

/// Streams without the input and the last layer, read by dense layers only.
std::vector<Stream> hidden_streams(const Network& network) {
  const std::size_t last = network.layers.size();
  std::vector<std::size_t> label(last + 1);  // 0 is the input
  std::iota(label.begin(), label.end(), std::size_t{0});
  const auto join = [&](std::size_t a, std::size_t b) {
    for (const std::size_t from = label[a], to = label[b]; std::size_t & x : label)
      if (x == from) x = to;
  };
  for (std::size_t l = 1; l <= last; ++l) {
    if (network.layers[l - 1].kind != LayerKind::residual) continue;
    join(l, l - 1);
    join(l, network.layers[l - 1].from);
  }
  std::vector<Stream> streams;
  for (std::size_t root = 0; root <= last; ++root) {
    if (root == label[0] || root == label[last]) continue;
    Stream stream;
    bool movable = true, convolution = false;
    for (std::size_t l = 1; l <= last; ++l) {
      const Layer& layer = network.layers[l - 1];
      if (label[l] == root) {
        stream.members.push_back(l - 1);
        movable = movable && layer.kind != LayerKind::fixed;
        convolution = convolution || layer.kind == LayerKind::conv1d;
      }
      if (label[l - 1] != root || layer.kind == LayerKind::residual) continue;
      movable = movable && layer.kind == LayerKind::dense;
      stream.consumers.push_back(l - 1);
    }
    if (stream.members.empty() || !movable || (convolution && stream.members.size() > 1)) continue;
    const Layer& first = network.layers[stream.members[0]];
    stream.units = convolution ? first.channels : first.width;
    stream.block = first.width / stream.units;
    streams.push_back(std::move(stream));
  }
  return streams;
}

/// An action on places: the new weight at p is sign[p] times the old one at source[p].
using PlaceAction = algebra::SignedPermutation;

std::uint64_t first_of_unit(const Network& network, const Weights& weights, std::size_t layer, std::size_t unit) {
  return weights.first_place[layer] + unit * network.layers[layer].unit_weights();
}

/// Calls visit(place) for the places that unit `unit` of the stream owns, then for those that read it, each in an
/// order that is the same for every unit.
template <class Visit>
void incoming(const Network& network, const Weights& weights, const Stream& stream, std::size_t unit, Visit visit) {
  for (const std::size_t l : stream.members) {
    if (network.layers[l].kind == LayerKind::residual) continue;
    const std::uint64_t first = first_of_unit(network, weights, l, unit);
    for (std::uint64_t k = 0; k < network.layers[l].unit_weights(); ++k) visit(first + k);
  }
}
template <class Visit>
void outgoing(const Network& network, const Weights& weights, const Stream& stream, std::size_t unit, Visit visit) {
  for (const std::size_t l : stream.consumers)
    for (std::size_t j = 0; j < network.layers[l].width; ++j)
      for (std::size_t k = 0; k < stream.block; ++k)
        visit(first_of_unit(network, weights, l, j) + unit * stream.block + k);
}

std::vector<std::uint64_t> places_of_unit(const Network& network, const Weights& weights, const Stream& stream,
                                          std::size_t unit) {
  std::vector<std::uint64_t> places;
  const auto collect = [&](std::uint64_t p) { places.push_back(p); };
  incoming(network, weights, stream, unit, collect);
  outgoing(network, weights, stream, unit, collect);
  return places;
}

PlaceAction exchange(const Network& network, const Weights& weights, const Stream& stream, std::size_t a,
                     std::size_t b) {
  PlaceAction action = algebra::identity_action(weights.places.size());
  const auto pa = places_of_unit(network, weights, stream, a), pb = places_of_unit(network, weights, stream, b);
  for (std::size_t i = 0; i < pa.size(); ++i) std::swap(action.source[pa[i]], action.source[pb[i]]);
  return action;
}

/// The action on the variables, if frozen and tied places allow one and lambda is kept.
std::optional<algebra::SignedPermutation> on_variables(const PlaceAction& action, const Weights& weights,
                                                       const std::vector<Rational>& lambda) {
  const std::size_t unset = lambda.size();
  algebra::SignedPermutation result{std::vector<std::size_t>(lambda.size(), unset), std::vector<int>(lambda.size(), 1)};
  for (std::size_t p = 0; p < weights.places.size(); ++p) {
    const WeightPlace &here = weights.places[p], &there = weights.places[action.source[p]];
    if (here.frozen != there.frozen) return std::nullopt;
    if (here.frozen) {
      if (here.value != (action.sign[p] < 0 ? -there.value : there.value)) return std::nullopt;
      continue;
    }
    const int sign = here.sign * action.sign[p] * there.sign;
    std::size_t& source = result.source[here.variable];
    if (source != unset && (source != there.variable || result.sign[here.variable] != sign)) return std::nullopt;
    source = there.variable;
    result.sign[here.variable] = sign;
  }
  for (std::size_t i = 0; i < lambda.size(); ++i)
    if (lambda[i] != lambda[result.source[i]]) return std::nullopt;
  if (result == algebra::identity_action(lambda.size())) return std::nullopt;
  return result;
}

/// The loss at two random rational points, to compare with its values at their images.
class Witness {
 public:
  Witness(const algebra::Program& loss, std::size_t size) : loss_(loss) {
    Random random(0x5eed);
    for (int i = 0; i < 2; ++i) {
      std::vector<Rational> point;
      for (std::size_t k = 0; k < size; ++k)
        point.emplace_back(static_cast<long>(random.below(2001)) - 1000, static_cast<long>(random.below(97)) + 1);
      values_.push_back(evaluate(loss_, std::span<const Rational>(point))[0]);
      points_.push_back(std::move(point));
    }
  }
  template <class Action>
  bool keeps(Action action) const {
    for (std::size_t i = 0; i < points_.size(); ++i) {
      stop_if_cancelled();
      const std::vector<Rational> image = action(points_[i]);
      if (evaluate(loss_, std::span<const Rational>(image))[0] != values_[i]) return false;
    }
    return true;
  }

 private:
  const algebra::Program& loss_;
  std::vector<std::vector<Rational>> points_;
  std::vector<Rational> values_;
};

bool has_parity(const spec::Activation& activation, std::size_t parity) {
  for (std::size_t k = 0; k < activation.coefficients.size(); ++k)
    if (k % 2 != parity && !activation.coefficients[k].is_zero()) return false;
  return true;
}

/// The exponent k if the activation is c z^k.
std::optional<int> monomial_degree(const spec::Activation& activation) {
  for (std::size_t k = 0; k + 1 < activation.coefficients.size(); ++k)
    if (!activation.coefficients[k].is_zero()) return std::nullopt;
  return static_cast<int>(activation.degree());
}

std::vector<PlaceAction> flips(const Network& network, const Weights& weights) {
  std::vector<PlaceAction> result;
  for (std::size_t l = 0; l < network.layers.size(); ++l) {
    const Layer& layer = network.layers[l];
    if (!has_parity(layer.activation, 0)) continue;
    for (std::size_t j = 0; j < layer.units(); ++j) {
      PlaceAction action = algebra::identity_action(weights.places.size());
      const std::uint64_t first = first_of_unit(network, weights, l, j);
      for (std::uint64_t k = 0; k < layer.unit_weights(); ++k) action.sign[first + k] = -1;
      result.push_back(std::move(action));
    }
  }
  for (const Stream& stream : hidden_streams(network)) {
    const bool odd =
        std::ranges::all_of(stream.members, [&](std::size_t l) { return has_parity(network.layers[l].activation, 1); });
    for (std::size_t j = 0; odd && j < stream.units; ++j) {
      PlaceAction action = algebra::identity_action(weights.places.size());
      for (const std::uint64_t p : places_of_unit(network, weights, stream, j)) action.sign[p] = -action.sign[p];
      result.push_back(std::move(action));
    }
  }
  return result;
}

}  // namespace

std::vector<algebra::SignedPermutation> loss_symmetries(const Network& network, const Weights& weights,
                                                        const std::vector<Rational>& lambda,
                                                        const algebra::Program& loss) {
  const Witness witness(loss, lambda.size());
  std::vector<algebra::SignedPermutation> result;
  const auto keep = [&](const PlaceAction& action) {
    auto candidate = on_variables(action, weights, lambda);
    const auto image = [&](std::span<const Rational> w) { return act(*candidate, w); };
    if (!candidate || !witness.keeps(image)) return false;
    if (std::ranges::find(result, *candidate) == result.end()) result.push_back(std::move(*candidate));
    return true;
  };
  for (const Stream& stream : hidden_streams(network)) {
    // Transpositions of a tree on each set of exchangeable units generate its symmetric group.
    std::vector<std::size_t> joined(stream.units);
    std::iota(joined.begin(), joined.end(), std::size_t{0});
    for (std::size_t b = 1; b < stream.units; ++b)
      for (std::size_t a = 0; a < b; ++a)
        if (joined[a] == a && keep(exchange(network, weights, stream, a, b))) {
          joined[b] = a;
          break;
        }
  }
  for (const PlaceAction& flip : flips(network, weights)) keep(flip);
  return result;
}

std::vector<algebra::Scaling> loss_scalings(const Network& network, const Weights& weights,
                                            const std::vector<Rational>& lambda, const algebra::Program& loss) {
  const Witness witness(loss, lambda.size());
  std::vector<algebra::Scaling> result;
  for (const Stream& stream : hidden_streams(network)) {
    const auto degree = monomial_degree(network.layers[stream.members[0]].activation);
    if (!degree || stream.members.size() > 1) continue;
    for (std::size_t j = 0; j < stream.units; ++j) {
      algebra::Scaling scaling{std::vector<int>(lambda.size(), 0)};
      bool free = true;
      const auto scale = [&](std::uint64_t place, int exponent) {
        const WeightPlace& w = weights.places[place];
        free = free && (w.frozen ? w.value.is_zero() : lambda[w.variable].is_zero());
        if (!w.frozen) scaling.exponents[w.variable] = exponent;
      };
      incoming(network, weights, stream, j, [&](std::uint64_t p) { scale(p, 1); });
      outgoing(network, weights, stream, j, [&](std::uint64_t p) { scale(p, -*degree); });
      const auto image = [&](std::span<const Rational> w) {
        std::vector<Rational> scaled(w.begin(), w.end());
        for (std::size_t i = 0; i < scaled.size(); ++i) scaled[i] *= power(Rational(3, 2), scaling.exponents[i]);
        return scaled;
      };
      const bool moves = std::ranges::any_of(scaling.exponents, [](int e) { return e != 0; });
      if (free && moves && witness.keeps(image) && std::ranges::find(result, scaling) == result.end())
        result.push_back(std::move(scaling));
    }
  }
  return result;
}

}  // namespace polyscape::model
