#include "polyscape/volume/germ.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "polyscape/algebra/irreducible.hpp"
#include "polyscape/volume/signs.hpp"

namespace polyscape::volume {
namespace {

using algebra::Term;

constexpr std::size_t most_factored_terms = 300;

Polynomial one(std::size_t variables) { return Polynomial::constant(variables, 1); }

bool divides(const std::vector<int>& a, const std::vector<int>& b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] > b[i]) return false;
  return true;
}

/// Without factors that have no zero at the germ's points.
Polynomial without_units(const Polynomial& p, const Germ& germ) {
  std::vector<int> monomial = common_monomial(p);
  for (std::size_t i = 0; i < monomial.size(); ++i)
    if (germ.coordinates[i].place != Place::unit) monomial[i] = 0;
  Polynomial rest = without_monomial(p, monomial);
  if (rest.term_count() == 1 || rest.term_count() > most_factored_terms) return rest;
  Polynomial result = one(p.variables());
  for (const auto& [base, exponent] : algebra::irreducible_factors(rest).factors)
    if (!is_unit(base, germ)) result *= base.pow(exponent);
  return result;
}

/// Terms that a monomial generator divides are in the ideal without the rest.
void reduce_by_monomials(std::vector<Polynomial>& generators) {
  std::vector<std::vector<int>> monomials;
  const auto collect = [&] {
    monomials.clear();
    for (const Polynomial& g : generators)
      if (g.term_count() == 1) monomials.push_back(g.terms().front().exponents);
  };
  collect();
  const auto implied = [&](const std::vector<int>& e) {
    return std::ranges::any_of(monomials, [&](const auto& m) { return divides(m, e); });
  };
  for (Polynomial& g : generators)
    if (g.term_count() > 1) g = terms_where(g, [&](const std::vector<int>& e) { return !implied(e); });
  collect();
  std::ranges::sort(monomials);
  monomials.erase(std::ranges::unique(monomials).begin(), monomials.end());
  std::erase_if(generators, [](const Polynomial& g) { return g.is_zero() || g.term_count() == 1; });
  for (const auto& m : monomials) {
    const bool least =
        std::ranges::none_of(monomials, [&](const auto& other) { return other != m && divides(other, m); });
    if (least) generators.push_back(Polynomial::from_terms(m.size(), std::vector<Term>{{1, m}}));
  }
}

std::string text_of(const Polynomial& p) {
  std::string text;
  for (const Term& t : p.terms()) {
    for (const int e : t.exponents) text += std::to_string(e) + ",";
    text += t.coefficient.re.to_string() + ";";
  }
  return text;
}

/// Each once, monic, in a fixed order.
void sort_generators(std::vector<Polynomial>& generators) {
  std::vector<std::pair<std::string, Polynomial>> keyed;
  for (const Polynomial& g : generators) {
    keyed.emplace_back(text_of(g), g);
  }
  std::ranges::sort(keyed, [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() < b.first.size() : a.first < b.first;
  });
  generators.clear();
  for (std::size_t k = 0; k < keyed.size(); ++k)
    if (k == 0 || keyed[k].first != keyed[k - 1].first) generators.push_back(std::move(keyed[k].second));
}

/// Powers of small coordinates that all generators have become factors.
void take_common_powers(Germ& germ) {
  if (germ.regular > 0 || germ.generators.empty()) return;
  std::vector<int> common = common_monomial(germ.generators.front());
  for (const Polynomial& g : germ.generators) {
    const std::vector<int> m = common_monomial(g);
    for (std::size_t i = 0; i < common.size(); ++i) common[i] = std::min(common[i], m[i]);
  }
  for (std::size_t i = 0; i < common.size(); ++i) {
    if (germ.coordinates[i].place != Place::small) common[i] = 0;
    germ.coordinates[i].factor += common[i];
  }
  for (Polynomial& g : germ.generators) g = without_monomial(g, common);
}

}  // namespace

std::vector<std::string> names_of(const Germ& germ) {
  std::vector<std::string> result;
  for (const Coordinate& c : germ.coordinates) result.push_back(c.name);
  return result;
}

std::vector<bool> at_place(const Germ& germ, Place place) {
  std::vector<bool> result;
  for (const Coordinate& c : germ.coordinates) result.push_back(c.place == place);
  return result;
}

Polynomial at_small_zero(const Polynomial& p, const Germ& germ) {
  return terms_where(p, [&](const std::vector<int>& e) {
    for (std::size_t i = 0; i < e.size(); ++i)
      if (e[i] > 0 && germ.coordinates[i].place == Place::small) return false;
    return true;
  });
}

bool is_unit(const Polynomial& p, const Germ& germ) {
  const Polynomial here = at_small_zero(p, germ);
  if (never_zero(here, at_place(germ, Place::unit))) return true;
  return !here.is_zero() && std::ranges::find(germ.guards, monic(here)) != germ.guards.end();
}

bool is_whole_ring(const Germ& germ) { return germ.generators.size() == 1 && germ.generators.front().degree() == 0; }

bool is_excluded(const Germ& germ) {
  return std::ranges::any_of(germ.guards, [&](const Polynomial& g) { return at_small_zero(g, germ).is_zero(); });
}

bool has_factor(const Germ& germ) {
  return std::ranges::any_of(germ.coordinates, [](const Coordinate& c) { return c.factor > 0; });
}

std::optional<Pole> monomial_pole(const Germ& germ) {
  std::optional<Pole> result;
  for (const Coordinate& c : germ.coordinates) {
    if (c.place != Place::small || c.factor == 0) continue;
    const Pole pole{Rational(c.density + 1) / Rational(c.factor), 1};
    result = result ? product(*result, pole) : pole;
  }
  return result;
}

Germ tidied(Germ germ) {
  std::vector<Polynomial> guards;
  for (const Polynomial& g : std::exchange(germ.guards, {})) {
    const Polynomial here = at_small_zero(g, germ);
    if (here.is_zero()) {
      guards = {here};
      break;
    }
    for (const auto& [base, exponent] : algebra::irreducible_factors(here).factors)
      if (const Polynomial p = monic(base); !is_unit(p, germ) && std::ranges::find(guards, p) == guards.end())
        guards.push_back(p);
  }
  germ.guards = std::move(guards);
  const std::size_t n = germ.coordinates.size();
  for (;;) {
    const std::vector<Polynomial> before = germ.generators;
    for (Polynomial& g : germ.generators)
      if (!g.is_zero()) g = monic(without_units(g, germ));
    std::erase_if(germ.generators, &Polynomial::is_zero);
    if (std::ranges::any_of(germ.generators, [&](const Polynomial& g) { return is_unit(g, germ); }))
      germ.generators = {one(n)};
    reduce_by_monomials(germ.generators);
    take_common_powers(germ);
    sort_generators(germ.generators);
    if (germ.generators == before) return germ;
  }
}

bool occurs(const Germ& germ, std::size_t j) {
  return std::ranges::any_of(germ.generators, [&](const Polynomial& g) { return degree_in(g, j) > 0; });
}

Germ without_coordinate(const Germ& germ, std::size_t j) {
  std::vector<std::size_t> kept(germ.coordinates.size());
  std::iota(kept.begin(), kept.end(), 0);
  kept.erase(kept.begin() + static_cast<long>(j));
  Germ result{germ.coordinates, {}, germ.regular, {}};
  result.coordinates.erase(result.coordinates.begin() + static_cast<long>(j));
  for (const Polynomial& g : germ.generators) result.generators.push_back(in_variables(g, kept));
  for (const Polynomial& g : germ.guards) result.guards.push_back(in_variables(g, kept));
  return result;
}

Germ with_regular_split_off(Germ germ) {
  for (std::size_t j = germ.coordinates.size(); j-- > 0;) {
    std::vector<std::size_t> has;
    for (std::size_t k = 0; k < germ.generators.size(); ++k)
      if (degree_in(germ.generators[k], j) > 0) has.push_back(k);
    const Coordinate& c = germ.coordinates[j];
    if (c.factor > 0) continue;
    if (has.size() == 1 && c.place != Place::unit && germ.generators[has.front()].term_count() == 1 &&
        germ.generators[has.front()].degree() == 1) {
      germ.regular += c.density + 1;
      germ.generators.erase(germ.generators.begin() + static_cast<long>(has.front()));
      has.clear();
      for (Polynomial& g : germ.guards) g = coefficient_of(g, j, 0);
    }
    if (has.empty() && std::ranges::all_of(germ.guards, [&](const Polynomial& g) { return degree_in(g, j) == 0; }))
      germ = without_coordinate(germ, j);
  }
  return germ;
}

Germ with_regular_as_coordinate(Germ germ) {
  if (germ.regular == 0) return germ;
  const std::size_t n = germ.coordinates.size();
  germ.coordinates.push_back({"s", Place::small, germ.regular - 1, 0});
  for (Polynomial& g : germ.generators) g = with_variables(g, n + 1);
  for (Polynomial& g : germ.guards) g = with_variables(g, n + 1);
  germ.generators.push_back(Polynomial::variable(n + 1, n));
  germ.regular = 0;
  return germ;
}

std::string key_of(const Germ& germ) {
  const std::size_t n = germ.coordinates.size();
  std::vector<std::vector<Term>> terms;
  for (const Polynomial& g : germ.generators) terms.push_back(g.terms());
  // Coordinates by what stays when their order changes, refined once by those that they occur with.
  std::vector<std::string> look(n);
  for (std::size_t i = 0; i < n; ++i) {
    const Coordinate& c = germ.coordinates[i];
    look[i] =
        std::to_string(static_cast<int>(c.place)) + "." + std::to_string(c.density) + "/" + std::to_string(c.factor);
  }
  for (int round = 0; round < 3; ++round) {
    std::vector<std::string> next(n);
    for (std::size_t i = 0; i < n; ++i) {
      std::vector<std::string> seen;
      for (const auto& g : terms)
        for (const Term& t : g) {
          if (t.exponents[i] == 0) continue;
          std::vector<std::string> with;
          for (std::size_t j = 0; j < n; ++j)
            if (j != i && t.exponents[j] > 0) with.push_back(look[j] + "^" + std::to_string(t.exponents[j]));
          std::ranges::sort(with);
          std::string text = std::to_string(g.size()) + ":" + std::to_string(t.exponents[i]);
          for (const std::string& w : with) text += "(" + w + ")";
          seen.push_back(std::move(text));
        }
      std::ranges::sort(seen);
      std::string text = look[i] + "{";
      for (const std::string& s : seen) text += s + ",";
      next[i] = std::to_string(std::hash<std::string>()(text));
    }
    for (std::size_t i = 0; i < n; ++i) look[i] = look[i].substr(0, look[i].find('|')) + "|" + next[i];
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return look[i]; });
  Germ sorted{{}, {}, germ.regular, {}};
  for (const Polynomial& g : germ.guards) sorted.guards.push_back(monic(in_variables(g, order)));
  sort_generators(sorted.guards);
  for (const Polynomial& g : germ.generators) sorted.generators.push_back(monic(in_variables(g, order)));
  sort_generators(sorted.generators);
  std::string key = std::to_string(germ.regular) + "#";
  for (const std::size_t i : order) key += look[i].substr(0, look[i].find('|')) + " ";
  for (const auto* list : {&sorted.generators, &sorted.guards}) {
    for (const Polynomial& g : *list) key += "#" + text_of(g);
    key += "!";
  }
  return key;
}

}  // namespace polyscape::volume
