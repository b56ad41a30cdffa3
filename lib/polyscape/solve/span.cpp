#include "polyscape/solve/span.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "polyscape/algebra/linear.hpp"

namespace polyscape::solve {

using algebra::Polynomial;

algebra::System spanning(algebra::System system) {
  constexpr std::size_t most_entries = 40000;  // of the matrix of coefficients
  std::erase_if(system.equations, [](const Polynomial& p) { return p.is_zero(); });
  std::map<std::vector<int>, std::size_t> columns;
  for (const Polynomial& p : system.equations)
    for (const algebra::Term& term : p.terms()) columns.try_emplace(term.exponents, columns.size());
  if (system.equations.size() < 2 || columns.size() * system.equations.size() > most_entries ||
      !algebra::is_real(system))
    return system;
  std::vector<std::size_t> order(system.equations.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return system.equations[i].degree(); });
  algebra::RationalMatrix matrix;
  for (const std::size_t i : order) {
    auto& row = matrix.emplace_back(columns.size());
    for (const algebra::Term& term : system.equations[i].terms())
      row[columns.at(term.exponents)] = term.coefficient.real();
  }
  std::vector<std::size_t> kept;
  for (const std::size_t k : algebra::independent_rows(matrix)) kept.push_back(order[k]);
  std::ranges::sort(kept);
  std::vector<Polynomial> equations;
  for (const std::size_t i : kept) equations.push_back(std::move(system.equations[i]));
  system.equations = std::move(equations);
  return system;
}

}  // namespace polyscape::solve
