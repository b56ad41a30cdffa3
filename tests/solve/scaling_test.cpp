/// Powers of two that undo what a system was scaled by.
#include "polyscape/solve/scaling.hpp"

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::Polynomial;
using algebra::Rational;

namespace {

/// x^4 + x^3 + x y + y^2 + 1 and the like, small random coefficients; in unknowns of other sizes, and with some terms
/// that are far smaller still.
struct Distorted {
  algebra::System system;
  std::vector<long> logs;  ///< of the unknowns' sizes
};

Distorted distorted(Random random, int tiny_terms) {
  Distorted result{{{"x", "y"}, {}}, {}};
  for (int i = 0; i < 2; ++i) result.logs.push_back(static_cast<long>(random.below(1600)) - 800);
  const std::vector<std::vector<int>> exponents{{4, 0}, {3, 0}, {2, 1}, {1, 1}, {0, 2}, {1, 0}, {0, 1}, {0, 0}};
  for (int e = 0; e < 2; ++e) {
    std::vector<algebra::Term> terms;
    const long row = static_cast<long>(random.below(1600)) - 800;
    for (std::size_t t = 0; t < exponents.size(); ++t) {
      long log2 = row - exponents[t][0] * result.logs[0] - exponents[t][1] * result.logs[1];
      if (static_cast<int>(t) - 1 < tiny_terms && t > 0) log2 -= 950;
      terms.push_back({algebra::GaussianRational(Rational(1 + static_cast<long>(random.below(9))) *
                                                 algebra::power(Rational(2), log2)),
                       exponents[t]});
    }
    result.system.equations.push_back(Polynomial::from_terms(2, terms));
  }
  return result;
}

}  // namespace

TEST_CASE("a scaling undoes that of the unknowns, whatever single small terms there are", "[scaling]") {
  for (std::uint64_t seed = 0; seed < 40; ++seed)
    for (const int tiny : {0, 1, 2}) {
      const Distorted d = distorted(Random(seed), tiny);
      const auto scaling = scaling_of(d.system);
      REQUIRE(scaling);
      INFO("seed " << seed << ", " << tiny << " tiny terms");
      for (std::size_t i = 0; i < 2; ++i) CHECK(std::abs(scaling->variables[i] - d.logs[i]) <= 4);
      const algebra::System after = scaled({d.system}, *scaling).system;
      CHECK((coefficient_spread(after) < widest_spread) == (tiny == 0));
    }
}

TEST_CASE("points go to the scaled unknowns and back, zeros stay zeros", "[scaling]") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    Scaling scaling;
    for (int i = 0; i < 2; ++i) scaling.variables.push_back(static_cast<int>(random.below(41)) - 20);
    for (int i = 0; i < 2; ++i) scaling.equations.push_back(static_cast<int>(random.below(41)) - 20);
    const auto some = [&] { return algebra::GaussianRational(1 + static_cast<long>(random.below(9))); };
    const std::vector<algebra::GaussianRational> zero{some(), some()};
    const Polynomial x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
    Problem problem{{{"x", "y"}, {x * x * y, x + y * y}}};
    for (Polynomial& p : problem.system.equations) p = p - Polynomial::constant(2, p.evaluate(zero));
    const Problem after = scaled(problem, scaling);
    Solution solution;
    solution.coordinates = zero;
    rescale(solution, scaling);
    for (std::size_t e = 0; e < 2; ++e) {
      CHECK(after.system.equations[e].evaluate(solution.coordinates.exact()).is_zero());
      // Equation e times its power of two, at a point that is no zero.
      std::vector<algebra::GaussianRational> elsewhere{1, 1};
      const auto value = after.system.equations[e].evaluate(elsewhere);
      unscale(elsewhere, scaling);
      CHECK(value == problem.system.equations[e].evaluate(elsewhere) *
                         algebra::GaussianRational(algebra::power(Rational(2), scaling.equations[e])));
    }
    std::vector<algebra::GaussianRational> back = solution.coordinates;
    unscale(back, scaling);
    CHECK(back == zero);
  }
}

TEST_CASE("what is scaled well enough is left alone", "[scaling]") {
  const Polynomial x = Polynomial::variable(1, 0), one = Polynomial::constant(1, 1);
  const auto of = [](const Polynomial& p) { return algebra::System{{"x"}, {p}}; };
  const Rational large = algebra::power(Rational(2), 17);
  CHECK(!scaling_of(of(x * x - one)));
  CHECK(!scaling_of(of(x * x - one * algebra::power(Rational(2), 16))));
  CHECK(scaling_of(of(x * x - one * large)));
  CHECK(!scaling_of(of(x * x + x * large + one)));  // no power of two helps
  CHECK(coefficient_spread(of(x * x + x * large + one)) == 17);
}
