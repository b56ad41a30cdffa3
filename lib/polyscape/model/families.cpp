#include "polyscape/model/families.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "polyscape/model/network.hpp"

namespace polyscape::model {
namespace {

using algebra::binomial;
using algebra::Integer;
using algebra::power;
using algebra::Rational;

constexpr double most_digits = 1e6;
constexpr std::uint64_t most_terms = 1000000;     // of a sum
constexpr std::uint64_t most_weights = 10000000;  // whose regularisation is looked at

Integer integer(std::uint64_t n) { return Integer(static_cast<long>(n)); }

/// d of an activation c z^d, c != 0, d >= 1.
std::optional<std::uint64_t> monomial_degree(const spec::Activation& activation) {
  const auto& c = activation.coefficients;
  if (c.size() < 2 || std::ranges::any_of(c.begin(), c.end() - 1, [](const auto& x) { return !x.is_zero(); }))
    return std::nullopt;
  return c.size() - 1;
}

/// True where every weight is regularised, false where none is; nullopt for a mixture, and beyond most_weights.
std::optional<bool> regularised(const spec::Specification& s) {
  const std::uint64_t weights = s.network.weights();
  if (weights == 0 || weights > most_weights) return std::nullopt;
  const bool first = !spec::lambda(s, 0).is_zero();
  for (std::uint64_t place = 1; place < weights; ++place)
    if (spec::lambda(s, place).is_zero() == first) return std::nullopt;
  return first;
}

/// sum_k term(k), k from 0 to `last`.
template <class F>
Integer sum(std::uint64_t last, F term) {
  Integer total = 0;
  for (std::uint64_t k = 0; k <= last; ++k) total += term(k);
  return total;
}

void add_one_input(const spec::Network& n, std::vector<ClosedForm>& found) {
  if (n.inputs != 1 || n.layers.size() != 2 || n.outputs() != 1 || !n.layers[1].activation.is_identity()) return;
  const std::uint64_t h = n.layers[0].width;
  const auto d = monomial_degree(n.layers[0].activation);
  if (!d) return;
  if (*d == 1) {
    found.push_back({Integer(1) + Integer(4) * integer(h), Counted::points, FormulaBasis::theorem,
                     "1 + 4 h: one input, h linear units, one output"});
    return;
  }
  const Integer base = integer(2 * *d - 1);
  if (static_cast<double>(h) * base.log10() > most_digits) return;
  const algebra::Rational count = Rational(1) + Rational(2 * static_cast<long>(*d), static_cast<long>(*d) - 1) *
                                                    Rational(power(base, h) - Integer(1));
  found.push_back({count.numerator(), Counted::points, FormulaBasis::theorem,
                   "1 + 2d/(d-1) ((2d-1)^h - 1): one input, h units z^d, one output"});
}

void add_linear(const spec::Specification& s, std::vector<ClosedForm>& found) {
  const spec::Network& n = s.network;
  if (!is_linear(n)) return;
  const std::uint64_t width = n.layers[0].width, outputs = n.outputs(), samples = s.data.inputs.size();
  if (n.layers.size() == 2 && width == 1)
    found.push_back({Integer(1) + Integer(4) * integer(outputs) * integer(std::min<std::uint64_t>(samples, n.inputs)),
                     Counted::points, FormulaBasis::fitted,
                     "1 + 4 d_y min(N, d_x): one linear hidden unit, d_y outputs"});
  if (samples != 1 || static_cast<double>(width) > most_digits) return;
  if (n.layers.size() == 2 && width * width < most_terms)
    found.push_back({sum(std::min(width, outputs),
                         [&](std::uint64_t k) { return binomial(width, k) * binomial(outputs, k) * power(4, k); }),
                     Counted::points, FormulaBasis::fitted,
                     "sum_k C(d,k) C(d_y,k) 4^k: linear, one hidden layer of width d, d_y outputs, one sample"});
  if (n.layers.size() == 3 && n.layers[1].width == width && outputs == 1 && width * width < most_terms)
    found.push_back(
        {Integer(1) +
             sum(width - 1,
                 [&](std::uint64_t k) { return binomial(width, k + 1) * binomial(width, k + 1) * power(4, k + 2); }),
         Counted::points, FormulaBasis::conjecture,
         "1 + sum_k C(d,k)^2 4^(k+1), k >= 1: linear, two hidden layers of width d, one output, one sample"});
}

void add_convolutions(const spec::Specification& s, std::vector<ClosedForm>& found) {
  const spec::Network& n = s.network;
  if (n.layers.size() < 2 || !n.frozen.empty() || !n.ties.empty() || n.outputs() != 1) return;
  const auto r = monomial_degree(n.layers[0].activation);
  if (!r || *r < 2) return;
  std::vector<std::size_t> sizes;
  for (std::size_t l = 0; l < n.layers.size(); ++l) {
    const spec::Layer& layer = n.layers[l];
    const bool last = l + 1 == n.layers.size();
    const bool convolution =
        layer.kind == spec::LayerKind::conv1d && layer.channels == 1 && (layer.stride == 1 || layer.positions() == 1);
    if (layer.bias || !(convolution || (last && layer.kind == spec::LayerKind::dense))) return;
    if (last ? !layer.activation.is_identity() : monomial_degree(layer.activation) != r) return;
    sizes.push_back(layer.taps());
  }
  std::vector<long> degrees(sizes.size(), 1);
  double degree = 1;
  for (std::size_t l = degrees.size(); l-- > 1;) {
    degree *= static_cast<double>(*r);
    if (degree > 1e4) return;
    degrees[l - 1] = static_cast<long>(degree);
  }
  const std::uint64_t all = static_cast<std::uint64_t>(degrees.front());
  if (integer(s.data.inputs.size()) < binomial(n.inputs + all - 1, all)) return;
  double terms = 1;
  for (const std::size_t k : sizes) terms *= static_cast<double>(k);
  if (terms > 1e4) return;
  found.push_back({generic_distance_degree(sizes, degrees), Counted::functions, FormulaBasis::theorem,
                   "generic Euclidean distance degree of the Segre-Veronese variety: convolutions with z^r between "
                   "them, not regularised (arXiv 2410.00722)"});
}

}  // namespace

std::vector<ClosedForm> closed_forms(const spec::Specification& s) {
  std::vector<ClosedForm> found;
  if (s.loss.kind != spec::LossKind::square || s.data.inputs.empty()) return found;
  const std::optional<bool> all = regularised(s);
  if (all == true && is_plain(s.network)) {
    add_one_input(s.network, found);
    add_linear(s, found);
  }
  if (all == false) add_convolutions(s, found);
  return found;
}

Integer generic_distance_degree(const std::vector<std::size_t>& sizes, const std::vector<long>& degrees) {
  std::size_t n = 0;
  for (const std::size_t k : sizes) n += k - 1;
  Integer total = 0;
  std::vector<std::size_t> chern(sizes.size(), 0);  // exponents of a monomial of the Chern class
  while (true) {
    std::size_t i = 0;
    Integer term = 1;
    for (std::size_t l = 0; l < sizes.size(); ++l) {
      i += chern[l];
      term *= binomial(sizes[l], chern[l]);
    }
    std::size_t left = n - i;
    for (std::size_t l = 0; l < sizes.size(); ++l) {
      const std::size_t exponent = sizes[l] - 1 - chern[l];
      term *= binomial(left, exponent) * power(Integer(degrees[l]), exponent);
      left -= exponent;
    }
    term *= power(2, n + 1 - i) - Integer(1);
    total += i % 2 == 0 ? term : Integer(0) - term;
    std::size_t l = 0;
    while (l < sizes.size() && ++chern[l] == sizes[l]) chern[l++] = 0;
    if (l == sizes.size()) return total;
  }
}

}  // namespace polyscape::model
