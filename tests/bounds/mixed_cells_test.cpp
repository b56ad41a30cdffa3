/// Mixed volumes: those of the classics, of simplices and of the plane, and what no lifting changes.
#include "polyscape/bounds/mixed_cells.hpp"

#include <cmath>
#include <set>

#include "bounds/supports.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::bounds;
using algebra::Integer;

namespace {

Integer volume(const std::vector<Support>& supports, std::uint64_t seed) {
  MixedVolumeOptions options;
  options.cells = true;
  const auto found = mixed_cells(supports, Random(seed), options);
  REQUIRE(found);
  Integer sum = 0;
  for (const MixedCell& cell : found->cells) {
    CHECK(cell.volume > 0);
    sum += Integer(static_cast<long>(cell.volume));
    // Each support is least, in the cell's direction, on its edge alone.
    for (std::size_t i = 0; i < supports.size(); ++i) {
      const auto height = [&](std::size_t p) {
        double h = static_cast<double>(found->lifting[i][p]);
        for (std::size_t c = 0; c < supports.size(); ++c) h += cell.normal[c] * supports[i][p][c];
        return h;
      };
      const auto [a, b] = cell.edges[i];
      const double base = height(a);
      CHECK(std::abs(height(b) - base) < 1e-4);
      for (std::size_t p = 0; p < supports[i].size(); ++p) CHECK((p == a || p == b || height(p) > base + 1e-4));
    }
  }
  CHECK(sum == found->volume);
  return sum;
}

void check_liftings(const algebra::System& system, Origin origin, long expected, std::uint64_t liftings) {
  const auto s = supports(system, origin);
  for (std::uint64_t seed = 1; seed <= liftings; ++seed) {
    INFO("lifting " << seed);
    const auto found = mixed_cells(s, Random(seed));
    REQUIRE(found);
    CHECK(found->volume == Integer(expected));
  }
}

Support random_support(Random& random, std::size_t n, int points, int degree) {
  std::set<std::vector<int>> result;
  while (result.size() < static_cast<std::size_t>(points)) {
    std::vector<int> p;
    for (std::size_t i = 0; i < n; ++i)
      p.push_back(static_cast<int>(random.below(static_cast<std::uint64_t>(degree) + 1)));
    result.insert(p);
  }
  return {result.begin(), result.end()};
}

}  // namespace

TEST_CASE("the classics have their mixed volumes, whatever the lifting") {
  const std::pair<int, long> cyclic[] = {{5, 70}, {6, 156}, {7, 924}, {8, 2560}};
  for (const auto& [n, expected] : cyclic) check_liftings(support::cyclic(n), Origin::as_given, expected, 20);
  for (int n = 3; n <= 6; ++n) {
    long power = 1;
    for (int i = 0; i < n; ++i) power *= 3;
    check_liftings(support::noon(n), Origin::as_given, power - 2 * n, 20);
  }
  for (int n = 6; n <= 10; ++n) check_liftings(support::eco(n), Origin::as_given, 1L << (n - 2), 20);
  for (int n = 5; n <= 8; ++n) check_liftings(support::katsura(n), Origin::added, 1L << n, 20);
}

TEST_CASE("larger cyclic and katsura systems have their mixed volumes, twenty liftings", "[long]") {
  const std::pair<int, long> cyclic[] = {{9, 11016}, {10, 35940}, {11, 184756}, {12, 500352}};
  for (const auto& [n, expected] : cyclic) check_liftings(support::cyclic(n), Origin::as_given, expected, 20);
  for (int n = 9; n <= 10; ++n) check_liftings(support::katsura(n), Origin::added, 1L << n, 20);
}

TEST_CASE("cells are those of the lifting, and their volumes add up") {
  CHECK(volume(supports(support::cyclic(5), Origin::as_given), 3) == Integer(70));
  CHECK(volume(supports(support::noon(4), Origin::added), 4) == Integer(73));
}

TEST_CASE("both mixed volumes from one subdivision are those of two") {
  const auto check = [](const algebra::System& system, std::uint64_t seed) {
    const auto both = mixed_volumes(system, Random(seed), 1e9);
    REQUIRE(both);
    CHECK(both->with_origin == mixed_cells(supports(system, Origin::added), Random(seed + 100))->volume);
    CHECK(both->torus == mixed_cells(supports(system, Origin::as_given), Random(seed + 200))->volume);
  };
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    for (int n = 4; n <= 6; ++n) check(support::cyclic(n), seed);
    for (int n = 4; n <= 7; ++n) check(support::katsura(n), seed);
    check(support::noon(4), seed);
    check(support::eco(6), seed);
  }
  Random random(11);
  for (std::uint64_t round = 0; round < 60; ++round) {
    INFO("round " << round);
    const std::size_t n = 2 + round % 4;
    algebra::System system;
    for (std::size_t i = 0; i < n; ++i) {
      system.names.push_back("x" + std::to_string(i));
      algebra::Polynomial p(n);
      for (const auto& point : random_support(random, n, 3 + static_cast<int>(random.below(3)), 3)) {
        algebra::Polynomial term = algebra::Polynomial::constant(n, 1);
        for (std::size_t j = 0; j < n; ++j)
          for (int k = 0; k < point[j]; ++k) term *= algebra::Polynomial::variable(n, j);
        p += term;
      }
      system.equations.push_back(p);
    }
    check(system, round);
  }
  CHECK_FALSE(mixed_volumes(support::cyclic(6), Random(1), 100));
}

TEST_CASE("simplices have the mixed volume of Bezout's theorem") {
  CHECK(volume({simplex(1, 7)}, 1) == Integer(7));
  CHECK(volume({simplex(3, 2), simplex(3, 3), simplex(3, 5)}, 1) == Integer(30));
  CHECK(volume({simplex(4, 1), simplex(4, 1), simplex(4, 1), simplex(4, 1)}, 1) == Integer(1));
}

TEST_CASE("the mixed volume is symmetric, invariant under shears and shifts, and monotone") {
  Random random(17);
  for (std::uint64_t trial = 1; trial <= 30; ++trial) {
    INFO("trial " << trial);
    const std::size_t n = 2 + trial % 3;
    std::vector<Support> s;
    for (std::size_t i = 0; i < n; ++i)
      s.push_back(random_support(random, n, 4 + static_cast<int>(random.below(3)), 3));
    const Integer before = volume(s, trial);
    std::vector<Support> reversed(s.rbegin(), s.rend());
    CHECK(volume(reversed, trial + 100) == before);
    std::vector<Support> sheared = s;
    for (Support& support : sheared)
      for (auto& p : support) p[0] += 2 * p[1];
    for (auto& p : sheared[0]) p[1] += 5;
    CHECK(volume(sheared, trial + 200) == before);
    std::vector<Support> larger = s;
    larger[0].push_back(std::vector<int>(n, 4));
    CHECK(volume(larger, trial + 300) >= before);
  }
}

TEST_CASE("degenerate supports have mixed volume zero, unusable ones are refused") {
  CHECK(volume({{{1, 1}}, {{0, 0}, {1, 0}, {0, 1}}}, 1) == Integer(0));          // a monomial
  CHECK(volume({{{0, 0}, {1, 1}}, {{0, 0}, {2, 2}, {1, 1}}}, 1) == Integer(0));  // parallel edges
  CHECK_THROWS_AS(mixed_cells({{{0, 0}, {1, 0}}}, Random(1)), ArgumentError);
  CHECK_THROWS_AS(mixed_cells({{}, {{0, 0}, {1, 0}}}, Random(1)), ArgumentError);
  MixedVolumeOptions options;
  options.work = 10;
  CHECK_FALSE(mixed_cells(supports(support::cyclic(6), Origin::as_given), Random(1), options));
}

TEST_CASE("exponents beyond double precision are computed exactly") {
  // {0, (d, 1)} and {0, (1, d)}: |d^2 - 1|, with intermediate numbers beyond 2^53.
  const int d = 30000000;
  const auto found = mixed_cells({{{0, 0}, {d, 1}}, {{0, 0}, {1, d}}}, Random(1));
  REQUIRE(found);
  CHECK(found->volume == Integer(static_cast<long>(d) * d - 1));
}
