#include "polyscape/volume/resolution.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "polyscape/algebra/irreducible.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/volume/blow_up.hpp"
#include "polyscape/volume/coordinates.hpp"
#include "polyscape/volume/crossings.hpp"
#include "polyscape/volume/signs.hpp"

namespace polyscape::volume {
namespace {

constexpr std::uint64_t most_germs_for_emptiness = 300;
constexpr std::size_t most_factored_terms = 300;
constexpr int most_sign_rounds = 200;

using Conditions = std::vector<std::string>;

/// How far down a germ is.
struct Depth {
  int germs = 0, blow_ups = 0;
  int names = 0;  ///< of new coordinates
  Depth below() const { return {germs + 1, blow_ups, names}; }
};

class Resolver {
 public:
  Resolver(const ResolutionLimits& limits, std::size_t coordinates)
      : limits_(limits), most_order_(static_cast<int>(coordinates) + 1) {}

  Bracket pole(const Germ& germ, const Conditions& conditions, const Depth& depth) {
    stop_if_cancelled();
    Germ now = tidied(germ);
    if (is_excluded(now)) return no_pole();
    if (++result.germs > limits_.germs || depth.germs > limits_.depth) return give_up(now, conditions, depth);
    std::size_t terms = 0;
    for (const Polynomial& g : now.generators) terms += g.term_count();
    work_ += terms;
    if (terms > limits_.terms || work_ > limits_.work) return give_up(now, conditions, depth);
    const bool all_told_apart = std::ranges::none_of(
        now.coordinates, [](const Coordinate& c) { return c.place == Place::free && c.factor > 0; });
    if (is_whole_ring(now) && now.regular == 0 && all_told_apart)
      return finish(of_monomial(now), now, conditions, depth);
    const std::string key = key_of(now);
    if (const auto known = known_.find(key); known != known_.end())
      return finish(known->second, now, conditions, depth);
    if (!open_.insert(key).second) return give_up(now, conditions, depth);
    const Bracket found = step(now, conditions, depth);
    open_.erase(key);
    known_.emplace(key, found);
    return found;
  }

  Resolution result;

 private:
  Bracket step(const Germ& now, const Conditions& conditions, const Depth& depth);
  Bracket of_generators(Germ now, const Conditions& conditions, const Depth& depth);
  Bracket of_split(const Germ& now, std::size_t j, const Conditions& conditions, const Depth& depth);
  Bracket of_equations(const Germ& now, const Conditions& conditions, const Depth& depth);
  Bracket of_polyhedron(const Germ& now, const Conditions& conditions, const Depth& depth);

  std::optional<Bracket> of_smooth_factors(const Germ& now) const;

  Bracket of_monomial(const Germ& germ) const {
    const auto pole = monomial_pole(germ);
    return pole ? exactly(*pole) : no_pole();
  }

  /// Writes down a stratum, where it is one.
  Bracket finish(const Bracket& pole, const Germ& germ, const Conditions& conditions, const Depth& depth) {
    if (depth.blow_ups == 0 && !pole.is_empty())
      result.strata.push_back({conditions, has_factor(germ) ? 0 : germ.regular, pole});
    return pole;
  }

  /// What holds without looking further.
  Bracket give_up(const Germ& germ, const Conditions& conditions, const Depth& depth);

  const ResolutionLimits& limits_;
  int most_order_;
  std::uint64_t work_ = 0;
  std::map<std::string, Bracket> known_;
  std::set<std::string> open_;
};

/// Every generator vanishes wherever the small coordinates are 0.
bool vanishes_at_small_zero(const Germ& germ) {
  return std::ranges::all_of(germ.generators, [&](const Polynomial& g) { return at_small_zero(g, germ).is_zero(); });
}

/// The factors' coordinates are none of the generators'.
bool is_separate(const Germ& germ) {
  for (std::size_t j = 0; j < germ.coordinates.size(); ++j)
    if (germ.coordinates[j].factor > 0 && occurs(germ, j)) return false;
  return true;
}

Conditions with(Conditions conditions, std::string condition) {
  conditions.push_back(std::move(condition));
  return conditions;
}

/// A lower bound of the generators' value alone: the regular coordinates, and 1/order of one of the others.
std::optional<Rational> least_value(const Germ& germ) {
  if (germ.generators.empty()) return Rational(germ.regular);
  long order = -1;
  for (const Polynomial& g : germ.generators) order = order < 0 ? g.degree() : std::min(order, g.degree());
  if (order == 0) return std::nullopt;  // no zeros
  return Rational(germ.regular) + Rational(1) / Rational(order);
}

Bracket Resolver::give_up(const Germ& germ, const Conditions& conditions, const Depth& depth) {
  ++result.unresolved;
  Bracket bracket;
  const auto value = least_value(germ);
  // Free coordinates with a factor are small somewhere.
  Germ all_small = germ;
  for (Coordinate& c : all_small.coordinates)
    if (c.place == Place::free) c.place = Place::small;
  const auto monomial = monomial_pole(all_small);
  if (value && monomial)
    bracket.low = Pole{Rational(1) / (Rational(1) / *value + Rational(1) / monomial->value), most_order_};
  else if (value || monomial)
    bracket.low = value ? Pole{*value, most_order_} : *monomial;
  bracket.high = monomial_pole(germ);
  const bool free = std::ranges::any_of(germ.coordinates, [](const Coordinate& c) { return c.place == Place::free; });
  if (!free && vanishes_at_small_zero(germ) && !germ.generators.empty()) {
    const Germ whole = with_regular_as_coordinate(germ);
    std::vector<Exponents> exponents;
    std::vector<int> densities, factors;
    for (const Coordinate& c : whole.coordinates) {
      if (c.place != Place::small) continue;
      densities.push_back(c.density);
      factors.push_back(c.factor);
    }
    for (const Polynomial& g : whole.generators)
      for (const algebra::Term& t : g.terms()) {
        auto& e = exponents.emplace_back();
        for (std::size_t i = 0; i < whole.coordinates.size(); ++i)
          if (whole.coordinates[i].place == Place::small) e.push_back(t.exponents[i]);
      }
    if (const auto bound = value_by_linear_program(exponents, densities, factors))
      bracket = {bracket.low, lowest({std::nullopt, bracket.high}, {std::nullopt, Pole{*bound, 1}}).high};
  }
  return finish(bracket, germ, conditions, depth);
}

Bracket Resolver::step(const Germ& now, const Conditions& conditions, const Depth& depth) {
  // Points off the generators' zeros are told from the others by the factors of small coordinates alone, so that no
  // free one may have any.
  for (std::size_t j = 0; j < now.coordinates.size(); ++j) {
    const Coordinate& c = now.coordinates[j];
    if (c.place != Place::free || c.factor == 0) continue;
    const bool guarded = std::ranges::any_of(now.guards, [&](const Polynomial& g) { return degree_in(g, j) > 0; });
    if (!occurs(now, j) && !guarded) return pole(with_coordinate_zero(now, j), conditions, depth.below());
    return of_split(now, j, conditions, depth);
  }
  if (now.generators.empty() && now.regular == 0)  // 0 on a whole neighbourhood
    return finish(exactly({Rational(0), 1}), now, conditions, depth);
  const Bracket off_zeros = vanishes_at_small_zero(now) ? no_pole() : of_monomial(now);
  return lowest(off_zeros, of_generators(with_regular_split_off(now), conditions, depth));
}

Bracket Resolver::of_generators(Germ now, const Conditions& conditions, const Depth& depth) {
  if (is_excluded(now)) return no_pole();
  if (is_separate(now) && (has_factor(now) || now.regular > 0)) {
    // A product, a sum of squares in separate coordinates.
    const Bracket monomial = of_monomial(now);
    const int regular = now.regular;
    Bracket rest = exactly({Rational(regular), 1});
    if (!now.generators.empty()) {
      Germ alone = now;
      alone.regular = 0;
      for (Coordinate& c : alone.coordinates) c.factor = 0;
      const std::size_t before = result.strata.size();
      rest = pole(alone, conditions, depth.below());
      if (regular > 0) rest = sum(exactly({Rational(regular), 1}), rest);
      for (std::size_t k = before; k < result.strata.size(); ++k) {
        Stratum& stratum = result.strata[k];
        stratum.split_off = has_factor(now) ? 0 : stratum.split_off + regular;
        if (regular > 0) stratum.pole = sum(exactly({Rational(regular), 1}), stratum.pole);
        if (has_factor(now)) stratum.pole = product(monomial, stratum.pole);
      }
    } else {
      finish(has_factor(now) ? product(monomial, rest) : rest, now, conditions, depth);
    }
    return has_factor(now) ? product(monomial, rest) : rest;
  }
  if (auto solved = solved_for_a_coordinate(now)) return pole(*solved, conditions, depth.below());
  if (const auto contracted = contracted_coordinates(now); !contracted.empty()) {
    Conditions more = conditions;
    for (const std::size_t j : contracted) {
      now = with_coordinate_zero(now, j);
      more.push_back(now.coordinates[j].name + " -> 0");
    }
    return pole(now, more, depth.below());
  }
  const std::string name = "t" + std::to_string(depth.names + 1);
  const bool may_change = depth.names < limits_.coordinates;
  const auto changed_by = [&](Search search) {
    return may_change ? factor_as_coordinate(now, name, search) : std::nullopt;
  };
  if (const auto changed = changed_by(Search::generators)) {
    Depth below = depth.below();
    ++below.names;
    return pole(changed->germ, with(conditions, changed->name + " := " + changed->meaning), below);
  }
  const auto split = coordinate_to_split(now);
  if (split && split->to_solve) return of_split(now, split->coordinate, conditions, depth);
  if (now.regular == 0 && now.generators.size() == 1)
    if (const auto smooth = of_smooth_factors(now)) return finish(*smooth, now, conditions, depth);
  if (const auto changed = changed_by(Search::derivatives)) {
    Depth below = depth.below();
    ++below.names;
    return pole(changed->germ, with(conditions, changed->name + " := " + changed->meaning), below);
  }
  if (split) return of_split(now, split->coordinate, conditions, depth);
  if (const auto j = scaled_unit(now)) {
    const std::string& unit = now.coordinates[*j].name;
    return lowest(pole(with_unit_at(now, *j, 1), with(conditions, unit + " > 0"), depth.below()),
                  pole(with_unit_at(now, *j, -1), with(conditions, unit + " < 0"), depth.below()));
  }
  if (!vanishes_at_small_zero(now)) return of_equations(now, conditions, depth);
  now = with_regular_as_coordinate(std::move(now));
  if (const auto pole = crossing_pole(now)) return finish(exactly(*pole), now, conditions, depth);
  return of_polyhedron(now, conditions, depth);
}

Bracket Resolver::of_split(const Germ& now, std::size_t j, const Conditions& conditions, const Depth& depth) {
  const std::string& name = now.coordinates[j].name;
  return lowest(pole(with_coordinate_zero(now, j), with(conditions, name + " = 0"), depth.below()),
                pole(with_coordinate_nonzero(now, j), with(conditions, name + " != 0"), depth.below()));
}

/// There are no points with these equations on the coordinates that are not small.
bool has_no_points(const Germ& germ, std::vector<Polynomial> equations) {
  Germ alone{germ.coordinates, std::move(equations), 0, germ.guards};
  for (Coordinate& c : alone.coordinates) c.density = c.factor = 0;
  ResolutionLimits limits;
  limits.germs = most_germs_for_emptiness;
  return resolve(alone, limits).pole.is_empty();
}

/// q changes its sign on a line where units keep theirs.
bool changes_sign(const Polynomial& q, const Germ& germ) {
  Random random(1);
  const std::size_t n = germ.coordinates.size();
  for (int round = 0; round < most_sign_rounds; ++round) {
    std::vector<Rational> a(n), b(n);
    for (std::size_t i = 0; i < n; ++i) {
      if (germ.coordinates[i].place == Place::small) continue;
      const auto number = [&] { return Rational(static_cast<long>(random.below(2000)) + 1) / Rational(200); };
      const int sign = random.below(2) == 0 ? 1 : -1;
      a[i] = Rational(sign) * number();
      b[i] = Rational(germ.coordinates[i].place == Place::unit || random.below(2) == 0 ? sign : -sign) * number();
    }
    if (q.evaluate(std::span<const Rational>(a)).sign() * q.evaluate(std::span<const Rational>(b)).sign() < 0)
      return true;
  }
  return false;
}

/// Of one generator that is a product of powers of factors with smooth zeros that do not meet and are transversal to
/// the factors' coordinates: each of them is a coordinate. nullopt for others.
std::optional<Bracket> Resolver::of_smooth_factors(const Germ& now) const {
  const Polynomial& g = now.generators.front();
  if (g.term_count() > most_factored_terms) return std::nullopt;
  std::vector<std::pair<Polynomial, unsigned>> factors;
  for (const auto& [base, exponent] : algebra::irreducible_factors(g).factors)
    if (!is_unit(base, now)) factors.emplace_back(at_small_zero(base, now), exponent);
  Bracket result = no_pole();
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const Polynomial& q = factors[i].first;
    if (q.is_zero()) return std::nullopt;
    std::vector<Polynomial> singular{q};
    for (std::size_t j = 0; j < now.coordinates.size(); ++j)
      if (now.coordinates[j].place != Place::small && now.coordinates[j].is_plain())
        singular.push_back(q.derivative(j));
    if (!has_no_points(now, singular)) return std::nullopt;
    for (std::size_t k = 0; k < i; ++k)
      if (!has_no_points(now, {q, factors[k].first})) return std::nullopt;
    Polynomial where = Polynomial::constant(q.variables(), 1);  // the part of q that is not kept from being 0
    for (const auto& [base, exponent] : algebra::irreducible_factors(q).factors)
      if (!is_unit(base, now)) where *= base;
    if (where.degree() == 0) continue;
    Bracket here = exactly({Rational(1) / Rational(static_cast<long>(factors[i].second)), 1});
    if (has_factor(now)) here = product(of_monomial(now), here);
    if (!changes_sign(where, now)) here.high = std::nullopt;  // there may be no points
    result = lowest(result, here);
  }
  return result;
}

/// Units have to satisfy equations that were not solved: each factor of the first alone.
Bracket Resolver::of_equations(const Germ& now, const Conditions& conditions, const Depth& depth) {
  return give_up(now, conditions, depth);
}

Bracket Resolver::of_polyhedron(const Germ& now, const Conditions& conditions, const Depth& depth) {
  const PolyhedronAnswer answer = ask_polyhedron(now);
  if (answer.nondegenerate) return finish(answer.bound ? exactly(*answer.bound) : no_pole(), now, conditions, depth);
  if (answer.weights.empty() || depth.blow_ups == limits_.blow_ups) return give_up(now, conditions, depth);
  ++result.blow_ups;
  Depth below = depth.below();
  ++below.blow_ups;
  Bracket all = no_pole();
  for (const Chart& chart : blow_up(now, answer.weights)) all = lowest(all, pole(chart.germ, conditions, below));
  // What is not resolved above is bounded by the polyhedron here.
  if (!all.is_exact() && answer.bound) all.high = lowest({std::nullopt, all.high}, {std::nullopt, answer.bound}).high;
  return finish(all, now, conditions, depth);
}

}  // namespace

Resolution resolve(const Germ& germ, const ResolutionLimits& limits) {
  Resolver resolver(limits, germ.coordinates.size());
  const Bracket pole = resolver.pole(germ, {}, {});
  resolver.result.pole = pole;
  return std::move(resolver.result);
}

}  // namespace polyscape::volume
