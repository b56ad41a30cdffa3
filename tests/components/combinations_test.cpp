/// Random combinations: each is one equation and multiples of those after it, whose rank they keep.
#include "polyscape/components/combinations.hpp"

#include <cmath>

#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/components/affine_space.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;

namespace {

std::vector<Polynomial> expanded(const Combinations& g, std::size_t variables, std::size_t count) {
  algebra::Program program(variables);
  program.outputs = g.append(program, algebra::variables_of(program, variables), count);
  return algebra::expand(program);
}

}  // namespace

TEST_CASE("each combination is an equation and generic multiples of those of no larger degree after it") {
  const algebra::System system = algebra::read_system("3\nz;\nx^3;\ny^2;\n", "test");
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    const Combinations g(system, 3, Random(seed));
    const std::vector<Polynomial> all = expanded(g, 3, 3);
    const long degrees[] = {3, 2, 1};
    const auto monomial = [&](std::size_t k) { return system.equations[(k + 1) % 3]; };  // by falling degree
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(static_cast<long>(g.degree(i)) == degrees[i]);
      CHECK(all[i].degree() == degrees[i]);
      Polynomial rest = all[i] - monomial(i);
      CHECK(rest.term_count() == 2 - i);
      for (std::size_t k = i + 1; k < 3; ++k) {
        // At the point with ones where monomial k stands and zeros elsewhere.
        std::vector<GaussianRational> one(3, 0);
        for (std::size_t j = 0; j < 3; ++j)
          if (monomial(k).degree(std::vector{j}) > 0) one[j] = 1;
        const double multiple = std::abs(rest.evaluate(one).to_complex());
        CHECK((multiple >= 0.25 && multiple <= 1.75));
      }
    }
    CHECK(expanded(g, 3, 2) == std::vector{all[0], all[1]});
    CHECK(expanded(Combinations(system, 2, Random(seed)), 3, 2) == std::vector{all[0], all[1]});
    CHECK(expanded(Combinations(system, 2, Random(seed + 100)), 3, 2) != std::vector{all[0], all[1]});
  }
}

TEST_CASE("combinations as many as the codimension vanish on a set to first order where the equations do") {
  // The twisted cubic's three quadrics: of rank 2 at each of its points, as any two combinations are.
  const algebra::System cubic = algebra::read_system(
      R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2", "z - x*y"]})j", "cubic");
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    const std::vector<Polynomial> g = expanded(Combinations(cubic, 2, Random(seed)), 3, 2);
    for (const long t : {-3L, 0L, 2L}) {
      const std::vector<GaussianRational> x{t, t * t, t * t * t};
      algebra::RationalMatrix jacobian;
      for (const Polynomial& p : g) {
        CHECK(p.evaluate(x).is_zero());
        jacobian.emplace_back();
        for (std::size_t j = 0; j < 3; ++j) jacobian.back().push_back(p.derivative(j).evaluate(x).re);
      }
      CHECK(algebra::rank(jacobian) == 2);
    }
  }
}

TEST_CASE("combinations in the coordinates of a space are those at its points") {
  const algebra::System system = algebra::read_system("3\nx*y - z;\nx^2 + y*z - 3;\n x - 2*z^3;\n", "test");
  const Combinations g(system, 3, Random(4));
  const AffineSpace space = Flag(3, Random(8)).space(2);
  algebra::Program on_space(2);
  on_space.outputs = g.append(on_space, append_lifted(on_space, space), 3);
  const eval::Point y{GaussianRational(Rational(2) / Rational(7)), GaussianRational(1, 3)}, x = lifted(y, space);
  const auto values = algebra::evaluate(on_space, std::span<const GaussianRational>(y));
  const std::vector<Polynomial> all = expanded(g, 3, 3);
  for (std::size_t i = 0; i < 3; ++i) CHECK(values[i] == all[i].evaluate(x));
}
