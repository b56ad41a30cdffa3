#include "polyscape/volume/blow_up.hpp"

#include <algorithm>

#include "polyscape/volume/signs.hpp"

namespace polyscape::volume {
namespace {

using algebra::Term;

/// Exponents of the small coordinates.
Exponents small_part(const std::vector<int>& exponents, const std::vector<std::size_t>& small) {
  Exponents result;
  for (const std::size_t i : small) result.push_back(exponents[i]);
  return result;
}

std::vector<std::size_t> small_coordinates(const Germ& germ) {
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < germ.coordinates.size(); ++i)
    if (germ.coordinates[i].place == Place::small) result.push_back(i);
  return result;
}

/// Of the facets that hold the face, the normal of the one with the first pole, of these the smallest.
std::vector<long> weights_for(const NewtonPolyhedron& polyhedron, const Face& face, const std::vector<int>& densities,
                              const std::vector<int>& factors) {
  std::optional<std::pair<Rational, long>> best;
  std::vector<long> result;
  for (const std::size_t f : facets_of(polyhedron, face)) {
    const Facet& facet = polyhedron.facets[f];
    if (facet.level == 0) continue;
    long size = 0, level = facet.level, length = 0;
    for (std::size_t i = 0; i < facet.normal.size(); ++i) {
      size += facet.normal[i] * (densities[i] + 1);
      level += facet.normal[i] * factors[i];
      length += facet.normal[i];
    }
    const std::pair<Rational, long> rank(Rational(size) / Rational(level), length);
    if (best && !(rank < *best)) continue;
    best = rank;
    result = facet.normal;
  }
  return result;
}

}  // namespace

PolyhedronAnswer ask_polyhedron(const Germ& germ, const NewtonLimits& limits) {
  const std::vector<std::size_t> small = small_coordinates(germ);
  std::vector<int> densities, factors;
  for (const std::size_t i : small) {
    densities.push_back(germ.coordinates[i].density);
    factors.push_back(germ.coordinates[i].factor);
  }
  std::vector<Exponents> exponents;
  for (const Polynomial& g : germ.generators)
    for (const Term& t : g.terms()) exponents.push_back(small_part(t.exponents, small));
  PolyhedronAnswer answer;
  const auto polyhedron = newton_polyhedron(exponents, limits);
  if (!polyhedron) {
    if (const auto value = value_by_linear_program(exponents, densities, factors)) answer.bound = Pole{*value, 1};
    return answer;
  }
  answer.bound = pole_of(*polyhedron, densities, factors);
  const auto faces = compact_faces(*polyhedron, limits);
  if (!faces) return answer;
  std::optional<Face> open;
  for (const Face& face : *faces) {
    std::vector<Polynomial> on_face;
    for (const Polynomial& g : germ.generators) {
      Polynomial part = terms_where(g, [&](const std::vector<int>& e) {
        const auto at = std::ranges::lower_bound(polyhedron->exponents, small_part(e, small));
        return std::ranges::binary_search(face, static_cast<std::size_t>(at - polyhedron->exponents.begin()));
      });
      if (!part.is_zero()) on_face.push_back(std::move(part));
    }
    if (no_common_zero_in_torus(std::move(on_face))) continue;
    open = face;
    const std::vector<long> weights = weights_for(*polyhedron, face, densities, factors);
    if (weights.empty()) break;
    answer.weights.assign(germ.coordinates.size(), 0);
    for (std::size_t k = 0; k < small.size(); ++k) answer.weights[small[k]] = weights[k];
    break;
  }
  answer.nondegenerate = !open;
  return answer;
}

std::vector<Chart> blow_up(const Germ& germ, const std::vector<long>& weights) {
  const std::size_t n = germ.coordinates.size();
  std::vector<Chart> result;
  int density = -1, factor = 0;
  for (std::size_t j = 0; j < n; ++j) {
    density += static_cast<int>(weights[j]) * (germ.coordinates[j].density + 1);
    factor += static_cast<int>(weights[j]) * germ.coordinates[j].factor;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (weights[i] == 0) continue;
    Germ chart = germ;
    std::vector<Polynomial> values;
    const Polynomial y = Polynomial::variable(n, i);
    for (std::size_t j = 0; j < n; ++j) {
      const Polynomial x = j == i ? Polynomial::constant(n, 1) : Polynomial::variable(n, j);
      values.push_back(x * y.pow(static_cast<unsigned long>(weights[j])));
      if (weights[j] == 0 && j != i) values.back() = Polynomial::variable(n, j);
      if (j > i && weights[j] > 0) chart.coordinates[j].place = Place::free;
    }
    chart.coordinates[i].density = density;
    chart.coordinates[i].factor = factor;
    for (const int sign : {1, -1}) {
      // Of odd weight the negative y make x_i negative.
      if (sign < 0 && weights[i] % 2 != 0) break;
      std::vector<Polynomial> signed_values = values;
      if (sign < 0) signed_values[i] *= algebra::GaussianRational(-1);
      Chart& c = result.emplace_back(Chart{chart, i});
      for (Polynomial& g : c.germ.generators) g = g.substitute(signed_values);
      for (Polynomial& g : c.germ.guards) g = g.substitute(signed_values);
    }
  }
  return result;
}

}  // namespace polyscape::volume
