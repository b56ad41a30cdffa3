#include "polyscape/volume/signs.hpp"

#include <algorithm>

#include "polyscape/algebra/irreducible.hpp"
#include "polyscape/algebra/real_roots.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/volume/linear_program.hpp"

namespace polyscape::volume {
namespace {

using algebra::Term;

constexpr std::size_t most_sign_variables = 12;
constexpr std::size_t most_terms = 400;  // of polynomials that are factored or solved for a variable
constexpr int most_steps = 24;           // of elimination one in the other

/// Signs of all terms in an orthant: bit k of `orthant` says that odd[k] is negative. 0 where they differ.
int common_sign(const std::vector<Term>& terms, const std::vector<std::size_t>& odd, unsigned long orthant) {
  int result = 0;
  for (const Term& t : terms) {
    int sign = t.coefficient.re.sign();
    for (std::size_t k = 0; k < odd.size(); ++k)
      if ((orthant >> k & 1) != 0 && t.exponents[odd[k]] % 2 != 0) sign = -sign;
    if (result != 0 && sign != result) return 0;
    result = sign;
  }
  return result;
}

/// Variables that occur with odd exponents: signs of the others do not matter.
std::vector<std::size_t> odd_variables(const std::vector<Polynomial>& polynomials, std::size_t n) {
  std::vector<bool> odd(n);
  for (const Polynomial& p : polynomials)
    for (const Term& t : p.terms())
      for (std::size_t i = 0; i < n; ++i) odd[i] = odd[i] || t.exponents[i] % 2 != 0;
  std::vector<std::size_t> result;
  for (std::size_t i = 0; i < n; ++i)
    if (odd[i]) result.push_back(i);
  return result;
}

bool has_nonzero_root(const Polynomial& p, std::size_t index) {
  std::vector<Rational> coefficients = univariate(p, index);
  while (coefficients.front().is_zero()) coefficients.erase(coefficients.begin());
  return algebra::real_root_count(coefficients) > 0;
}

/// In each orthant some polynomial has terms of one sign alone.
bool signs_differ_nowhere(const std::vector<Polynomial>& polynomials) {
  const std::vector<std::size_t> odd = odd_variables(polynomials, polynomials.front().variables());
  if (odd.size() > most_sign_variables) return false;
  std::vector<std::vector<Term>> terms;
  for (const Polynomial& p : polynomials) terms.push_back(p.terms());
  for (unsigned long orthant = 0; orthant < 1UL << odd.size(); ++orthant)
    if (std::ranges::none_of(terms, [&](const auto& t) { return common_sign(t, odd, orthant) != 0; })) return false;
  return true;
}

/// The polynomials as ones in the least number of coordinates of the torus: monomials x^b of a basis b of the lattice
/// that the differences of their exponents span over Q.
std::vector<Polynomial> in_torus_coordinates(const std::vector<Polynomial>& polynomials);

}  // namespace

bool never_zero(const Polynomial& p, const std::vector<bool>& nonzero) {
  if (p.is_zero()) return false;
  const std::vector<Term> terms = p.terms();
  const auto in_nonzero = [&](const Term& t) {
    for (std::size_t i = 0; i < nonzero.size(); ++i)
      if (t.exponents[i] > 0 && !nonzero[i]) return false;
    return true;
  };
  if (std::ranges::none_of(terms, in_nonzero)) return false;
  if (terms.size() == 1) return true;
  const std::vector<bool> occurs = occurring(p);
  if (std::ranges::count(occurs, true) == 1) {
    const auto index = static_cast<std::size_t>(std::ranges::find(occurs, true) - occurs.begin());
    if (nonzero[index]) return !has_nonzero_root(p, index);
    return algebra::real_root_count(univariate(p, index)) == 0;
  }
  return terms.size() <= most_terms && signs_differ_nowhere({p});
}

namespace {

/// Rows of a unimodular matrix whose first ones span the saturation of the lattice of `rows` over Z: column operations
/// turn the rows into echelon form, and their inverse is followed.
std::vector<std::vector<long>> saturated_basis(std::vector<std::vector<long>> rows, std::size_t n) {
  std::vector<std::vector<long>> inverse(n, std::vector<long>(n));
  for (std::size_t i = 0; i < n; ++i) inverse[i][i] = 1;
  std::size_t rank = 0;
  for (auto& row : rows) {
    for (;;) {  // Euclid's algorithm on the entries from `rank` on
      std::optional<std::size_t> least;
      std::size_t count = 0;
      for (std::size_t j = rank; j < n; ++j) {
        if (row[j] == 0) continue;
        ++count;
        if (!least || std::abs(row[j]) < std::abs(row[*least])) least = j;
      }
      if (!least) break;
      const std::size_t c = *least;
      if (count == 1) {
        for (auto& r : rows) std::swap(r[rank], r[c]);
        std::swap(inverse[rank], inverse[c]);
        ++rank;
        break;
      }
      for (std::size_t j = rank; j < n; ++j) {
        const long times = j == c ? 0 : row[j] / row[c];
        if (times == 0) continue;
        for (auto& r : rows) r[j] -= times * r[c];  // column j -= times column c
        for (std::size_t k = 0; k < n; ++k) inverse[c][k] += times * inverse[j][k];
      }
    }
  }
  inverse.resize(rank);
  return inverse;
}

std::vector<Polynomial> in_torus_coordinates(const std::vector<Polynomial>& polynomials) {
  const std::size_t n = polynomials.front().variables();
  std::vector<std::vector<long>> differences;
  for (const Polynomial& p : polynomials) {
    const std::vector<Term> terms = p.terms();
    for (const Term& t : terms) {
      auto& row = differences.emplace_back(n);
      for (std::size_t i = 0; i < n; ++i) row[i] = t.exponents[i] - terms.front().exponents[i];
    }
  }
  const auto basis = saturated_basis(differences, n);
  RationalMatrix rows;
  for (const auto& b : basis) rows.emplace_back(b.begin(), b.end());
  std::vector<Polynomial> result;
  for (const Polynomial& p : polynomials) {
    std::vector<Term> terms = p.terms();
    std::vector<std::vector<long>> at;
    std::vector<long> least(basis.size());
    for (const Term& t : terms) {
      std::vector<Rational> difference;
      for (std::size_t i = 0; i < n; ++i) difference.emplace_back(t.exponents[i] - terms.front().exponents[i]);
      const auto coordinates = algebra::combination(rows, difference);
      auto& e = at.emplace_back();
      for (std::size_t k = 0; k < basis.size(); ++k) {
        e.push_back(static_cast<long>(*(*coordinates)[k].numerator().to_int64()));
        least[k] = std::min(least[k], e.back());
      }
    }
    for (std::size_t t = 0; t < terms.size(); ++t) {
      terms[t].exponents.clear();
      for (std::size_t k = 0; k < basis.size(); ++k)
        terms[t].exponents.push_back(static_cast<int>(at[t][k] - least[k]));
    }
    result.push_back(Polynomial::from_terms(basis.size(), terms));
  }
  return result;
}

bool no_zero(std::vector<Polynomial> polynomials, int steps);

/// One linear in a variable with a monomial for its coefficient tells what the variable is.
bool no_zero_by_solving(const std::vector<Polynomial>& polynomials, int steps) {
  for (std::size_t k = 0; k < polynomials.size(); ++k) {
    const Polynomial& p = polynomials[k];
    if (p.term_count() > most_terms) continue;
    for (std::size_t j = 0; j < p.variables(); ++j) {
      if (degree_in(p, j) != 1) continue;
      const Polynomial head = coefficient_of(p, j, 1);
      if (head.term_count() != 1) continue;
      const Polynomial rest = coefficient_of(p, j, 0) * algebra::GaussianRational(-1);
      std::vector<Polynomial> others;
      for (std::size_t i = 0; i < polynomials.size(); ++i) {
        if (i == k) continue;
        Polynomial q = substituted(polynomials[i], j, rest, head);
        if (!q.is_zero()) others.push_back(std::move(q));
      }
      return !others.empty() && no_zero(std::move(others), steps - 1);
    }
  }
  return false;
}

bool no_zero(std::vector<Polynomial> polynomials, int steps) {
  stop_if_cancelled();
  if (std::ranges::any_of(polynomials, [](const Polynomial& p) { return p.term_count() == 1; })) return true;
  if (steps == 0 || std::ranges::any_of(polynomials, [](const Polynomial& p) { return p.term_count() > most_terms; }))
    return false;
  polynomials = in_torus_coordinates(polynomials);
  if (polynomials.front().variables() == 1) {
    Polynomial common = polynomials.front();
    for (const Polynomial& p : polynomials) common = algebra::greatest_common_divisor(common, p);
    return common.degree() == 0 || !has_nonzero_root(common, 0);
  }
  if (signs_differ_nowhere(polynomials)) return true;
  for (std::size_t k = 0; k < polynomials.size(); ++k) {
    const auto factors = algebra::irreducible_factors(polynomials[k]).factors;
    if (factors.size() == 1 && factors.front().second == 1) continue;
    return std::ranges::all_of(factors, [&](const auto& factor) {
      std::vector<Polynomial> branch = polynomials;
      branch[k] = factor.first;
      return no_zero(std::move(branch), steps - 1);
    });
  }
  return no_zero_by_solving(polynomials, steps);
}

}  // namespace

bool no_common_zero_in_torus(std::vector<Polynomial> polynomials) {
  std::erase_if(polynomials, [](const Polynomial& p) { return p.is_zero(); });
  return !polynomials.empty() && no_zero(std::move(polynomials), most_steps);
}

}  // namespace polyscape::volume
