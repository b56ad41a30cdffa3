#include "polyscape/solve/infinity.hpp"

#include <algorithm>
#include <numeric>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/exact/groebner.hpp"
#include "polyscape/exact/modular.hpp"
#include "polyscape/exact/staircase.hpp"

namespace polyscape::solve {
namespace {

/// Its terms of that degree.
algebra::Polynomial leading_form(const algebra::Polynomial& p, long degree) {
  std::vector<algebra::Term> terms = p.terms();
  std::erase_if(terms, [&](const algebra::Term& term) {
    return std::accumulate(term.exponents.begin(), term.exponents.end(), 0L) != degree;
  });
  return algebra::Polynomial::from_terms(p.variables(), terms);
}

}  // namespace

bool no_solutions_at_infinity(const algebra::System& system, Random random, std::uint64_t operations) {
  const std::size_t n = system.names.size();
  if (system.equations.size() != n || n == 0) return false;
  std::vector<algebra::Polynomial> forms;
  for (const algebra::Polynomial& p : system.equations) {
    if (p.degree() < 1) return false;
    forms.push_back(leading_form(p, p.degree()));
  }
  const auto modular = exact::modulo(forms, exact::random_field(random));
  if (!modular) return false;
  try {
    const exact::GroebnerBasis basis =
        exact::groebner_basis(*modular, exact::MonomialOrder::graded(n), {.operations = operations});
    // Also of a basis that is not complete: what it has is in the ideal.
    return exact::hilbert(n, exact::leading_monomials(basis)).dimension == 0;
  } catch (const Cancelled&) {
  } catch (const LimitError&) {
  }
  return false;
}

}  // namespace polyscape::solve
