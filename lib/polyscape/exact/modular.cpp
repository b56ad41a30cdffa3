#include "polyscape/exact/modular.hpp"

#include <flint/ulong_extras.h>

#include "polyscape/base/error.hpp"

namespace polyscape::exact {

algebra::ResidueField random_field(Random random) {
  constexpr std::uint64_t low = std::uint64_t{1} << 59;
  for (;;) {
    const std::uint64_t candidate = low + 4 * random.below(low / 4) + 1;
    if (n_is_prime(candidate)) return algebra::ResidueField(candidate);
  }
}

std::optional<ModularSystem> modulo(std::span<const algebra::Polynomial> polynomials,
                                    const algebra::ResidueField& field) {
  ModularSystem system{field.prime(), polynomials.empty() ? 0 : polynomials.front().variables(), {}};
  for (const algebra::Polynomial& p : polynomials) {
    if (p.variables() != system.variables) throw ArgumentError("modulo: polynomials in different numbers of variables");
    ModularPolynomial& equation = system.equations.emplace_back();
    for (const algebra::Term& term : p.terms()) {
      const auto coefficient = field.residue(term.coefficient);
      if (!coefficient || *coefficient == 0) return std::nullopt;
      equation.push_back({*coefficient, {term.exponents.begin(), term.exponents.end()}});
    }
  }
  return system;
}

}  // namespace polyscape::exact
