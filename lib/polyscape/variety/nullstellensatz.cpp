#include "polyscape/variety/nullstellensatz.hpp"

#include <flint/ulong_extras.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "polyscape/algebra/flint_matrix_kernel.hpp"
#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/aside.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::variety {
namespace {

using algebra::GaussianRational;
using algebra::NmodMatrix;
using algebra::Polynomial;
using algebra::Rational;
using algebra::Term;
using Exponents = std::vector<int>;

// A prime for which the coefficients' denominators are invertible in all likelihood; where they are not, nothing is
// proved. 1 modulo 4: it has square roots of -1.
struct UnluckyPrime : ArgumentError {
  using ArgumentError::ArgumentError;
};
mp_limb_t prime() {
  static const mp_limb_t result = [] {
    mp_limb_t p = n_nextprime(1UL << 61, 1);
    while (p % 4 != 1) p = n_nextprime(p, 1);
    return p;
  }();
  return result;
}

mp_limb_t reduced(const Rational& value, nmod_t modulus) {
  const auto result = algebra::residue(value, modulus.n);
  if (!result) throw UnluckyPrime("prove_infeasible: a denominator is a multiple of the prime");
  return *result;
}

// A homomorphism of the numbers of Q(i) without the prime in their denominators to the field of the prime.
mp_limb_t reduced(const GaussianRational& value, nmod_t modulus) {
  const mp_limb_t re = reduced(value.re, modulus);
  if (value.is_real()) return re;
  static const mp_limb_t unit = n_sqrtmod(prime() - 1, prime());
  return nmod_add(re, nmod_mul(unit, reduced(value.im, modulus), modulus), modulus);
}

// Reduces to row echelon form; the columns of the pivots.
std::vector<std::size_t> pivots(NmodMatrix& matrix) {
  const auto rank = static_cast<std::size_t>(nmod_mat_rref(matrix.get()));
  std::vector<std::size_t> result;
  for (std::size_t i = 0, j = 0; i < rank; ++i, ++j) {
    while (matrix.at(i, j) == 0) ++j;
    result.push_back(j);
  }
  return result;
}

// The subgroup of Z^n that the differences of exponents within each equation span, in Hermite normal form. An equation
// is homogeneous under Z^n / lattice.
class Lattice {
 public:
  explicit Lattice(const std::vector<std::vector<Term>>& equations) : n_(equations[0][0].exponents.size()) {
    algebra::FmpzMatrix basis(n_ + 1, n_);
    for (const auto& terms : equations)
      for (std::size_t k = 1; k < terms.size(); ++k) {
        bool inside = true;
        for (std::size_t j = 0; j < n_; ++j) {
          const long difference = terms[k].exponents[j] - terms[0].exponents[j];
          inside = inside && difference == 0;
          fmpz_set_si(basis.at(n_, j), difference);
        }
        if (!inside) fmpz_mat_hnf(basis.get(), basis.get());  // the new row is absorbed: at most n rows are nonzero
      }
    for (std::size_t i = 0; i < n_; ++i) {
      std::vector<long> row;
      bool fits = true;
      for (std::size_t j = 0; j < n_; ++j) {
        const fmpz* entry = basis.at(i, j);
        fits = fits && fmpz_fits_si(entry) != 0;
        row.push_back(fits ? fmpz_get_si(entry) : 0);
      }
      // Without a row fewer multipliers are tried.
      if (fits && std::any_of(row.begin(), row.end(), [](long x) { return x != 0; })) rows_.push_back(row);
    }
  }

  bool contains(const Exponents& a, const Exponents& b) const {  // a + b
    std::vector<long> v(n_);
    for (std::size_t j = 0; j < n_; ++j) v[j] = a[j] + b[j];
    for (const auto& row : rows_) {
      const auto pivot =
          static_cast<std::size_t>(std::find_if(row.begin(), row.end(), [](long x) { return x != 0; }) - row.begin());
      const long quotient = v[pivot] / row[pivot];
      for (std::size_t j = pivot; j < n_; ++j) {
        long product = 0;
        if (__builtin_mul_overflow(quotient, row[j], &product) || __builtin_sub_overflow(v[j], product, &v[j]))
          return false;
      }
    }
    return std::all_of(v.begin(), v.end(), [](long x) { return x == 0; });
  }

 private:
  std::size_t n_;
  std::vector<std::vector<long>> rows_;
};

// Calls f(exponents) for every monomial of degree at most `degree`.
template <class F>
void for_each_monomial(Exponents& exponents, std::size_t index, long degree, const F& f) {
  if (index == exponents.size()) return f(exponents);
  for (long e = 0; e <= degree; ++e) {
    exponents[index] = static_cast<int>(e);
    for_each_monomial(exponents, index + 1, degree - e, f);
  }
  exponents[index] = 0;
}

struct Row {
  std::size_t equation;
  Exponents multiplier;
};

struct Macaulay {
  std::vector<Row> rows;
  std::map<Exponents, std::size_t> columns;  // column 0: the monomial 1
};

Exponents shifted(const Exponents& a, const Exponents& b) {
  Exponents sum = a;
  for (std::size_t j = 0; j < sum.size(); ++j) sum[j] += b[j];
  return sum;
}

// nullopt beyond the limits.
std::optional<Macaulay> macaulay(const std::vector<std::vector<Term>>& equations, const std::vector<long>& degrees,
                                 const Lattice& lattice, long degree, long multiplier_degree,
                                 const NullstellensatzLimits& limits) {
  Macaulay result;
  const std::size_t n = equations[0][0].exponents.size();
  result.columns[Exponents(n, 0)] = 0;
  long widest = 0;
  for (const long d : degrees) widest = std::max(widest, std::min(degree - d, multiplier_degree));
  double count = 1;  // C(n + widest, n)
  for (long k = 1; k <= widest; ++k)
    count *= static_cast<double>(n + static_cast<std::size_t>(k)) / static_cast<double>(k);
  if (count > 1e5) return std::nullopt;
  bool too_large = false;
  for (std::size_t j = 0; j < equations.size() && !too_large; ++j) {
    if (degrees[j] > degree) continue;
    Exponents exponents(n, 0);
    for_each_monomial(exponents, 0, std::min(degree - degrees[j], multiplier_degree), [&](const Exponents& e) {
      if (too_large || !lattice.contains(e, equations[j][0].exponents)) return;
      result.rows.push_back({j, e});
      for (const Term& term : equations[j])
        result.columns.try_emplace(shifted(e, term.exponents), result.columns.size());
      too_large = result.rows.size() * result.columns.size() > limits.entries;
    });
  }
  if (too_large) return std::nullopt;
  return result;
}

// Rows and columns of a square submatrix, nonsingular modulo the prime, whose solution solves everything if anything
// does; empty when 1 is not in the row space modulo the prime.
struct Selection {
  std::vector<std::size_t> rows, columns;
};
Selection select(const std::vector<std::vector<Term>>& equations, const Macaulay& m) {
  const std::size_t rows = m.rows.size(), columns = m.columns.size();
  NmodMatrix transposed(columns, rows + 1, prime());
  const auto fill = [&](NmodMatrix& target, std::size_t position, std::size_t row, bool as_column) {
    for (const Term& term : equations[m.rows[row].equation]) {
      const std::size_t c = m.columns.at(shifted(m.rows[row].multiplier, term.exponents));
      (as_column ? target.at(c, position) : target.at(position, c)) = reduced(term.coefficient, target.modulus());
    }
  };
  for (std::size_t i = 0; i < rows; ++i) fill(transposed, i, i, true);
  transposed.at(0, rows) = 1;
  Selection result;
  result.rows = pivots(transposed);
  if (!result.rows.empty() && result.rows.back() == rows) return {};
  NmodMatrix chosen(result.rows.size(), columns, prime());
  for (std::size_t i = 0; i < result.rows.size(); ++i) fill(chosen, i, result.rows[i], false);
  result.columns = pivots(chosen);
  return result;
}

// Coefficients of the selected rows, exactly; nullopt when the submatrix is singular (it is not). Where an equation is
// not real, from the real form (A, -B; B, A) of the submatrix A + iB.
std::optional<std::vector<GaussianRational>> solve(const std::vector<std::vector<Term>>& equations, const Macaulay& m,
                                                   const Selection& selection) {
  const std::size_t half = selection.rows.size();
  const bool real = std::ranges::all_of(equations, [](const std::vector<Term>& terms) {
    return std::ranges::all_of(terms, [](const Term& term) { return term.coefficient.is_real(); });
  });
  const std::size_t size = real ? half : 2 * half;
  std::map<std::size_t, std::size_t> position;
  for (std::size_t i = 0; i < selection.columns.size(); ++i) position[selection.columns[i]] = i;
  algebra::FmpqMatrix a(size, size), b(size, 1), x(size, 1);
  for (std::size_t i = 0; i < half; ++i) {
    const Row& row = m.rows[selection.rows[i]];
    for (const Term& term : equations[row.equation])
      if (const auto it = position.find(m.columns.at(shifted(row.multiplier, term.exponents))); it != position.end()) {
        a.set(it->second, i, term.coefficient.re);
        if (real) continue;
        a.set(half + it->second, half + i, term.coefficient.re);
        a.set(half + it->second, i, term.coefficient.im);
        a.set(it->second, half + i, -term.coefficient.im);
      }
  }
  if (const auto one = position.find(0); one != position.end()) b.set(one->second, 0, 1);
  if (size == 0 || fmpq_mat_solve_dixon(x.get(), a.get(), b.get()) == 0) return std::nullopt;
  std::vector<GaussianRational> result(half);
  for (std::size_t i = 0; i < half; ++i) result[i] = {x.at(i, 0), real ? Rational(0) : x.at(half + i, 0)};
  return result;
}

}  // namespace

std::vector<std::size_t> independent_equations(std::span<const Polynomial> equations) {
  std::map<Exponents, std::size_t> monomials;
  std::vector<std::vector<Term>> terms;
  for (const Polynomial& p : equations) {
    terms.push_back(p.terms());
    for (const Term& t : terms.back()) monomials.try_emplace(t.exponents, monomials.size());
  }
  if (monomials.empty()) return {};
  NmodMatrix matrix(monomials.size(), equations.size(), prime());
  for (std::size_t j = 0; j < terms.size(); ++j)
    for (const Term& t : terms[j]) matrix.at(monomials.at(t.exponents), j) = reduced(t.coefficient, matrix.modulus());
  return pivots(matrix);
}

std::vector<std::size_t> spanning_equations(std::span<const Polynomial> equations) {
  constexpr std::size_t most_entries = 200000;
  std::vector<std::size_t> all(equations.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::map<Exponents, std::size_t> columns;
  for (const Polynomial& p : equations) {
    if (!p.is_real()) return all;
    for (const Term& t : p.terms()) columns.try_emplace(t.exponents, columns.size());
  }
  if (columns.size() * equations.size() > most_entries) return all;
  algebra::RationalMatrix matrix;
  for (const Polynomial& p : equations) {
    auto& row = matrix.emplace_back(columns.size());
    for (const Term& t : p.terms()) row[columns.at(t.exponents)] = t.coefficient.re;
  }
  return algebra::independent_rows(matrix);
}

namespace {

std::optional<Infeasibility> found_proof(std::span<const Polynomial> equations, const NullstellensatzLimits& limits) {
  const std::vector<std::size_t> chosen = independent_equations(equations);
  if (chosen.empty()) return std::nullopt;
  const std::size_t variables = equations[0].variables();
  std::vector<std::vector<Term>> terms;
  std::vector<long> degrees;
  for (const std::size_t j : chosen) {
    terms.push_back(equations[j].terms());
    degrees.push_back(equations[j].degree());
  }
  const Lattice lattice(terms);
  const long top = *std::max_element(degrees.begin(), degrees.end());
  std::size_t rows_before = 0;
  for (long degree = top - 1; degree <= top + limits.extra_degree; ++degree) {
    // First with numbers as multipliers alone: do the targets lie in the span of the monomials?
    const bool span_only = degree < top;
    const auto m =
        macaulay(terms, degrees, lattice, std::max(degree, top), span_only ? 0 : limits.extra_degree, limits);
    if (!m) return std::nullopt;
    if (m->rows.size() == rows_before) continue;  // the grading admits no multiplier of this degree
    rows_before = m->rows.size();
    const Selection selection = select(terms, *m);
    if (selection.rows.empty()) continue;
    const auto coefficients = solve(terms, *m, selection);
    if (!coefficients) continue;
    Infeasibility result{std::vector<Polynomial>(equations.size(), Polynomial(variables)), std::max(degree, top), 0};
    for (std::size_t i = 0; i < selection.rows.size(); ++i) {
      if ((*coefficients)[i].is_zero()) continue;
      const Row& row = m->rows[selection.rows[i]];
      const Term term{(*coefficients)[i], row.multiplier};
      result.multipliers[chosen[row.equation]] += Polynomial::from_terms(variables, std::span(&term, 1));
    }
    Polynomial sum(variables);
    for (std::size_t j = 0; j < equations.size(); ++j) {
      sum += result.multipliers[j] * equations[j];
      result.multiplier_degree = std::max(result.multiplier_degree, result.multipliers[j].degree());
    }
    if (sum == Polynomial::constant(variables, 1)) return result;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Infeasibility> prove_infeasible(std::span<const Polynomial> equations,
                                              const NullstellensatzLimits& limits) {
  return aside(
      [own = std::vector<Polynomial>(equations.begin(), equations.end()), limits]() -> std::optional<Infeasibility> {
        try {
          return found_proof(own, limits);
        } catch (const UnluckyPrime&) {
          return std::nullopt;
        }
      });
}

}  // namespace polyscape::variety
