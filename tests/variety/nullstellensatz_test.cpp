#include "polyscape/variety/nullstellensatz.hpp"

#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::variety;
using algebra::Polynomial;
using algebra::Rational;

TEST_CASE("emptiness is proved by certificates that can be multiplied out") {
  const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1), one = Polynomial::constant(2, 1);
  for (const std::vector<Polynomial>& system :
       {std::vector{x * y - one, x}, std::vector{x * x + y * y - one, x + y, x - y},
        std::vector{x * x * x - y, y * y - one * Rational(2), x * y - one}, std::vector{one * Rational(3)}}) {
    const auto proof = prove_infeasible(system);
    REQUIRE(proof);
    Polynomial sum(2);
    for (std::size_t i = 0; i < system.size(); ++i) sum += proof->multipliers[i] * system[i];
    CHECK(sum == one);
  }
  // What has solutions, over C only for that matter, gets no proof.
  CHECK(!prove_infeasible(std::vector{x * x + one, y - x}));
  CHECK(!prove_infeasible(std::vector{x * y - one, x * x - y}));
  CHECK(!prove_infeasible(std::vector{Polynomial(2)}));
  // The span alone does not see x y = 1, x = 0.
  NullstellensatzLimits span_only;
  span_only.extra_degree = -1;
  CHECK(!prove_infeasible(std::vector{x * y - one, x}, span_only));
}
