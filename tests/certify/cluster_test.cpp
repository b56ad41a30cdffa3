/// Zeros close to each other are told apart, multiple ones are not.
#include "polyscape/certify/cluster.hpp"

#include "polyscape/algebra/program.hpp"
#include "polyscape/certify/distinct.hpp"
#include "polyscape/eval/point.hpp"
#include "support/catch.hpp"
#include "support/clusters.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Rational;
using support::ClusterSystem;
using support::KnownZero;
using support::power_of_ten;
using support::Root;
using Point = std::vector<GaussianRational>;

namespace {

/// The place that a path to the cluster would come to: the first zero to some eleven digits.
Point place_of(const ClusterSystem& s) {
  Point place = eval::exact_point(eval::rounded(s.zeros.front().point));
  for (GaussianRational& z : place) z = z + GaussianRational(Rational::from_double(1e-11));
  return place;
}

bool holds(const Certificate& c, const Point& zero) {
  for (std::size_t i = 0; i < zero.size(); ++i)
    if (abs(zero[i].re - c.centre[i].re) > c.radius || abs(zero[i].im - c.centre[i].im) > c.radius) return false;
  return true;
}

/// Each certificate holds a simple zero of the cluster, each of these is in one.
void check_separated(const ClusterSystem& s, std::uint64_t seed) {
  std::size_t count = 0, simple = 0;
  for (const KnownZero& z : s.zeros) count += static_cast<std::size_t>(z.multiplicity);
  const Certifier certifier(algebra::program_of(s.system));
  ClusterOptions options;
  options.count = count;
  options.reach = 1e-2;
  const auto found = separate(certifier, place_of(s), {}, options, Random(seed)).zeros;
  for (const KnownZero& z : s.zeros) {
    const auto holding = std::ranges::count_if(found, [&](const Certificate& c) { return holds(c, z.point); });
    CHECK(holding == (z.multiplicity == 1 ? 1 : 0));
    if (z.multiplicity > 1) continue;
    ++simple;
    for (const Certificate& c : found)
      if (holds(c, z.point)) CHECK(c.reality == (z.real ? Reality::real : Reality::not_real));
  }
  CHECK(found.size() == simple);
}

}  // namespace

TEST_CASE("pairs from 1e-6 to 1e-300 apart are proved to be two, real or conjugate") {
  for (const std::size_t n : {1, 2, 3})
    for (const int k : {6, 9, 13, 20, 40, 80, 150, 300}) {
      INFO(n << " variables, 1e-" << k);
      Random random(static_cast<std::uint64_t>(1000 * n) + static_cast<std::uint64_t>(k));
      const Rational a(algebra::Integer(3), algebra::Integer(7));
      check_separated(support::curved_cluster(random, n, {{a}, {a + power_of_ten(-k)}}), 1);
      check_separated(support::curved_cluster(random, n, {{GaussianRational(a, power_of_ten(-k / 2))}}), 2);
    }
}

TEST_CASE("clusters of three to five, one scale or two") {
  for (const std::size_t n : {1, 2})
    for (const int k : {8, 15, 40, 70}) {
      INFO(n << " variables, 1e-" << k);
      Random random(static_cast<std::uint64_t>(2000 * n) + static_cast<std::uint64_t>(k));
      const Rational a(algebra::Integer(-5), algebra::Integer(11)), d = power_of_ten(-k);
      check_separated(support::curved_cluster(random, n, {{a}, {a + d}, {a - d * Rational(2)}}), 1);
      check_separated(support::curved_cluster(random, n, {{a}, {a + d}, {a + d * d}}), 2);
      if (k <= 40) check_separated(support::curved_cluster(random, n, {{a}, {GaussianRational(a, d)}, {GaussianRational(a + d, d)}}), 3);
    }
}

TEST_CASE("multiple zeros stay multiple, beside simple ones too") {
  for (const std::size_t n : {1, 2})
    for (const int m : {2, 3, 4}) {
      INFO(n << " variables, multiplicity " << m);
      Random random(static_cast<std::uint64_t>(3000 * n + static_cast<std::size_t>(m)));
      const Rational a(algebra::Integer(2), algebra::Integer(3));
      check_separated(support::curved_cluster(random, n, {{a, m}}), 1);
      check_separated(support::curved_cluster(random, n, {{a, m}, {a + power_of_ten(-12)}}), 2);
    }
}

TEST_CASE("a cluster beyond the precision is not taken for a multiple zero") {
  Random random(7);
  const Rational a(algebra::Integer(3), algebra::Integer(7)), d = power_of_ten(-80);
  const ClusterSystem s = support::curved_cluster(random, 1, {{a}, {GaussianRational(a, d)}, {GaussianRational(a + d, d)}});
  ClusterOptions options;
  options.count = 5;
  const Separation separation = separate(Certifier(algebra::program_of(s.system)), place_of(s), {}, options, Random(1));
  CHECK((separation.zeros.size() == 5 || separation.unproved));
}
