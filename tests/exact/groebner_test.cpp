#include "polyscape/exact/groebner.hpp"

#include <algorithm>

#include "polyscape/base/error.hpp"
#include "polyscape/exact/modular.hpp"
#include "polyscape/exact/staircase.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::exact;

namespace {
ModularSystem modular(const algebra::System& system, std::uint64_t seed) {
  return modulo(system.equations, random_field(Random(seed))).value();
}
MonomialOrder graded(const algebra::System& system) { return MonomialOrder::graded(system.names.size()); }
}  // namespace

TEST_CASE("a basis is one of its own: what it spans has the same leading monomials") {
  Random random(29);
  for (std::uint64_t round = 0; round < 40; ++round) {
    algebra::System system{{"x", "y", "z"}, {}};
    const std::size_t equations = 1 + random.below(4);
    for (std::size_t k = 0; k < equations; ++k) system.equations.push_back(support::random_polynomial(random, 3, 3, 4));
    const ModularSystem input = modular(system, round);
    const GroebnerBasis basis = groebner_basis(input, graded(system));
    REQUIRE(basis.complete);
    const GroebnerBasis again = groebner_basis({input.prime, 3, basis.elements}, graded(system));
    CHECK(leading_monomials(again) == leading_monomials(basis));
    // The equations bring nothing new.
    ModularSystem both{input.prime, 3, basis.elements};
    both.equations.insert(both.equations.end(), input.equations.begin(), input.equations.end());
    CHECK(leading_monomials(groebner_basis(both, graded(system))) == leading_monomials(basis));
    // Nor does the order of the equations matter.
    ModularSystem reversed = input;
    std::ranges::reverse(reversed.equations);
    CHECK(leading_monomials(groebner_basis(reversed, graded(system))) == leading_monomials(basis));
  }
}

TEST_CASE("dimension and number of solutions do not depend on the order") {
  for (const auto& system : {support::katsura(5), support::cyclic(5), support::noon(3)}) {
    const std::size_t n = system.names.size();
    const ModularSystem input = modular(system, 3);
    const Hilbert expected = hilbert(n, leading_monomials(groebner_basis(input, graded(system))));
    std::vector<Exponent> weights(n), groups(n);
    for (std::size_t k = 0; k < n; ++k) weights[k] = 1 + k % 3, groups[k] = k % 2;
    for (const MonomialOrder& order :
         {MonomialOrder{{weights}}, MonomialOrder{{std::vector<Exponent>(n, 1), groups}}}) {
      const auto under = staircase(leading_monomials(groebner_basis(input, order)), order, n, 1000);
      REQUIRE(under);
      CHECK(algebra::Integer(static_cast<long>(under->size())) == expected.degree);
    }
  }
}

TEST_CASE("a replay finds what a run from scratch does, without rows that vanish") {
  for (const auto& system :
       {support::katsura(6), support::cyclic(6), support::eco(7), support::noon(4),
        support::parsed("2 3\nx*z - y^2;\nx^2 - y*z;\n"), support::parsed("2 2\nx*y - 1;\nx;\n")}) {
    GroebnerTrace trace;
    const GroebnerBasis first = groebner_basis(modular(system, 1), graded(system), {}, &trace);
    const ModularSystem other = modular(system, 2);
    const auto second = replay(trace, other, graded(system));
    REQUIRE(second);
    CHECK(second->complete);
    CHECK(leading_monomials(*second) == leading_monomials(first));
    CHECK(second->reach == first.reach);
    CHECK(second->effort.dependent == 0);
    const GroebnerBasis scratch = groebner_basis(other, graded(system));
    REQUIRE(scratch.elements.size() == second->elements.size());
    for (std::size_t k = 0; k < scratch.elements.size(); ++k) {
      REQUIRE(scratch.elements[k].size() == second->elements[k].size());
      for (std::size_t j = 0; j < scratch.elements[k].size(); ++j)
        CHECK(scratch.elements[k][j].coefficient == second->elements[k][j].coefficient);
    }
  }
}

TEST_CASE("a replay of other equations says so") {
  GroebnerTrace trace;
  const auto system = support::parsed("2 2\nx^2 - y;\ny^2 - x;\n");
  groebner_basis(modular(system, 1), graded(system), {}, &trace);
  CHECK(!replay(trace, modular(support::parsed("2 2\nx^2 - y;\nx*y - x;\n"), 1), graded(system)));
}

TEST_CASE("limits leave a basis that is not complete") {
  const auto system = support::katsura(7);
  GroebnerLimits limits;
  limits.operations = 5000;
  const GroebnerBasis basis = groebner_basis(modular(system, 1), graded(system), limits);
  CHECK(!basis.complete);
  CHECK(!basis.elements.empty());
  CHECK_THROWS_AS(groebner_basis({std::uint64_t{1} << 60, 1, {}}, MonomialOrder::graded(1)), ArgumentError);
}

TEST_CASE("equations that are none leave the zero ideal") {
  CHECK(groebner_basis({101, 2, {}}, MonomialOrder::graded(2)).elements.empty());
  CHECK(groebner_basis({101, 2, {{}, {}}}, MonomialOrder::graded(2)).complete);
}
