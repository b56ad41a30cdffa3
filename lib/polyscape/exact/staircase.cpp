#include "polyscape/exact/staircase.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "polyscape/base/limit.hpp"

namespace polyscape::exact {

using algebra::Integer;

bool divides(const Monomial& a, const Monomial& b) {
  return std::ranges::equal(a, b, [](Exponent x, Exponent y) { return x <= y; });
}

namespace {

using Series = std::vector<Integer>;  // a polynomial in t, lowest power first

std::size_t degree(const Monomial& m) { return std::accumulate(m.begin(), m.end(), std::size_t{0}); }

// The minimal generators.
std::vector<Monomial> minimal(std::vector<Monomial> ideal) {
  std::ranges::sort(ideal, [](const Monomial& a, const Monomial& b) {
    return degree(a) != degree(b) ? degree(a) < degree(b) : a < b;
  });
  std::vector<Monomial> result;
  for (Monomial& m : ideal)
    if (std::ranges::none_of(result, [&](const Monomial& r) { return divides(r, m); })) result.push_back(std::move(m));
  return result;
}

void add_shifted(Series& sum, const Series& p, std::size_t shift) {
  if (sum.size() < p.size() + shift) sum.resize(p.size() + shift);
  for (std::size_t k = 0; k < p.size(); ++k) sum[k + shift] += p[k];
}

// sum * (1 - t^power)
Series times_one_minus(const Series& p, std::size_t power) {
  Series result(p.size() + power);
  for (std::size_t k = 0; k < p.size(); ++k) {
    result[k] += p[k];
    result[k + power] -= p[k];
  }
  return result;
}

// The numerator over (1 - t)^variables. With a pivot x^e: S/I has as many monomials as S/(I, x^e) and S/(I : x^e),
// shifted by e, together.
Series numerator(std::vector<Monomial> ideal) {
  stop_if_cancelled();
  if (ideal.empty()) return {Integer(1)};
  if (degree(ideal.front()) == 0) return {};
  // The variable of the most generators that are no pure powers, and the median of its exponents in them.
  const std::size_t variables = ideal.front().size();
  std::vector<std::vector<Exponent>> mixed(variables);
  for (const Monomial& m : ideal)
    if (static_cast<std::size_t>(std::ranges::count(m, 0)) + 1 < variables)
      for (std::size_t k = 0; k < variables; ++k)
        if (m[k] != 0) mixed[k].push_back(m[k]);
  const auto pivot = static_cast<std::size_t>(
      std::ranges::max_element(mixed, {}, [](const auto& exponents) { return exponents.size(); }) - mixed.begin());
  if (mixed[pivot].empty()) {  // pure powers of different variables
    Series result{Integer(1)};
    for (const Monomial& m : ideal) result = times_one_minus(result, degree(m));
    return result;
  }
  const auto middle = mixed[pivot].begin() + static_cast<long>(mixed[pivot].size() / 2);
  std::ranges::nth_element(mixed[pivot], middle);
  const Exponent power = *middle;
  std::vector<Monomial> with = ideal, quotient = std::move(ideal);
  Monomial pure(variables, 0);
  pure[pivot] = power;
  with.push_back(pure);
  for (Monomial& m : quotient) m[pivot] = m[pivot] > power ? m[pivot] - power : 0;
  Series result = numerator(minimal(std::move(with)));
  add_shifted(result, numerator(minimal(std::move(quotient))), power);
  return result;
}

// p / (1 - t), which has to divide it.
Series divided(const Series& p) {
  Series result(p.begin(), p.end() - 1);
  std::partial_sum(result.begin(), result.end(), result.begin());
  return result;
}

Integer sum(const Series& p) { return std::accumulate(p.begin(), p.end(), Integer(0)); }

}  // namespace

Hilbert hilbert(std::size_t variables, const std::vector<Monomial>& ideal) {
  for (const Monomial& m : ideal)
    if (m.size() != variables) throw ArgumentError("hilbert: not one exponent a variable");
  Series q = numerator(minimal(ideal));
  while (!q.empty() && q.back() == 0) q.pop_back();
  if (q.empty()) return {};
  Hilbert result;
  result.dimension = static_cast<long>(variables);
  for (; sum(q) == 0; --result.dimension) q = divided(q);
  result.degree = sum(q);
  result.numerator = std::move(q);
  return result;
}

std::optional<std::vector<Monomial>> staircase(const std::vector<Monomial>& ideal, const MonomialOrder& order,
                                               std::size_t variables, std::size_t most) {
  MonomialTable table(variables, order);
  MonomialTable generators(variables, order);
  for (const Monomial& m : ideal) generators.insert(m);
  const auto inside = [&](MonomialIndex i) {
    for (MonomialIndex g = 0; g < generators.size(); ++g)
      if (generators.divides(g, table, i)) return true;
    return false;
  };
  std::vector<MonomialIndex> found;
  table.insert(Monomial(variables, 0));
  // What is outside is connected: each but 1 is a variable times another.
  for (MonomialIndex next = 0; next < table.size(); ++next) {
    if (inside(next)) continue;
    if (found.size() == most) return std::nullopt;
    found.push_back(next);
    const auto e = table.exponents(next);
    Monomial m(e.begin(), e.end());
    for (std::size_t k = 0; k < variables; ++k) {
      ++m[k];
      table.insert(m);
      --m[k];
    }
  }
  std::ranges::sort(found, [&](MonomialIndex a, MonomialIndex b) { return table.compare(a, b) < 0; });
  std::vector<Monomial> result;
  for (const MonomialIndex i : found) result.emplace_back(table.exponents(i).begin(), table.exponents(i).end());
  return result;
}

}  // namespace polyscape::exact
