#include "polyscape/exact/minors.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "polyscape/exact/modular.hpp"

namespace polyscape::exact {

using algebra::Polynomial;

namespace {
constexpr double least_prime_log2 = 59;
}

double binomial(long n, long k) {
  return algebra::binomial(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(k)).to_double();
}

Sizes::Sizes(std::span<const Polynomial> polynomials) {
  double excluded = 0;  // primes that divide a coefficient or a denominator
  for (const Polynomial& p : polynomials) {
    variables_ = static_cast<long>(p.variables());
    if (!p.is_real()) integers_ = 2;
    if (p.is_zero()) continue;
    double largest = -std::numeric_limits<double>::infinity();
    for (const algebra::Term& term : p.terms()) largest = std::max(largest, algebra::log2(term.coefficient));
    const double denominator = algebra::log2(algebra::common_denominator(p)),
                 terms = static_cast<double>(p.term_count()), norm = denominator + largest + 0.5 * std::log2(terms);
    rows_.push_back({p.degree(), norm});
    excluded += 2 * (norm + denominator) * terms / least_prime_log2;
  }
  std::ranges::sort(rows_, std::greater{}, &Row::norm_log2);
  primes_to_draw_log2_ = std::log2(std::max(1.0, std::exp2(primes_log2) - excluded));
}

Sizes Sizes::with(long variables, long degree, double norm_log2) const {
  Sizes result = *this;
  result.variables_ += variables;
  result.rows_.push_back({degree, norm_log2});
  std::ranges::sort(result.rows_, std::greater{}, &Row::norm_log2);
  return result;
}

Minors Sizes::macaulay_minors(long reach) const {
  // The longest rows, as many as there are columns.
  const double columns = binomial(variables_ + reach, variables_);
  Minors result;
  for (const Row& row : rows_) {
    if (row.degree > reach) continue;
    const double taken = std::min(binomial(variables_ + reach - row.degree, variables_), columns - result.rank);
    result.rank += taken;
    result.bits += taken * row.norm_log2;
  }
  result.bits *= integers_;
  return result;
}

Minors Sizes::minors_of_parts(double columns) const {
  return {rows_.empty() ? 0 : integers_ * columns * std::max(0.0, rows_.front().norm_log2), columns};
}

double unlucky_primes_log2(const Minors& minors) {
  return std::log2(std::max(1.0, std::floor(minors.bits / least_prime_log2)));
}

}  // namespace polyscape::exact
