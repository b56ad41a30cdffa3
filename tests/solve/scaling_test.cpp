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
      const algebra::System after = scaled({d.system, {}, {}, {}, {}}, *scaling).system;
      CHECK((coefficient_spread(after) < widest_spread) == (tiny == 0));
    }
}
