#include "polyscape/solve/infinity.hpp"

#include <flint/ulong_extras.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "polyscape/algebra/flint_matrix_kernel.hpp"

namespace polyscape::solve {
namespace {

using Exponents = std::vector<int>;

/// All exponents of that degree.
std::vector<Exponents> monomials(std::size_t variables, int degree) {
  if (variables == 1) return {{degree}};
  std::vector<Exponents> result;
  for (int first = degree; first >= 0; --first)
    for (Exponents rest : monomials(variables - 1, degree - first)) {
      rest.insert(rest.begin(), first);
      result.push_back(std::move(rest));
    }
  return result;
}

/// Their number; more than `most` as most + 1.
std::size_t count(std::size_t variables, long degree, std::size_t most) {
  double result = 1;
  for (std::size_t i = 1; i < variables; ++i)
    result *= static_cast<double>(degree + static_cast<long>(i)) / static_cast<double>(i);
  return result > static_cast<double>(most) ? most + 1 : static_cast<std::size_t>(result + 0.5);
}

}  // namespace

bool no_solutions_at_infinity(const algebra::System& system, Random random, std::size_t most) {
  const std::size_t n = system.names.size();
  if (system.equations.size() != n || n == 0 || !algebra::is_real(system)) return false;
  const std::vector<long> degrees = algebra::degrees(system);
  if (std::ranges::any_of(degrees, [](long d) { return d < 1; })) return false;
  const long degree = std::accumulate(degrees.begin(), degrees.end(), 1L - static_cast<long>(n));
  if (degree > static_cast<long>(most) || count(n, degree, most) > most) return false;
  const std::uint64_t p = n_nextprime((1UL << 61) + random.below(1UL << 61), 1);
  std::map<Exponents, std::size_t> columns;
  for (const Exponents& e : monomials(n, static_cast<int>(degree))) columns.try_emplace(e, columns.size());
  std::vector<std::map<std::size_t, std::uint64_t>> rows;
  for (std::size_t i = 0; i < n; ++i)
    for (const Exponents& shift : monomials(n, static_cast<int>(degree - degrees[i]))) {
      auto& row = rows.emplace_back();
      for (const algebra::Term& term : system.equations[i].terms()) {
        if (std::accumulate(term.exponents.begin(), term.exponents.end(), 0L) != degrees[i]) continue;
        const auto value = algebra::residue(term.coefficient.real(), p);
        if (!value) return false;
        Exponents product = shift;
        for (std::size_t k = 0; k < n; ++k) product[k] += term.exponents[k];
        row[columns.at(product)] = *value;
      }
    }
  algebra::NmodMatrix matrix(rows.size(), columns.size(), p);
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (const auto& [column, value] : rows[i]) matrix.at(i, column) = value;
  return matrix.rank() == columns.size();
}

}  // namespace polyscape::solve
