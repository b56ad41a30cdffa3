#include "polyscape/exact/minors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "polyscape/exact/modular.hpp"

namespace polyscape::exact {

using algebra::Polynomial;

namespace {

constexpr double least_prime_log2 = 59;

double denominator_log2(const Polynomial& p) { return algebra::log2(algebra::common_denominator(p)); }

// Of the Euclidean norm of the coefficients without denominators, at most.
double norm_log2(const Polynomial& p) {
  double largest = -std::numeric_limits<double>::infinity();
  for (const algebra::Term& term : p.terms()) largest = std::max(largest, algebra::log2(term.coefficient));
  return denominator_log2(p) + largest + 0.5 * std::log2(static_cast<double>(p.term_count()));
}

double bits_over_integers(double bits, std::span<const Polynomial> polynomials) {
  return std::ranges::all_of(polynomials, &Polynomial::is_real) ? bits : 2 * bits;
}

}  // namespace

double binomial(long n, long k) {
  return algebra::binomial(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(k)).to_double();
}

Minors macaulay_minors(std::span<const Polynomial> polynomials, long reach) {
  struct Multiples {
    double norm_log2, count;
  };
  std::vector<Multiples> multiples;
  double columns = 0;
  for (const Polynomial& p : polynomials) {
    const auto variables = static_cast<long>(p.variables());
    columns = binomial(variables + reach, variables);
    if (!p.is_zero() && p.degree() <= reach)
      multiples.push_back({norm_log2(p), binomial(variables + reach - p.degree(), variables)});
  }
  // The longest rows, as many as there are columns.
  std::ranges::sort(multiples, std::greater{}, &Multiples::norm_log2);
  Minors result;
  for (const Multiples& m : multiples) {
    const double taken = std::min(m.count, columns - result.rank);
    result.rank += taken;
    result.bits += taken * m.norm_log2;
  }
  result.bits = bits_over_integers(result.bits, polynomials);
  return result;
}

Minors minors_of_parts(std::span<const Polynomial> polynomials, double columns) {
  double longest = 0;
  for (const Polynomial& p : polynomials)
    if (!p.is_zero()) longest = std::max(longest, norm_log2(p));
  return {bits_over_integers(columns * longest, polynomials), columns};
}

double unlucky_primes_log2(const Minors& minors) { return std::log2(std::floor(minors.bits / least_prime_log2)); }

double primes_to_draw_log2(std::span<const Polynomial> polynomials) {
  double excluded = 0;
  for (const Polynomial& p : polynomials)
    if (!p.is_zero())
      excluded += 2 * (norm_log2(p) + denominator_log2(p)) * static_cast<double>(p.term_count()) / least_prime_log2;
  return std::log2(std::max(1.0, std::exp2(primes_log2) - excluded));
}

}  // namespace polyscape::exact
