/// Large numbers do not wrap, large searches end: mixed volumes with closed formulas up to the largest exponents,
/// limits on work, and cancelled jobs.
#include <cstdint>
#include <functional>
#include <limits>

#include "bounds/supports.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/bounds/linear_product.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "polyscape/bounds/partition.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::bounds;
using algebra::Integer;
using algebra::Polynomial;

namespace {

constexpr int largest = std::numeric_limits<int>::max();

/// From 1 to 2^31 - 1, all sizes alike.
int any_size(Random& random) {
  const auto bits = 1 + random.below(31);
  return static_cast<int>(1 + random.below((std::uint64_t{1} << bits) - 1));
}

Support box(const std::vector<int>& sides) {
  Support result{{}};
  for (const int side : sides) {
    Support longer;
    for (const auto& point : result)
      for (const int end : {0, side}) {
        longer.push_back(point);
        longer.back().push_back(end);
      }
    result = std::move(longer);
  }
  return result;
}

Integer permanent(const std::vector<std::vector<int>>& rows, std::vector<bool> used = {}, std::size_t row = 0) {
  if (used.empty()) used.assign(rows.size(), false);
  if (row == rows.size()) return 1;
  Integer sum = 0;
  for (std::size_t j = 0; j < rows.size(); ++j) {
    if (used[j]) continue;
    used[j] = true;
    sum += Integer(rows[row][j]) * permanent(rows, used, row + 1);
    used[j] = false;
  }
  return sum;
}

/// Each support moved by a vector of its own, as far as ints allow.
void move_far(std::vector<Support>& supports, Random& random) {
  for (Support& support : supports)
    for (std::size_t c = 0; c < supports.size(); ++c) {
      int most = std::numeric_limits<int>::min();
      for (const auto& point : support) most = std::max(most, point[c]);
      const std::uint64_t room = static_cast<std::uint64_t>(largest) - static_cast<std::uint64_t>(most);
      const std::int64_t shift =
          random.below(2) == 0 ? static_cast<std::int64_t>(random.below(room + 1)) : -std::int64_t{largest} - 1;
      for (auto& point : support) point[c] = static_cast<int>(point[c] + shift);
    }
}

void check_volume(std::vector<Support> supports, const Integer& expected, Random& random, std::uint64_t seed) {
  for (const bool moved : {false, true}) {
    if (moved) move_far(supports, random);
    const auto found = mixed_cells(supports, Random(seed));
    REQUIRE(found);
    CHECK(found->volume == expected);
    MixedVolumeOptions options;
    options.cells = true;
    const auto cells = mixed_cells(supports, Random(seed + 1), options);
    REQUIRE(cells.has_value() == expected.to_int64().has_value());
    if (!cells) continue;
    Integer sum = 0;
    for (const MixedCell& cell : cells->cells) sum += Integer(static_cast<long>(cell.volume));
    CHECK(sum == expected);
  }
}

algebra::System dense(std::size_t variables, const std::vector<unsigned long>& degrees) {
  algebra::System system;
  Polynomial sum = Polynomial::constant(variables, 1);
  for (std::size_t i = 0; i < variables; ++i) {
    system.names.push_back("x" + std::to_string(i + 1));
    sum += Polynomial::variable(variables, i) * algebra::Rational(static_cast<long>(i) + 2);
  }
  for (const unsigned long d : degrees) system.equations.push_back(sum.pow(d));
  return system;
}

/// `terms` random monomials of degree at most `degree` in each equation.
algebra::System sparse(Random& random, std::size_t variables, int degree, std::size_t terms) {
  algebra::System system;
  for (std::size_t i = 0; i < variables; ++i) {
    system.names.push_back("x" + std::to_string(i + 1));
    system.equations.push_back(support::random_polynomial(random, variables, degree, static_cast<int>(terms)));
  }
  return system;
}

}  // namespace

TEST_CASE("mixed volumes of simplices of any size are the products of their sizes") {
  Random random(1);
  for (std::uint64_t round = 0; round < 60; ++round) {
    const std::size_t n = 1 + round % 6;
    std::vector<Support> supports;
    Integer expected(1);
    for (std::size_t i = 0; i < n; ++i) {
      const int d = round % 10 == 9 ? largest : any_size(random);
      supports.push_back(simplex(n, d));
      expected *= Integer(d);
    }
    INFO("round " << round << ", expected " << expected.to_string());
    check_volume(supports, expected, random, round);
  }
}

TEST_CASE("mixed volumes of boxes of any size are permanents") {
  Random random(2);
  for (std::uint64_t round = 0; round < 40; ++round) {
    const std::size_t n = 1 + round % 4;
    std::vector<std::vector<int>> sides(n);
    std::vector<Support> supports;
    for (auto& row : sides) {
      for (std::size_t j = 0; j < n; ++j) row.push_back(round % 10 == 9 ? largest : any_size(random));
      supports.push_back(box(row));
    }
    INFO("round " << round);
    check_volume(supports, permanent(sides), random, round);
  }
}

TEST_CASE("mixed volumes of pairs of points are determinants, whatever their signs and sizes") {
  Random random(3);
  const auto any = [&] {
    return static_cast<int>(static_cast<std::int64_t>(random.below(std::uint64_t{1} << 32)) - (std::int64_t{1} << 31));
  };
  for (std::uint64_t round = 0; round < 40; ++round) {
    const std::vector<int> a{any(), any()}, b{any(), any()}, c{any(), any()}, d{any(), any()};
    const auto edge = [](const std::vector<int>& p, const std::vector<int>& q, std::size_t k) {
      return Integer(long{q[k]} - p[k]);
    };
    Integer determinant = edge(a, b, 0) * edge(c, d, 1) - edge(a, b, 1) * edge(c, d, 0);
    if (determinant.sign() < 0) determinant = Integer(0) - determinant;
    INFO("round " << round << ", expected " << determinant.to_string());
    const auto found = mixed_cells({{a, b}, {c, d}}, Random(round));
    REQUIRE(found);
    CHECK(found->volume == determinant);
    const auto one = mixed_cells({{{a[0]}, {b[0]}, {c[0]}}}, Random(round));
    REQUIRE(one);
    CHECK(one->volume == Integer(long{std::max({a[0], b[0], c[0]})} - std::min({a[0], b[0], c[0]})));
  }
  CHECK(mixed_cells({{{0, 0}, {1 << 30, 1 << 30}, {0, 1}}, {{0, 0}, {1, 0}}}, Random(1))->volume == Integer(1L << 30));
}

TEST_CASE("points inside a hull are left out without a change") {
  Random random(4);
  for (std::uint64_t round = 0; round < 20; ++round) {
    const std::size_t n = 2 + round % 2;
    algebra::System system = sparse(random, n, 4, 12 + round % 8);
    if (round % 4 == 0) system.equations[0] = dense(n, {4}).equations[0];
    const auto both = mixed_volumes(system, Random(round), 1e9);
    REQUIRE(both);
    CHECK(both->with_origin == mixed_cells(supports(system, Origin::added), Random(round + 100))->volume);
    CHECK(both->torus == mixed_cells(supports(system, Origin::as_given), Random(round + 200))->volume);
  }
  for (const unsigned long d : {40UL, 60UL}) {
    const auto both = mixed_volumes(dense(3, {d, 2, 1}), Random(1), 1e9);
    REQUIRE(both);
    CHECK(both->with_origin == Integer(static_cast<long>(2 * d)));
  }
}

TEST_CASE("searches end within their work, or say that they did not") {
  Random random(5);
  std::vector<algebra::System> systems{dense(2, {500, 500}), dense(3, {40, 2, 1}), dense(3, {60, 2, 1}),
                                       dense(2, {200, 3})};
  for (int k = 0; k < 10; ++k) systems.push_back(sparse(random, 2 + static_cast<std::size_t>(k % 3), 60, 300));
  for (int k = 0; k < 6; ++k) systems.push_back(sparse(random, 12 + static_cast<std::size_t>(k), 3, 30));
  for (std::size_t k = 0; k < systems.size(); ++k) {
    INFO("system " << k);
    // What has to fail is what does not end.
    linear_product(systems[k], {}, 1e6);
    mixed_volumes(systems[k], Random(1), 1e7);
    PartitionSearch search;
    search.work = 1e6;
    const PartitionBound best = best_partition(systems[k], {}, search);
    CHECK(best.value == multihomogeneous_bezout(systems[k], best.partition));
  }
  const std::size_t many = 300;
  std::vector<Support> linear(many, simplex(many, 1));
  CHECK_FALSE(mixed_cells(linear, Random(1)));  // too much memory: left out
}

TEST_CASE("a cancelled job ends its searches") {
  std::vector<Support> hard;
  for (int i = 0; i < 7; ++i) {
    Random random(static_cast<std::uint64_t>(i));
    hard.push_back({});
    for (int p = 0; p < 40; ++p) {
      auto& point = hard.back().emplace_back();
      for (int c = 0; c < 7; ++c) point.push_back(static_cast<int>(random.below(50)));
    }
  }
  const std::vector<std::function<void()>> jobs{
      [&] { CHECK_FALSE(mixed_cells(hard, Random(1))); },
      [&] {
        CHECK_FALSE(linear_product(dense(2, {300, 300}), {}, 1e15));
      },
      [&] {
        CHECK_THROWS_AS(
            multihomogeneous_bezout(DegreeMatrix(24, std::vector<long>(24, 1000000)), std::vector<std::size_t>(24, 1)),
            Cancelled);
      },
  };
  for (std::size_t k = 0; k < jobs.size(); ++k) {
    INFO("job " << k);
    const CancelToken token;
    const JobScope scope(token);
    token.request();
    jobs[k]();  // would take hours
  }
}
