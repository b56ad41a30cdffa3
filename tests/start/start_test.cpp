/// Start systems: their points are zeros, distinct, and as many as the Bezout numbers say.
#include <set>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/bounds/multihomogeneous.hpp"
#include "polyscape/start/start_system.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::start;
using algebra::GaussianRational;
using algebra::Integer;
using algebra::Partition;

namespace {

// Largest |G_i| at the point: forms have coefficients of modulus about 1, coordinates at most 1.
double residual(const StartSystem& start, const eval::Point& point) {
  double largest = 0;
  for (const GaussianRational& value : algebra::evaluate(start.program(), std::span<const GaussianRational>(point)))
    largest = std::max(largest, std::abs(value.to_complex()));
  return largest;
}

// The coordinates of a group, up to a common factor: divided by its homogenising coordinate, which never vanishes here.
std::vector<std::complex<double>> affine(const StartSystem& start, const eval::Point& point) {
  const std::size_t n = point.size() - start.partition().size();
  std::vector<std::complex<double>> result(n);
  for (std::size_t j = 0; j < start.partition().size(); ++j)
    for (const std::size_t v : start.partition()[j]) result[v] = point[v].to_complex() / point[n + j].to_complex();
  return result;
}

// Rounded so that equal points give equal keys; distinct ones are far apart at these sizes.
std::size_t distinct(const StartSystem& start) {
  std::set<std::vector<long>> keys;
  for (std::uint64_t i = 0; i < start.count(); ++i) {
    std::vector<long> key;
    for (const auto& z : affine(start, start.point(i))) {
      key.push_back(std::lround(z.real() * 1e7));
      key.push_back(std::lround(z.imag() * 1e7));
    }
    keys.insert(key);
  }
  return keys.size();
}

void check_points(const StartSystem& start, double degree_sum) {
  for (std::uint64_t i = 0; i < start.count(); ++i) {
    const eval::Point point = start.point(i);
    REQUIRE(residual(start, point) < 1e-13 * degree_sum);
    const std::size_t n = point.size() - start.partition().size();
    for (std::size_t j = 0; j < start.partition().size(); ++j) {
      double largest = std::abs(point[n + j].to_complex());
      for (const std::size_t v : start.partition()[j]) largest = std::max(largest, std::abs(point[v].to_complex()));
      CHECK(largest > 1 - 1e-8);  // random constants are short dyadic numbers, moduli are estimated by parts
      CHECK(largest < 1.5);
    }
  }
  CHECK(distinct(start) == start.count());
}

}  // namespace

TEST_CASE("total degree: every combination of roots, once") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed)
    for (const std::vector<long>& degrees : {std::vector<long>{1}, {5}, {2, 3}, {3, 1, 4}, {2, 2, 2, 2, 2, 2}}) {
      INFO("seed " << seed << ", " << degrees.size() << " variables");
      const auto start = total_degree(degrees, Random(seed));
      std::uint64_t product = 1;
      for (const long d : degrees) product *= static_cast<std::uint64_t>(d);
      CHECK(start->count() == product);
      CHECK(start->partition() == algebra::trivial_partition(degrees.size()));
      check_points(*start, 10);
    }
}

TEST_CASE("multihomogeneous: as many points as the multihomogeneous Bezout number") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Random random(seed);
    for (const Partition& partition :
         {Partition{{0, 1, 2}}, Partition{{0}, {1}, {2}}, Partition{{0, 2}, {1}}, Partition{{2, 1}, {0}}}) {
      std::vector<std::vector<long>> degrees(3);
      for (auto& row : degrees)
        for (std::size_t j = 0; j < partition.size(); ++j) row.push_back(1 + static_cast<long>(random.below(3)));
      degrees[seed % 3][0] = 0;  // an equation that a group does not enter
      const std::vector<std::size_t> sizes = bounds::group_sizes(partition);
      const Integer expected = bounds::multihomogeneous_bezout(degrees, sizes);
      INFO("seed " << seed << ", " << partition.size() << " groups, " << expected.to_string());
      const auto start = multihomogeneous(degrees, partition, Random(seed));
      CHECK(Integer(static_cast<long>(start->count())) == expected);
      CHECK(start->partition() == partition);
      check_points(*start, 100);
    }
  }
}

TEST_CASE("multihomogeneous: the programs have the degrees they were made for") {
  const Partition partition{{0, 1}, {2}};
  const std::vector<std::vector<long>> degrees{{2, 1}, {0, 3}, {1, 1}};
  const auto start = multihomogeneous(degrees, partition, Random(4));
  const auto value = [&](const GaussianRational& first, const GaussianRational& second) {
    std::vector<GaussianRational> x;
    for (const auto& [re, factor] :
         {std::pair(3, first), {-2, first}, {5, second}, {7, first}, {-1, second}})  // x, y | z | x_0 of each group
      x.push_back(GaussianRational(re) * factor);
    return algebra::evaluate(start->program(), std::span<const GaussianRational>(x));
  };
  const auto one = value(1, 1), scaled = value(2, 3);
  const long factors[] = {4 * 3, 27, 2 * 3};  // 2^d1 3^d2, exactly
  for (std::size_t i = 0; i < 3; ++i) CHECK(scaled[i] == one[i] * GaussianRational(factors[i]));
}

TEST_CASE("start systems: the same seed gives the same points, another seed others") {
  const std::vector<std::vector<long>> degrees{{1, 2}, {2, 1}};
  const Partition partition{{0}, {1}};
  const auto a = multihomogeneous(degrees, partition, Random(1)), b = multihomogeneous(degrees, partition, Random(1)),
             c = multihomogeneous(degrees, partition, Random(2));
  CHECK(a->count() == 5);
  for (std::uint64_t i = 0; i < a->count(); ++i) {
    CHECK(a->point(i) == b->point(i));
    CHECK(a->point(i) != c->point(i));
  }
}

TEST_CASE("start systems refuse what they cannot count or make") {
  CHECK_THROWS_AS(total_degree(std::vector<long>(64, 4), Random(1)), ArgumentError);
  CHECK_THROWS_AS(total_degree({2, 0}, Random(1)), ArgumentError);
  const auto start = multihomogeneous({{1, 2}, {2, 1}}, {{0}, {1}}, Random(1));
  CHECK_THROWS_AS(start->point(start->count()), ArgumentError);
  const auto none = multihomogeneous({{1, 0}, {1, 0}}, {{0}, {1}}, Random(1));
  CHECK(none->count() == 0);
}
