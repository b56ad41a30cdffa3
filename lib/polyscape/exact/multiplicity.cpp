#include "polyscape/exact/multiplicity.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

#include "polyscape/base/limit.hpp"
#include "polyscape/exact/elimination.hpp"
#include "polyscape/exact/minors.hpp"
#include "polyscape/exact/modular.hpp"

namespace polyscape::exact {

using algebra::Polynomial;

namespace {

// Around the point instead of the origin.
std::vector<Polynomial> translated(std::span<const Polynomial> polynomials,
                                   std::span<const algebra::GaussianRational> point) {
  const std::size_t n = point.size();
  std::vector<Polynomial> places, result;
  for (std::size_t k = 0; k < n; ++k) places.push_back(Polynomial::variable(n, k) + Polynomial::constant(n, point[k]));
  for (const Polynomial& p : polynomials) {
    if (p.variables() != n) throw ArgumentError("multiplicity_at: not one coordinate a variable");
    result.push_back(p.substitute(places));
    const auto terms = result.back().terms();
    if (!terms.empty() && std::ranges::count(terms.back().exponents, 0) == std::ssize(terms.back().exponents))
      throw ArgumentError("multiplicity_at: the polynomials do not vanish there");
    if (result.back().is_zero()) result.pop_back();
  }
  return result;
}

// All monomials of degree up to `degree`, by increasing degree.
std::vector<std::vector<Exponent>> monomials_up_to(std::size_t variables, long degree) {
  std::vector<std::vector<Exponent>> result{std::vector<Exponent>(variables, 0)};
  for (std::size_t first = 0, d = 0; d < static_cast<std::size_t>(degree); ++d) {
    const std::size_t end = result.size();
    for (std::size_t i = first; i < end; ++i) {
      // Each once: multiplied by variables from its last one on.
      std::size_t last = variables;
      while (last > 0 && result[i][last - 1] == 0) --last;
      for (std::size_t k = last == 0 ? 0 : last - 1; k < variables; ++k) {
        result.push_back(result[i]);
        ++result.back()[k];
      }
    }
    first = end;
  }
  return result;
}

// Dimension of the dual space up to the degree: monomials less the rank of the multiples, cut off at the degree. Takes
// the products of coefficients that it needs from `operations`; nullopt where these do not suffice.
std::optional<std::size_t> dual_dimension(const ModularSystem& system, long degree, std::uint64_t& operations) {
  const auto monomials = monomials_up_to(system.variables, degree);
  MonomialTable table(system.variables, MonomialOrder::graded(system.variables));
  for (const auto& m : monomials) table.insert(m);
  std::vector<std::vector<std::uint32_t>> columns;
  std::vector<std::vector<std::uint64_t>> coefficients;
  for (const auto& multiplier : monomials)
    for (const ModularPolynomial& p : system.equations) {
      std::vector<std::pair<std::uint32_t, std::uint64_t>> row;
      for (const ModularTerm& term : p) {
        std::vector<Exponent> product(system.variables);
        std::ranges::transform(term.exponents, multiplier, product.begin(), std::plus());
        if (std::accumulate(product.begin(), product.end(), 0L) <= degree)
          row.emplace_back(table.insert(product), term.coefficient);
      }
      if (row.empty()) continue;
      std::ranges::sort(row);
      columns.emplace_back();
      coefficients.emplace_back();
      for (const auto& [column, coefficient] : row) {
        columns.back().push_back(column);
        coefficients.back().push_back(coefficient);
      }
    }
  Elimination elimination(system.prime, monomials.size());
  std::size_t rank = 0;
  for (std::size_t k = 0; k < columns.size(); ++k) {
    stop_if_cancelled();
    rank += elimination.reduce({columns[k], coefficients[k]}).leading.has_value();
    if (elimination.operations() > operations) return std::nullopt;
  }
  operations -= elimination.operations();
  return monomials.size() - rank;
}

struct Dual {
  std::size_t dimension;
  long degree;  // at which it had stopped to grow
  double columns;
};

std::optional<Dual> dual(const ModularSystem& system, const MultiplicityLimits& limits) {
  std::size_t before = 1;
  std::uint64_t operations = limits.operations;
  for (long degree = 1;; ++degree) {
    const double columns = binomial(static_cast<long>(system.variables) + degree, degree);
    if (columns > static_cast<double>(limits.columns)) return std::nullopt;
    const std::optional<std::size_t> now = dual_dimension(system, degree, operations);
    if (!now || *now > limits.most) return std::nullopt;
    if (*now == before) return Dual{*now, degree, columns};
    before = *now;
  }
}

}  // namespace

std::optional<Multiplicity> multiplicity_at(std::span<const Polynomial> polynomials,
                                            std::span<const algebra::GaussianRational> point, std::uint64_t seed,
                                            const MultiplicityLimits& limits) {
  constexpr double wanted_log2 = -80;
  const std::vector<Polynomial> local = translated(polynomials, point);
  if (local.empty()) return std::nullopt;
  const Random random = Random(seed).stream("primes of multiplicities");
  const Sizes sizes(local);
  std::optional<Multiplicity> result;
  for (std::uint64_t stream = 0; !result || result->error_log2 > wanted_log2; ++stream) {
    const auto system = modulo(local, random_field(random.stream(stream)));
    if (!system) continue;
    const auto found = dual(*system, limits);
    if (!found) return std::nullopt;
    // The smallest nullity is nearest to the one over Q; primes that have found more were unlucky.
    if (!result || found->dimension < result->multiplicity) result = Multiplicity{found->dimension, 0, {}};
    if (found->dimension != result->multiplicity) continue;
    result->primes.push_back(system->prime);
    // Each degree's rank has a minor of its own.
    const double each = std::log2(static_cast<double>(found->degree)) +
                        unlucky_primes_log2(sizes.minors_of_parts(found->columns)) - sizes.primes_to_draw_log2();
    if (each > -1) return std::nullopt;
    result->error_log2 += each;
  }
  return result;
}

}  // namespace polyscape::exact
