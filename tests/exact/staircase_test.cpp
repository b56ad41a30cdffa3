#include "polyscape/exact/staircase.hpp"

#include <algorithm>
#include <functional>

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::exact;
using algebra::Integer;

namespace {
// Monomials of each degree up to `most` that no generator divides, counted one by one.
std::vector<long> counted(std::size_t variables, const std::vector<Monomial>& ideal, long most) {
  std::vector<long> count(static_cast<std::size_t>(most) + 1, 0);
  Monomial m(variables, 0);
  const std::function<void(std::size_t, long)> visit = [&](std::size_t k, long degree) {
    if (k == variables) {
      const auto divides = [&](const Monomial& g) {
        return std::ranges::equal(g, m, [](Exponent a, Exponent b) { return a <= b; });
      };
      if (std::ranges::none_of(ideal, divides)) ++count[static_cast<std::size_t>(degree)];
      return;
    }
    for (long e = 0; degree + e <= most; ++e) {
      m[k] = static_cast<Exponent>(e);
      visit(k + 1, degree + e);
    }
    m[k] = 0;
  };
  visit(0, 0);
  return count;
}

// Coefficients of Q(t) / (1 - t)^dimension.
std::vector<Integer> expanded(const Hilbert& h, long most) {
  std::vector<Integer> series(static_cast<std::size_t>(most) + 1);
  for (std::size_t k = 0; k < std::min(series.size(), h.numerator.size()); ++k) series[k] = h.numerator[k];
  for (long d = 0; d < h.dimension; ++d)
    for (std::size_t k = 1; k < series.size(); ++k) series[k] += series[k - 1];
  return series;
}
}  // namespace

TEST_CASE("Hilbert series count the monomials outside of random ideals") {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    const std::size_t variables = 1 + random.below(4);
    std::vector<Monomial> ideal(random.below(9), Monomial(variables));
    for (Monomial& m : ideal)
      for (Exponent& e : m) e = static_cast<Exponent>(random.below(2) * random.below(5));
    const Hilbert h = hilbert(variables, ideal);
    constexpr long most = 12;
    const auto expected = counted(variables, ideal, most);
    const auto found = expanded(h, most);
    for (std::size_t k = 0; k < expected.size(); ++k) CHECK(found[k] == Integer(expected[k]));
    const bool one =
        std::ranges::any_of(ideal, [](const Monomial& m) { return std::ranges::count(m, 0) == std::ssize(m); });
    CHECK((h.dimension == -1) == one);
    if (h.dimension == 0) {
      const auto under = staircase(ideal, MonomialOrder::graded(variables), variables, 100000);
      REQUIRE(under);
      CHECK(Integer(static_cast<long>(under->size())) == h.degree);
    } else if (h.dimension > 0) {
      CHECK(!staircase(ideal, MonomialOrder::graded(variables), variables, 1000));
    }
  }
}

TEST_CASE("dimension and degree of monomial ideals") {
  const auto check = [](std::size_t variables, const std::vector<Monomial>& ideal, long dimension, long degree) {
    const Hilbert h = hilbert(variables, ideal);
    CHECK(h.dimension == dimension);
    CHECK(h.degree == Integer(degree));
  };
  check(3, {}, 3, 1);
  check(3, {{0, 0, 0}}, -1, 0);
  check(2, {{2, 0}, {0, 3}}, 0, 6);
  check(3, {{1, 1, 0}}, 2, 2);             // two planes
  check(3, {{1, 1, 0}, {1, 0, 1}}, 2, 1);  // a plane and a line
  check(2, {{2, 0}, {1, 1}}, 1, 1);        // a line with a point in it
  check(3, {{2, 0, 0}, {0, 1, 1}, {0, 2, 0}}, 1, 2);
  CHECK_THROWS_AS(hilbert(2, {{1}}), ArgumentError);
}

TEST_CASE("what is under a staircase comes in increasing order") {
  const auto under = staircase({{2, 0}, {0, 2}}, MonomialOrder::graded(2), 2, 10);
  REQUIRE(under);
  CHECK(*under == std::vector<Monomial>{{0, 0}, {0, 1}, {1, 0}, {1, 1}});
  CHECK(!staircase({{2, 0}, {0, 2}}, MonomialOrder::graded(2), 2, 3));
  CHECK(staircase({{0, 0}}, MonomialOrder::graded(2), 2, 3)->empty());
}
