#include "polyscape/volume/crossings.hpp"

#include <algorithm>

#include "polyscape/algebra/irreducible.hpp"
#include "polyscape/algebra/linear.hpp"
#include "polyscape/volume/newton_polyhedron.hpp"

namespace polyscape::volume {
namespace {

constexpr std::size_t most_factored_terms = 300;

/// The function's gradient by the small coordinates at the germ's points; nullopt where it depends on them.
std::optional<std::vector<Rational>> gradient(const Polynomial& q, const Germ& germ) {
  std::vector<Rational> result;
  for (std::size_t j = 0; j < germ.coordinates.size(); ++j) {
    if (germ.coordinates[j].place != Place::small) continue;
    const Polynomial here = at_small_zero(q.derivative(j), germ);
    if (here.degree() > 0) return std::nullopt;
    result.push_back(here.is_zero() ? Rational(0) : here.terms().front().coefficient.re);
  }
  return result;
}

}  // namespace

std::optional<Pole> crossing_pole(const Germ& germ) {
  std::vector<Polynomial> functions;  // coordinates with a factor or a density first, then factors of generators
  std::vector<int> densities, factors;
  const auto index_of = [&](const Polynomial& q) {
    const auto at = std::ranges::find(functions, q);
    if (at == functions.end()) {
      functions.push_back(q);
      densities.push_back(0);
      factors.push_back(0);
    }
    return static_cast<std::size_t>(std::ranges::find(functions, q) - functions.begin());
  };
  for (std::size_t j = 0; j < germ.coordinates.size(); ++j) {
    const Coordinate& c = germ.coordinates[j];
    if (c.place != Place::small || c.is_plain()) continue;
    functions.push_back(Polynomial::variable(germ.coordinates.size(), j));
    densities.push_back(c.density);
    factors.push_back(c.factor);
  }
  std::vector<std::vector<std::pair<std::size_t, int>>> products;
  for (const Polynomial& g : germ.generators) {
    if (g.term_count() > most_factored_terms) return std::nullopt;
    auto& powers = products.emplace_back();
    for (const auto& [base, exponent] : algebra::irreducible_factors(g).factors) {
      if (is_unit(base, germ)) continue;
      if (!at_small_zero(base, germ).is_zero()) return std::nullopt;
      powers.emplace_back(index_of(monic(base)), static_cast<int>(exponent));
    }
  }
  algebra::RationalMatrix gradients;
  for (const Polynomial& q : functions) {
    auto row = gradient(q, germ);
    if (!row) return std::nullopt;
    gradients.push_back(std::move(*row));
  }
  if (functions.empty() || algebra::rank(gradients) < functions.size()) return std::nullopt;
  std::vector<Exponents> exponents;
  for (const auto& powers : products) {
    auto& e = exponents.emplace_back(functions.size());
    for (const auto& [k, power] : powers) e[k] += power;
  }
  const auto polyhedron = newton_polyhedron(exponents);
  return polyhedron ? pole_of(*polyhedron, densities, factors) : std::nullopt;
}

}  // namespace polyscape::volume
