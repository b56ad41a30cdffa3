#include "polyscape/volume/coordinates.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/irreducible.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/volume/linear_program.hpp"

namespace polyscape::volume {
namespace {

using algebra::GaussianRational;
using algebra::Term;

constexpr std::size_t most_factored_terms = 300;
constexpr std::size_t solving = 1000;  // more than there are generators: the score of what keeps one from being solved

/// p = head x_j + rest.
struct Linear {
  Polynomial head, rest;
};

/// nullopt for another degree than 1, which `degrees` says.
std::optional<Linear> linear_in(const Polynomial& p, std::size_t j, const std::vector<int>& degrees) {
  if (degrees[j] != 1) return std::nullopt;
  return Linear{coefficient_of(p, j, 1), coefficient_of(p, j, 0)};
}

bool may_give_way(const Germ& germ, std::size_t j, const Polynomial& rest) {
  const Coordinate& c = germ.coordinates[j];
  return c.is_plain() && (c.place != Place::small || at_small_zero(rest, germ).is_zero());
}

/// How many terms the generators may have with -rest/head for x_j, multiplied out: no more than this.
constexpr double most_substituted_terms = 1e5;

bool is_short(const Germ& germ, std::size_t j, const Linear& linear) {
  const auto terms = static_cast<double>(std::max(linear.head.term_count(), linear.rest.term_count() + 1));
  double sum = 0;
  for (const Polynomial& g : germ.generators)
    sum += static_cast<double>(g.term_count()) * std::pow(terms, degree_in(g, j));
  return sum <= most_substituted_terms;
}

bool is_unit_monomial(const Polynomial& p, const Germ& germ) { return p.term_count() == 1 && is_unit(p, germ); }

}  // namespace

namespace {

/// By the implicit function theorem, without a formula for x_j.
std::optional<Germ> solved_alone(const Germ& germ) {
  for (std::size_t k = 0; k < germ.generators.size(); ++k) {
    const Polynomial& g = germ.generators[k];
    if (!at_small_zero(g, germ).is_zero()) continue;
    for (std::size_t j = 0; j < germ.coordinates.size(); ++j) {
      if (germ.coordinates[j].place != Place::small || !germ.coordinates[j].is_plain()) continue;
      if (!is_unit(g.derivative(j), germ)) continue;
      Germ others = germ;
      others.generators.erase(others.generators.begin() + static_cast<long>(k));
      if (occurs(others, j) ||
          std::ranges::any_of(germ.guards, [&](const Polynomial& q) { return degree_in(q, j) > 0; }))
        continue;
      ++others.regular;
      return without_coordinate(others, j);
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Germ> solved_for_a_coordinate(const Germ& germ) {
  struct Choice {
    std::size_t generator, coordinate, cost;
    Linear linear;
  };
  std::optional<Choice> best;
  std::vector<std::vector<int>> degrees;
  for (const Polynomial& g : germ.generators) degrees.push_back(degrees_in(g));
  for (std::size_t k = 0; k < germ.generators.size(); ++k)
    for (std::size_t j = 0; j < germ.coordinates.size(); ++j) {
      auto linear = linear_in(germ.generators[k], j, degrees[k]);
      if (!linear || !is_unit(linear->head, germ) || !may_give_way(germ, j, linear->rest) ||
          !is_short(germ, j, *linear))
        continue;
      std::size_t cost = linear->head.term_count() * 4 + linear->rest.term_count();
      for (std::size_t i = 0; i < germ.generators.size(); ++i)
        if (i != k) cost += static_cast<std::size_t>(degrees[i][j]);
      if (!best || cost < best->cost) best = Choice{k, j, cost, std::move(*linear)};
    }
  if (!best) return solved_alone(germ);
  Germ result{germ.coordinates, {}, germ.regular + 1, {}};
  const Polynomial value = best->linear.rest * GaussianRational(-1);
  for (std::size_t k = 0; k < germ.generators.size(); ++k)
    if (k != best->generator)
      result.generators.push_back(substituted(germ.generators[k], best->coordinate, value, best->linear.head));
  for (const Polynomial& g : germ.guards)
    result.guards.push_back(substituted(g, best->coordinate, value, best->linear.head));
  if (germ.coordinates[best->coordinate].place == Place::unit) result.guards.push_back(best->linear.rest);
  return without_coordinate(result, best->coordinate);
}

namespace {

/// What coordinates have for coefficients in generators that are linear in them.
std::vector<Polynomial> heads_of(const Germ& germ) {
  std::vector<Polynomial> result;
  for (const Polynomial& g : germ.generators) {
    const std::vector<int> degrees = degrees_in(g);
    for (std::size_t j = 0; j < germ.coordinates.size(); ++j)
      if (auto linear = linear_in(g, j, degrees); linear && may_give_way(germ, j, linear->rest))
        result.push_back(std::move(linear->head));
  }
  return result;
}

/// Factors of the generators first, then of coefficients that a coordinate has in one linear in it.
std::vector<Polynomial> candidates(const Germ& germ, Search search, const std::vector<Polynomial>& heads) {
  std::vector<Polynomial> result;
  const auto add_factors = [&](const Polynomial& p) {
    if (p.term_count() < 2 || p.term_count() > most_factored_terms) return;
    for (const auto& [base, exponent] : algebra::irreducible_factors(p).factors)
      if (base.term_count() > 1 && std::ranges::find(result, base) == result.end()) result.push_back(base);
  };
  if (search == Search::derivatives) {
    for (const Polynomial& g : germ.generators)
      for (std::size_t j = 0; j < germ.coordinates.size(); ++j)
        if (germ.coordinates[j].place != Place::small) add_factors(at_small_zero(g, germ).derivative(j));
    return result;
  }
  for (const Polynomial& g : germ.generators) add_factors(g);
  for (const Polynomial& g : germ.generators) add_factors(at_small_zero(g, germ));
  for (const Polynomial& head : heads) add_factors(head);
  return result;
}

}  // namespace

std::optional<FactorCoordinate> factor_as_coordinate(const Germ& germ, const std::string& name, Search search) {
  const std::size_t n = germ.coordinates.size();
  std::vector<bool> divides_one(n);
  for (const Polynomial& g : germ.generators) {
    const std::vector<int> of_g = common_monomial(g), here = common_monomial(at_small_zero(g, germ));
    for (std::size_t j = 0; j < n; ++j)
      divides_one[j] = divides_one[j] || of_g[j] > 0 || (here[j] > 0 && germ.coordinates[j].place != Place::unit);
  }
  const std::vector<Polynomial> heads = heads_of(germ);
  for (const Polynomial& head : heads) {
    const std::vector<int> of_head = common_monomial(head);
    for (std::size_t j = 0; j < n; ++j)
      divides_one[j] = divides_one[j] || (of_head[j] > 0 && germ.coordinates[j].place != Place::unit);
  }
  for (const Polynomial& q : candidates(germ, search, heads)) {
    if (is_unit(q, germ)) continue;
    const std::vector<int> degrees = degrees_in(q);
    for (std::size_t j = 0; j < n; ++j) {
      const auto linear = linear_in(q, j, degrees);
      if (!linear || divides_one[j] || !is_unit_monomial(linear->head, germ) || !may_give_way(germ, j, linear->rest) ||
          !is_short(germ, j, *linear))
        continue;
      FactorCoordinate result{germ, name, algebra::to_string(q, names_of(germ))};
      Coordinate& t = result.germ.coordinates[j];
      t.name = name;
      const Polynomial value = Polynomial::variable(n, j) - linear->rest;
      for (Polynomial& g : result.germ.guards) g = substituted(g, j, value, linear->head);
      if (t.place == Place::unit) result.germ.guards.push_back(value);
      if (t.place == Place::unit) t.place = Place::free;
      for (Polynomial& g : result.germ.generators) g = substituted(g, j, value, linear->head);
      return result;
    }
  }
  return std::nullopt;
}

namespace {

/// Rows whose null space are the weights of scalings that keep the ideal and the guards: every generator is
/// homogeneous, every guard of weight 0.
RationalMatrix homogeneity(const Germ& germ) {
  RationalMatrix rows;
  for (const Polynomial& g : germ.generators) {
    const std::vector<Term> terms = g.terms();
    for (std::size_t t = 1; t < terms.size(); ++t) {
      auto& row = rows.emplace_back();
      for (std::size_t i = 0; i < germ.coordinates.size(); ++i)
        row.emplace_back(terms[t].exponents[i] - terms.front().exponents[i]);
    }
  }
  for (const Polynomial& g : germ.guards)
    for (const Term& t : g.terms()) rows.emplace_back(t.exponents.begin(), t.exponents.end());
  return rows;
}

}  // namespace

std::vector<std::size_t> contracted_coordinates(const Germ& germ) {
  const std::size_t n = germ.coordinates.size();
  RationalMatrix conditions = homogeneity(germ);
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < n; ++i) {
    if (germ.coordinates[i].place == Place::free && occurs(germ, i)) free.push_back(i);
    if (germ.coordinates[i].place != Place::unit) continue;
    conditions.emplace_back(n)[i] = 1;  // units stay where they are
  }
  if (free.empty()) return {};
  const RationalMatrix basis = null_space(std::move(conditions), n);
  // Weights sum (p_k - q_k) basis_k with p, q >= 0, and of the free coordinates y <= 1, y <= weight.
  const std::size_t d = basis.size(), f = free.size();
  RationalMatrix rows;
  std::vector<Rational> limits, objective(2 * d + f);
  for (std::size_t i = 0; i < f; ++i) {
    objective[2 * d + i] = 1;
    auto& below_weight = rows.emplace_back(2 * d + f);
    for (std::size_t k = 0; k < d; ++k) {
      below_weight[k] = -basis[k][free[i]];
      below_weight[d + k] = basis[k][free[i]];
    }
    below_weight[2 * d + i] = 1;
    limits.emplace_back(0);
    rows.emplace_back(2 * d + f)[2 * d + i] = 1;
    limits.emplace_back(1);
  }
  const auto optimum = maximize(objective, rows, limits);
  if (!optimum) throw ArgumentError("contracted_coordinates: a bounded sum is not");
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < f; ++i)
    if (optimum->at[2 * d + i].sign() > 0) result.push_back(free[i]);
  return result;
}

std::optional<std::size_t> scaled_unit(const Germ& germ) {
  const std::size_t n = germ.coordinates.size();
  std::optional<RationalMatrix> basis;
  for (std::size_t j = 0; j < n; ++j) {
    if (germ.coordinates[j].place != Place::unit) continue;
    if (!basis) basis = null_space(homogeneity(germ), n);
    for (const auto& weights : *basis)
      if (!weights[j].is_zero()) return j;
  }
  return std::nullopt;
}

Germ with_unit_at(const Germ& germ, std::size_t j, int value) {
  Germ result = germ;
  const Polynomial constant = Polynomial::constant(germ.coordinates.size(), value);
  for (Polynomial& g : result.generators) g = substituted(g, j, constant);
  for (Polynomial& g : result.guards) g = substituted(g, j, constant);
  return without_coordinate(result, j);
}

std::optional<Split> coordinate_to_split(const Germ& germ) {
  const std::size_t n = germ.coordinates.size();
  std::vector<std::size_t> score(n);
  for (const Polynomial& g : germ.generators) {
    const std::vector<int> degrees = degrees_in(g);
    for (std::size_t i = 0; i < n; ++i) score[i] += degrees[i] > 0 ? 1 : 0;
    for (std::size_t j = 0; j < n; ++j) {
      const auto linear = linear_in(g, j, degrees);
      if (!linear || !may_give_way(germ, j, linear->rest)) continue;
      const Polynomial head = at_small_zero(linear->head, germ);
      if (head.term_count() != 1) continue;
      const std::vector<int> monomial = head.terms().front().exponents;
      for (std::size_t i = 0; i < n; ++i) score[i] += monomial[i] > 0 ? solving : 0;
    }
  }
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < n; ++i)
    if (germ.coordinates[i].place == Place::free && score[i] > 0 && (!best || score[i] > score[*best])) best = i;
  if (!best) return std::nullopt;
  return Split{*best, score[*best] >= solving};
}

Germ with_coordinate_zero(const Germ& germ, std::size_t j) {
  Germ result = germ;
  result.coordinates[j].place = Place::small;
  return result;
}

Germ with_coordinate_nonzero(const Germ& germ, std::size_t j) {
  Germ result = germ;
  Coordinate& c = result.coordinates[j];
  c.place = Place::unit;
  c.density = c.factor = 0;
  return result;
}

}  // namespace polyscape::volume
