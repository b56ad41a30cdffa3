/// Equations that others imply by linear algebra.
#include "polyscape/solve/span.hpp"

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/linear.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using algebra::Polynomial;
using algebra::Rational;

namespace {

algebra::System in_plane(const std::string& equations) {
  return algebra::read_system("{\"variables\": [\"x\", \"y\"], \"equations\": [" + equations + "]}", "test");
}

}  // namespace

TEST_CASE("of equations that are combinations of each other those of low degree stay, in their order") {
  CHECK(solve::spanning(in_plane("\"x^2 + y\", \"x^2 + x + y\", \"x\"")) == in_plane("\"x^2 + y\", \"x\""));
  CHECK(solve::spanning(in_plane("\"x*y - 1\", \"x - y\", \"2/3*x*y - 2/3\"")) == in_plane("\"x*y - 1\", \"x - y\""));
  CHECK(solve::spanning(in_plane("\"x - y\", \"0\", \"x*y\"")) == in_plane("\"x - y\", \"x*y\""));
  // A multiple by a polynomial is no combination, nor is what differs by one part in 10^30.
  for (const char* all : {"\"x\", \"x*y\", \"x^2\"",
                          "\"x + y\", \"x + 1000000000000000000000000000001/"
                          "1000000000000000000000000000000*y\""})
    CHECK(solve::spanning(in_plane(all)) == in_plane(all));
}

TEST_CASE("random combinations add nothing to the equations that they are made of") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    algebra::System system{{"x", "y", "z"}, {}};
    const auto rank = 1 + static_cast<std::size_t>(random.below(4));
    // Of monomials of their own each, so independent.
    for (std::size_t k = 0; k < rank; ++k)
      system.equations.push_back(support::random_polynomial(random, 3, 3, 4) +
                                 Polynomial::variable(3, k % 3).pow(4 + k));
    const std::vector<Polynomial> own = system.equations;
    for (int k = 0; k < 5; ++k) {
      Polynomial sum(3);
      for (const Polynomial& p : own) sum += p * support::small_rational(random);
      const auto at = static_cast<std::ptrdiff_t>(random.below(system.equations.size() + 1));
      system.equations.insert(system.equations.begin() + at, sum);
    }
    const algebra::System kept = solve::spanning(system);
    CHECK(kept.equations.size() == rank);
    for (std::size_t i = 0, from = 0; i < kept.equations.size(); ++i, ++from) {
      while (from < system.equations.size() && !(system.equations[from] == kept.equations[i])) ++from;
      CHECK(from < system.equations.size());  // in their order
    }
    CHECK(solve::spanning(kept) == kept);
  }
}

TEST_CASE("complex equations stay as they are, but for zeros") {
  const algebra::System complex = in_plane("\"x + i*y\", \"2*x + 2*i*y\", \"0\"");
  CHECK(solve::spanning(complex) == in_plane("\"x + i*y\", \"2*x + 2*i*y\""));
}
