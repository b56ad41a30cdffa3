#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/bounds/bezout.hpp"
#include "polyscape/bounds/multihomogeneous.hpp"
#include "polyscape/bounds/partition.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;
using namespace polyscape::bounds;

namespace {

// The coefficient by expanding the product of linear forms.
Integer by_expansion(const DegreeMatrix& degrees, const std::vector<std::size_t>& sizes) {
  Polynomial product = Polynomial::constant(sizes.size(), 1);
  for (const auto& row : degrees) {
    Polynomial form(sizes.size());
    for (std::size_t j = 0; j < row.size(); ++j) form += Polynomial::variable(sizes.size(), j) * Rational(row[j]);
    product *= form;
  }
  for (const Term& term : product.terms())
    if (std::equal(sizes.begin(), sizes.end(), term.exponents.begin(),
                   [](std::size_t a, int b) { return a == static_cast<std::size_t>(b); }))
      return term.coefficient.real().numerator();
  return 0;
}

// The gradient of 1/2 sum_i |f(x_i) - y_i|^2 + 1/2 sum_j lambda_j w_j^2 for f with the given outputs a sample.
System gradient(const std::vector<Polynomial>& residuals, std::size_t variables) {
  System system;
  for (std::size_t v = 0; v < variables; ++v) {
    system.names.push_back("w" + std::to_string(v));
    Polynomial p = Polynomial::variable(variables, v) * Rational(static_cast<long>(v) + 2);
    for (const Polynomial& r : residuals) p += r * r.derivative(v);
    system.equations.push_back(p);
  }
  return system;
}

// One hidden unit, linear: outputs b_k (a . x) - y.
System linear_one_unit(std::size_t inputs, std::size_t outputs, Random& random) {
  const std::size_t n = inputs + outputs;
  std::vector<Polynomial> residuals;
  for (std::size_t sample = 0; sample < inputs; ++sample) {
    Polynomial hidden(n);
    for (std::size_t i = 0; i < inputs; ++i)
      hidden += Polynomial::variable(n, i) * Rational(static_cast<long>(random.below(50)) + 1);
    for (std::size_t k = 0; k < outputs; ++k)
      residuals.push_back(hidden * Polynomial::variable(n, inputs + k) -
                          Polynomial::constant(n, support::small_rational(random)));
  }
  return gradient(residuals, n);
}

Partition split(std::size_t first, std::size_t n) {
  Partition partition(2);
  for (std::size_t i = 0; i < n; ++i) partition[i < first ? 0 : 1].push_back(i);
  return partition;
}

}  // namespace

TEST_CASE("the Bezout number is the product of the degrees") {
  CHECK(bezout_number(degrees(support::katsura(8))) == Integer(256));
  CHECK(bezout_number(degrees(support::cyclic(7))) == Integer(5040));
  CHECK(bezout_number(std::vector<long>{}) == Integer(1));
  CHECK(bezout_number(std::vector<long>{3, 0}) == Integer(0));
  CHECK_THROWS_AS(bezout_number(std::vector<long>{2, -1}), ArgumentError);
  const std::vector<DegreeCount> many{{3, 1000}, {5, 20}, {1, 10000000}};
  CHECK(bezout_number(many) == power(Integer(3), 1000) * power(Integer(5), 20));
}

TEST_CASE("multihomogeneous Bezout numbers agree with the expanded product") {
  Random random(3);
  for (int k = 0; k < 60; ++k) {
    std::vector<std::size_t> sizes(1 + random.below(4));
    std::size_t n = 0;
    for (auto& size : sizes) n += size = 1 + random.below(3);
    DegreeMatrix matrix(n, std::vector<long>(sizes.size()));
    for (auto& row : matrix)
      for (long& d : row) d = static_cast<long>(random.below(4));
    INFO("draw " << k);
    const Integer value = multihomogeneous_bezout(matrix, sizes);
    CHECK(value == by_expansion(matrix, sizes));
    CHECK(approximate_multihomogeneous_bezout(matrix, sizes) == value.to_double());
  }
}

TEST_CASE("multihomogeneous Bezout numbers of known systems") {
  CHECK(multihomogeneous_bezout(support::eco(10), split(9, 10)) == Integer(1280));
  CHECK(multihomogeneous_bezout(support::noon(5), trivial_partition(5)) == Integer(243));
  // 2-2-1 with z^2: four equations of degrees (3, 2), two of (4, 1).
  CHECK(multihomogeneous_bezout({{3, 2}, {3, 2}, {3, 2}, {3, 2}, {4, 1}, {4, 1}}, std::vector<std::size_t>{4, 2}) ==
        Integer(5265));
  Random random(5);
  CHECK(multihomogeneous_bezout(linear_one_unit(4, 3, random), split(4, 7)) == Integer(593));
}

TEST_CASE("two groups of a thousand variables") {
  // (a + b)^2000: C(2000, 1000).
  const DegreeMatrix ones(2000, {1, 1});
  CHECK(multihomogeneous_bezout(ones, std::vector<std::size_t>{1000, 1000}) == binomial(2000, 1000));
  CHECK(std::isinf(approximate_multihomogeneous_bezout(ones, std::vector<std::size_t>{1000, 1000})));
}

TEST_CASE("what is not square or has a zero equation has no such number") {
  CHECK_THROWS_AS(multihomogeneous_bezout({{1, 1}}, std::vector<std::size_t>{1, 1}), ArgumentError);
  CHECK_THROWS_AS(multihomogeneous_bezout({{1}, {1}}, std::vector<std::size_t>{1, 1}), ArgumentError);
  CHECK_THROWS_AS(multihomogeneous_bezout({{-1}}, std::vector<std::size_t>{1}), ArgumentError);
  CHECK_THROWS_AS(best_partition({{"x"}, {Polynomial(1)}}), ArgumentError);
  CHECK_THROWS_AS(best_partition({{"x", "y"}, {Polynomial::variable(2, 0)}}), ArgumentError);
  CHECK_THROWS_AS(multihomogeneous_bezout(DegreeMatrix(60, std::vector<long>(60, 1)), std::vector<std::size_t>(60, 1)),
                  Error);
}

TEST_CASE("the best partition of a bilinear network is the one into layers") {
  Random random(5);
  const PartitionBound best = best_partition(linear_one_unit(4, 3, random));
  CHECK(best.exhaustive);
  CHECK(best.value == Integer(593));
  CHECK(best.partition == split(4, 7));
  // Too large for all partitions: 6 inputs and 6 outputs, sum_k C(6,k)^2 4^k.
  Integer expected = 0;
  for (unsigned k = 0; k <= 6; ++k) expected += binomial(6, k) * binomial(6, k) * power(Integer(4), k);
  const System large = linear_one_unit(6, 6, random);
  for (const std::vector<Partition>& candidates :
       {std::vector<Partition>{}, {split(6, 12)}, {split(3, 12), split(8, 12)}}) {
    const PartitionBound searched = best_partition(large, candidates);
    CHECK_FALSE(searched.exhaustive);
    CHECK(searched.value == expected);
    CHECK(searched.partition == split(6, 12));
  }
}

TEST_CASE("the best partition beats every other, and ties go to fewer groups") {
  // No partition helps katsura: the trivial one is kept.
  const PartitionBound katsura = best_partition(support::katsura(5));
  CHECK(katsura.value == Integer(32));
  CHECK(katsura.partition == trivial_partition(6));
  Random random(11);
  for (int k = 0; k < 10; ++k) {
    System system{{"a", "b", "c", "d"}, {}};
    for (std::size_t i = 0; i < 4; ++i)
      system.equations.push_back(support::random_polynomial(random, 4, 3, 4) + Polynomial::variable(4, i));
    const PartitionBound best = best_partition(system);
    for (const Partition& other :
         {trivial_partition(4), split(1, 4), split(2, 4), split(3, 4), Partition{{0, 2}, {1}, {3}},
          Partition{{0}, {1}, {2}, {3}}, Partition{{0, 3}, {1, 2}}})
      CHECK(best.value <= multihomogeneous_bezout(system, other));
    // The local search never ends above what it starts from.
    const PartitionBound searched = best_partition(system, {split(2, 4)}, {.exhaustive_variables = 0});
    CHECK_FALSE(searched.exhaustive);
    CHECK(searched.value >= best.value);
    CHECK(searched.value <= multihomogeneous_bezout(system, split(2, 4)));
    CHECK(searched.value == multihomogeneous_bezout(system, searched.partition));
  }
}

TEST_CASE("all partitions are tried only where paths are worth it") {
  const auto system = support::eco(7);
  const PartitionBound all = best_partition(system);
  PartitionSearch search;
  search.work_a_path = 1;
  const PartitionBound few = best_partition(system, {}, search);
  CHECK(all.exhaustive);
  CHECK_FALSE(few.exhaustive);
  CHECK(few.value >= all.value);
  // 877 partitions of 7 variables, each of at least 2^7 steps or so, against the paths at this price each.
  search.work_a_path = 1e7;
  const PartitionBound worth = best_partition(system, {}, search);
  CHECK(worth.exhaustive);
  CHECK(worth.value == all.value);
}

TEST_CASE("ten variables are searched exhaustively, in less work than some of their paths") {
  PartitionSearch search;
  search.work_a_path = 2e6;  // times 1,280: 2.56e9 elementary steps for all partitions, some seconds
  for (const PartitionBound& best : {best_partition(support::eco(10)), best_partition(support::eco(10), {}, search)}) {
    CHECK(best.exhaustive);
    CHECK(best.value <= Integer(1280));
  }
}
