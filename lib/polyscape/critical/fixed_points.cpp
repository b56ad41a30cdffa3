#include "polyscape/critical/fixed_points.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/variety/gauss_newton.hpp"

namespace polyscape::critical {
namespace {

using algebra::Polynomial;

/// The polynomial where all other variables are 0, in the kept ones.
Polynomial restricted(const Polynomial& p, const std::vector<std::size_t>& kept) {
  std::vector<algebra::Term> terms;
  for (const algebra::Term& term : p.terms()) {
    algebra::Term rest{term.coefficient, {}};
    for (const std::size_t j : kept) rest.exponents.push_back(term.exponents[j]);
    const auto degree = [](const std::vector<int>& exponents) {
      long sum = 0;
      for (const int e : exponents) sum += e;
      return sum;
    };
    if (degree(rest.exponents) == degree(term.exponents)) terms.push_back(std::move(rest));
  }
  return Polynomial::from_terms(kept.size(), terms);
}

/// One value a weight, `others` for those that are not kept.
template <class T>
std::vector<T> lifted(const std::vector<T>& values, const FixedPart& part, const T& others) {
  std::vector<T> result(part.weights, others);
  for (std::size_t k = 0; k < part.kept.size(); ++k) result[part.kept[k]] = values[k];
  return result;
}

solve::Outcome origin() {
  solve::Outcome result;
  solve::Solution zero;
  zero.bits = 1 << 16;  // it is exact
  zero.real = true;
  result.solutions.push_back(std::move(zero));
  result.ledger.tracked = 1;
  return result;
}

}  // namespace

FixedPart fixed_part(const algebra::System& gradient, std::span<const algebra::Scaling> scalings) {
  const std::size_t n = gradient.names.size();
  if (gradient.equations.size() != n)
    throw ArgumentError("fixed_part: the gradient has another number of equations than unknowns");
  FixedPart part{{}, {}, n};
  for (std::size_t j = 0; j < n; ++j) {
    const auto moves = [&](const algebra::Scaling& s) {
      if (s.exponents.size() != n) throw ArgumentError("fixed_part: a scaling of another number of variables");
      return s.exponents[j] != 0;
    };
    if (!std::ranges::any_of(scalings, moves)) part.kept.push_back(j);
  }
  for (const std::size_t j : part.kept) {
    part.system.names.push_back(gradient.names[j]);
    part.system.equations.push_back(restricted(gradient.equations[j], part.kept));
  }
  return part;
}

solve::Outcome isolated_among(const FixedPart& part, const std::optional<solve::Outcome>& of_part,
                              const algebra::Program& gradient, Random random) {
  const solve::Outcome found = of_part ? *of_part : origin();
  solve::Outcome result = found;
  result.solutions.clear();
  result.non_isolated.clear();
  result.ledger.nonsingular = result.ledger.singular = 0;
  const eval::NewtonSolver newton(gradient);
  for (std::size_t k = 0; k < found.solutions.size(); ++k) {
    solve::Solution s = found.solutions[k];
    s.coordinates = lifted(s.coordinates.exact(), part, algebra::GaussianRational(0));
    s.zero = lifted(s.zero, part, true);
    const auto paths = static_cast<std::uint64_t>(s.multiplicity);
    const eval::RankDecision rank = variety::jacobian_rank(gradient, s.coordinates);
    s.nonsingular = rank.decided && rank.rank == part.weights;
    const eval::NewtonOutcome at = newton(s.coordinates, 212, 0);
    s.residual = at.residual;
    s.condition = s.nonsingular ? at.condition : HUGE_VAL;
    if (!s.nonsingular && solve::lies_on_component(newton, s.coordinates, random.stream(k))) {
      result.ledger.positive_dimensional += paths;
      result.non_isolated.push_back({s.coordinates, s.bits, s.multiplicity});
      continue;
    }
    (s.nonsingular ? result.ledger.nonsingular : result.ledger.singular) += paths;
    result.solutions.push_back(std::move(s));
  }
  // What is not isolated among some weights is not among more.
  for (const solve::NonIsolatedEndpoint& e : found.non_isolated)
    result.non_isolated.push_back({lifted(e.coordinates.exact(), part, algebra::GaussianRational(0)), e.bits, e.paths});
  return result;
}

}  // namespace polyscape::critical
