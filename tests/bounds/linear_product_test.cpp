/// Linear-product bounds: counts against enumeration, order among the bounds, systems whose bound is their count.
#include "polyscape/bounds/linear_product.hpp"

#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "polyscape/bounds/partition.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::bounds;
using algebra::Rational;

namespace {

// Solutions of a product system with random coefficients: choices of one form an equation whose linear parts are
// independent.
Integer enumerated(const SetStructure& structure, Random& random) {
  const std::size_t n = structure.size();
  Integer count = 0;
  std::vector<std::vector<std::vector<Rational>>> forms;
  for (const auto& sets : structure) {
    forms.emplace_back();
    for (const VariableSet set : sets) {
      auto& form = forms.back().emplace_back(n);
      for (std::size_t v = 0; v < n; ++v)
        if (set >> v & 1) form[v] = Rational(static_cast<long>(1 + random.below(1000000)));
    }
  }
  std::vector<std::size_t> choice(n, 0);
  for (;;) {
    algebra::RationalMatrix rows;
    for (std::size_t i = 0; i < n; ++i) rows.push_back(forms[i][choice[i]]);
    if (algebra::rank(rows) == n) count += Integer(1);
    std::size_t i = 0;
    while (i < n && ++choice[i] == structure[i].size()) choice[i++] = 0;
    if (i == n) return count;
  }
}

}  // namespace

TEST_CASE("choices of forms with a common zero are counted as they are for random coefficients") {
  Random random(41);
  for (int round = 0; round < 60; ++round) {
    const std::size_t n = 1 + random.below(4);
    SetStructure structure(n);
    for (auto& sets : structure)
      for (std::size_t k = 0, count = 1 + random.below(3); k < count; ++k)
        sets.push_back(1 + random.below((1u << n) - 1));
    CHECK(linear_product_bound(structure, n) == enumerated(structure, random));
  }
}

TEST_CASE("noon: the bound is the number of solutions, below every multihomogeneous one") {
  for (int n = 3; n <= 6; ++n) {
    const algebra::System system = support::noon(n);
    const auto best = linear_product(system);
    REQUIRE(best);
    CHECK(best->value == algebra::power(Integer(3), static_cast<std::uint64_t>(n)) - Integer(2 * n));
    CHECK(supports(best->structure, system));
    CHECK(best->value < best_partition(system).value);
  }
}

TEST_CASE("between the mixed volume and the multihomogeneous number, on random systems and the classics") {
  Random random(42);
  std::vector<algebra::System> systems{support::katsura(4), support::cyclic(5), support::eco(6)};
  for (int round = 0; round < 25; ++round) {
    algebra::System system;
    const std::size_t n = 2 + random.below(3);
    for (std::size_t i = 0; i < n; ++i) {
      system.names.push_back("x" + std::to_string(i));
      system.equations.push_back(support::random_polynomial(random, n, 4, 5) +
                                 algebra::Polynomial::variable(n, i).pow(2));
    }
    systems.push_back(std::move(system));
  }
  for (const algebra::System& system : systems) {
    const PartitionBound partition = best_partition(system);
    const auto best = linear_product(system, {partition.partition});
    REQUIRE(best);
    CHECK(supports(best->structure, system));
    CHECK(linear_product_bound(best->structure, system.names.size()) == best->value);
    CHECK(best->value <= partition.value);
    CHECK(best->value >= mixed_cells(bounds::supports(system, bounds::Origin::added), Random(1), {})->volume);
  }
}

TEST_CASE("what a structure must cover, and bad arguments") {
  const algebra::Polynomial x = algebra::Polynomial::variable(2, 0), y = algebra::Polynomial::variable(2, 1);
  const algebra::System system{{"x", "y"}, {x * x * y - y, x * y}};
  CHECK(supports(SetStructure{{1, 1, 2}, {1, 2}}, system));
  CHECK_FALSE(supports(SetStructure{{1, 3}, {1, 2}}, system));  // x^2 y needs three sets
  CHECK_FALSE(supports(SetStructure{{1, 2, 2}, {1, 2}}, system));
  CHECK(linear_product_bound({{1, 1, 2}, {1, 2}}, 2) == Integer(3));
  CHECK(linear_product_bound({{1}, {1}}, 2) == Integer(0));
  CHECK_FALSE(linear_product_bound({{1, 1, 2}, {1, 2}}, 2, 3));
  CHECK_THROWS_AS(linear_product_bound({{1}}, 2), ArgumentError);
  CHECK_THROWS_AS(linear_product({{"x", "y"}, {x * y}}), ArgumentError);
  CHECK_THROWS_AS(supports(SetStructure{{1}}, system), ArgumentError);
}
