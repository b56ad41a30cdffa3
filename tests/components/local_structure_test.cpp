/// Multiplicities of isolated zeros that the literature or a short calculation gives, and points of components.
#include "polyscape/components/local_structure.hpp"

#include <algorithm>

#include "polyscape/algebra/program.hpp"
#include "polyscape/solve/same_point.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::components;
using support::parsed;

namespace {

void check_isolated(const algebra::System& system, const solve::Coordinates& zero, std::size_t multiplicity) {
  const bool real = std::ranges::all_of(zero, [](const auto& z) { return z.imag() == 0; });
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO(multiplicity << " times " << system.names.size() << " unknowns, seed " << seed);
    // Known to ten digits or so.
    Random random(seed);
    solve::Coordinates near = zero;
    for (auto& z : near) z += 1e-11 * (real ? std::complex<double>(random.normal()) : random.unit_complex());
    const auto s = local_structure(system, eval::exact_point(near), 33, 30, random.stream(1));
    if (!s) FAIL_CHECK("undecided");
    if (!s) continue;
    CAPTURE(s->nullities, s->deflations);
    CHECK(s->isolated);
    CHECK(s->multiplicity == multiplicity);
    CHECK(eval::distance(s->zero, eval::exact_point(zero)) < 1e-14);
    CHECK((multiplicity > 1) == (s->deflations > 0));
  }
  const eval::Point exact = eval::exact_point(zero);
  const auto values = algebra::evaluate(algebra::program_of(system), std::span<const algebra::GaussianRational>(exact));
  if (!std::ranges::all_of(values, &algebra::GaussianRational::is_zero)) return;
  const auto s = local_structure(system, exact, 2000, 30, Random(1));
  REQUIRE(s);
  CHECK((s->isolated && s->multiplicity == multiplicity && s->deflations == 0));
}

void check_on_component(const algebra::System& system, const solve::Coordinates& zero, std::size_t most,
                        std::uint64_t seeds = 3) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto s = local_structure(system, eval::exact_point(zero), 33, most, Random(seed));
    REQUIRE(s);
    CHECK_FALSE(s->isolated);
    CHECK(s->nullities.back() > most);
  }
}

}  // namespace

TEST_CASE("multiplicities of isolated zeros") {
  check_isolated(parsed("2\nx^2 + y - 3;\nx + y^2 - 5;\n"), {1, 2}, 1);
  check_isolated(parsed("2\n(x - 1/4)^3;\ny - 2*x;\n"), {0.25, 0.5}, 3);
  check_isolated(parsed("2\nx^2;\ny^2;\n"), {0, 0}, 4);
  check_isolated(parsed("2\nx*y;\nx^2 + y^3;\n"), {0, 0}, 5);
  // Griewank and Osborne: Newton's method diverges.
  check_isolated(parsed("2\n29/16*x^3 - 2*x*y;\ny - x^2;\n"), {0, 0}, 3);
  // Ojika.
  check_isolated(parsed("2\nx^2 + y - 3;\nx + 1/8*y^2 - 3/2;\n"), {1, 2}, 3);
  // Of more equations than unknowns: x^2, x y, y^2 leave 1, x, y.
  check_isolated(parsed(R"j({"variables": ["x", "y"], "equations": ["x^2", "x*y", "y^2"]})j"), {0, 0}, 3);
  // With coordinates that are not real.
  check_isolated(parsed("1\n(x^2 + 1)^2;\n"), {{0, 1}}, 2);
  // cbms1.
  check_isolated(parsed("3\nx^3 - y*z;\ny^3 - x*z;\nz^3 - x*y;\n"), {0, 0, 0}, 11);
}

TEST_CASE("points of components have ever more conditions") {
  check_on_component(parsed("2\nx*y;\nx^2*y;\n"), {0.5, 0}, 8);
  check_on_component(parsed("2\n(x^2 + y^2 - 1)*(x - 3);\n(x^2 + y^2 - 1)*(y - 2);\n"), {0.6, 0.8}, 8);
  check_on_component(parsed("3\nx^2 + y^2 + z^2 - 1;\nx^2 + y^2 + z^2 - 1;\n(x^2 + y^2 + z^2 - 1)*x;\n"), {0, 0.6, 0.8},
                     8);
  // Embedded: a point of the conic where more equations vanish to higher order.
  check_on_component(support::cyclic(4), {1, 1, -1, -1}, 4, 1);
}
