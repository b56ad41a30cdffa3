/// Ideals whose learning coefficients are known: monomial ideals in other coordinates.
#include <algorithm>

#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/volume/newton_polyhedron.hpp"
#include "support/catch.hpp"
#include "volume/ideals.hpp"

using namespace polyscape;
using namespace polyscape::volume;

namespace {

using Map = std::vector<Polynomial>;  // a polynomial for each coordinate

int below(Random& random, int bound) { return static_cast<int>(random.below(static_cast<std::uint64_t>(bound))); }

/// An invertible linear map with rational entries.
Map linear_map(Random& random, std::size_t n) {
  for (;;) {
    algebra::RationalMatrix matrix(n, std::vector<Rational>(n));
    for (auto& row : matrix)
      for (Rational& x : row) x = Rational(below(random, 7) - 3) / Rational(1 + below(random, 3));
    if (algebra::rank(matrix) < n) continue;
    Map map(n, Polynomial(n));
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        map[i] += Polynomial::variable(n, j) * algebra::GaussianRational(matrix[i][j]);
    return map;
  }
}

/// x_i plus a polynomial in the coordinates before, without constant and linear terms.
Map triangular_map(Random& random, std::size_t n) {
  Map map;
  for (std::size_t i = 0; i < n; ++i) {
    Polynomial p = Polynomial::variable(n, i);
    if (i > 0) {
      const std::size_t j = random.below(i), k = random.below(i);
      p += Polynomial::variable(n, j) * Polynomial::variable(n, k) * algebra::GaussianRational(below(random, 5) - 2L);
    }
    map.push_back(p);
  }
  return map;
}

/// x to map(x), then by `then`.
Map composed(const Map& map, const Map& then) {
  Map result;
  for (const Polynomial& p : then) result.push_back(p.substitute(map));
  return result;
}

struct Known {
  algebra::System system;
  Pole pole;
};

/// Random monomials in the functions that the map gives, their combinations as generators.
Known known_ideal(Random random, const Map& map, std::size_t most_generators, int most_power) {
  const std::size_t n = map.size();
  Known result;
  for (std::size_t i = 0; i < n; ++i) result.system.names.push_back("x" + std::to_string(i + 1));
  std::vector<Exponents> exponents(1 + random.below(most_generators));
  for (auto& e : exponents) {
    e.resize(n);
    do
      for (int& x : e) x = below(random, 3) == 0 ? 0 : below(random, most_power + 1);
    while (std::ranges::all_of(e, [](int x) { return x == 0; }));
  }
  for (const auto& e : exponents) {
    Polynomial g = Polynomial::constant(n, 1);
    for (std::size_t i = 0; i < n; ++i) g *= map[i].pow(static_cast<unsigned long>(e[i]));
    for (const Polynomial& before : result.system.equations)
      g += before * algebra::GaussianRational(below(random, 5) - 2L);
    result.system.equations.push_back(g);
  }
  const std::vector<int> zeros(n);
  const Pole whole = *pole_of(*newton_polyhedron(exponents), zeros, zeros);
  result.pole = {whole.value / 2, whole.order};
  return result;
}

struct Tally {
  int exact = 0, all = 0;
};

void check(const Known& known, Tally& tally) {
  const Bracket pole = learning_coefficient(known.system, {std::vector<Rational>(known.system.names.size())}).pole;
  for (const Polynomial& p : known.system.equations) UNSCOPED_INFO(algebra::to_string(p, known.system.names));
  ++tally.all;
  if (pole.is_exact()) {
    ++tally.exact;
    CHECK(text_of(pole) == text_of(exactly(known.pole)));
    return;
  }
  CHECK_FALSE(known.pole < *pole.low);
  if (pole.high) CHECK_FALSE(*pole.high < known.pole);
}

}  // namespace

TEST_CASE("products of normal crossings in other coordinates") {
  const Random random = Random(126).stream("crossings");
  Tally tally;
  for (std::uint64_t k = 0; k < 120; ++k) {
    INFO("number " << k);
    Random own = random.stream(k);
    const std::size_t n = 2 + own.below(3);
    Map map = linear_map(own, n);
    if (k % 3 == 1) map = triangular_map(own, n);
    if (k % 3 == 2 && n == 2) map = composed(composed(linear_map(own, n), triangular_map(own, n)), linear_map(own, n));
    check(known_ideal(own.stream("ideal"), map, 1, n == 2 ? 4 : 2), tally);
  }
  CHECK(tally.exact == tally.all);
}

TEST_CASE("monomial ideals in other coordinates") {
  const Random random = Random(126).stream("ideals");
  Tally tally;
  for (std::uint64_t k = 0; k < 120; ++k) {
    INFO("number " << k);
    Random own = random.stream(k);
    const std::size_t n = 2 + own.below(2);
    const Map map = k % 2 == 0 ? linear_map(own, n) : triangular_map(own, n);
    check(known_ideal(own.stream("ideal"), map, 3, 3), tally);
  }
  UNSCOPED_INFO(tally.exact << " of " << tally.all);
  CHECK(tally.exact >= 100);
}

TEST_CASE("many monomial ideals in other coordinates", "[long]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Tally tally;
    for (std::uint64_t k = 0; k < 100; ++k) {
      INFO("seed " << seed << ", number " << k);
      Random own = Random(seed).stream("long").stream(k);
      const std::size_t n = 2 + own.below(3);
      Map map = k % 2 == 0 ? linear_map(own, n) : triangular_map(own, n);
      if (k % 5 == 4) map = composed(linear_map(own, n), triangular_map(own, n));
      check(known_ideal(own.stream("ideal"), map, 3, n == 2 ? 3 : 2), tally);
    }
  }
}
