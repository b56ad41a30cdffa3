/// Zeros close to each other are told apart, multiple ones are not.
#include "polyscape/certify/cluster.hpp"

#include "polyscape/algebra/program.hpp"
#include "polyscape/certify/distinct.hpp"
#include "polyscape/eval/packed_point.hpp"
#include "support/catch.hpp"
#include "support/clusters.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Rational;
using support::ClusterSystem;
using support::KnownZero;
using support::PlacedRoot;
using support::power_of_ten;
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

std::optional<std::vector<ClusterPart>> resolved(const ClusterSystem& s, std::uint64_t seed, double work = 4e9) {
  ClusterOptions options;
  options.count = 0;
  for (const KnownZero& z : s.zeros) {
    options.count += z.multiplicity;
    options.diameter = std::max(options.diameter, eval::distance(z.point, s.zeros.front().point));
  }
  options.work = work;
  return ClusterResolver(algebra::program_of(s.system))(place_of(s), options, Random(seed));
}

/// Each simple zero of the cluster is in one certificate, each multiple one is a place, to its own digits.
void check_resolved(const ClusterSystem& s, std::uint64_t seed) {
  const auto parts = resolved(s, seed);
  REQUIRE(parts);
  CHECK(parts->size() == s.zeros.size());
  for (const KnownZero& z : s.zeros) {
    std::size_t found = 0;
    for (const ClusterPart& part : *parts) {
      if (part.multiplicity != z.multiplicity) continue;
      if (part.certificate && holds(*part.certificate, z.point)) {
        ++found;
        CHECK(part.certificate->reality == (z.real ? Reality::real : Reality::not_real));
      }
      if (!part.certificate && part.alike &&
          eval::within(part.place, z.point, std::ldexp(10, -std::min(part.bits, 1000))))
        ++found;
    }
    CHECK(found == 1);
  }
}

}  // namespace

TEST_CASE("pairs from 1e-6 to 1e-300 apart are proved to be two, real or conjugate") {
  for (const std::size_t n : {1, 2, 3})
    for (const int k : {6, 9, 13, 20, 40, 80, 150, 300}) {
      INFO(n << " variables, 1e-" << k);
      Random random(static_cast<std::uint64_t>(1000 * n) + static_cast<std::uint64_t>(k));
      const Rational a(algebra::Integer(3), algebra::Integer(7));
      check_resolved(support::curved_cluster(random, n, {{a}, {a + power_of_ten(-k)}}), 1);
      check_resolved(support::curved_cluster(random, n, {{GaussianRational(a, power_of_ten(-k / 2))}}), 2);
    }
}

TEST_CASE("clusters of three to five, one scale or two") {
  for (const std::size_t n : {1, 2})
    for (const int k : {8, 15, 40, 70}) {
      INFO(n << " variables, 1e-" << k);
      Random random(static_cast<std::uint64_t>(2000 * n) + static_cast<std::uint64_t>(k));
      const Rational a(algebra::Integer(-5), algebra::Integer(11)), d = power_of_ten(-k);
      check_resolved(support::curved_cluster(random, n, {{a}, {a + d}, {a - d * Rational(2)}}), 1);
      check_resolved(support::curved_cluster(random, n, {{a}, {a + d}, {a + d * d}}), 2);
      if (k <= 40)
        check_resolved(
            support::curved_cluster(random, n, {{a}, {GaussianRational(a, d)}, {GaussianRational(a + d, d)}}), 3);
    }
}

TEST_CASE("pairs in each of two or three directions, of different closeness, in equations of different steepness") {
  using algebra::Polynomial;
  struct Sample {
    std::vector<int> closeness, steepness;
  };
  const std::vector<Sample> samples{{{30, 12}, {0, 0}},    {{12, 30}, {9, 0}}, {{73, 100}, {0, 12}},
                                    {{100, 70}, {-12, 0}}, {{8, 60}, {8, 0}},  {{20, 40, 11}, {0, 8, 0}}};
  for (std::size_t k = 0; k < samples.size(); ++k)
    for (const bool mixed : {false, true}) {
      INFO("sample " << k << ", mixed " << mixed);
      const std::size_t n = samples[k].closeness.size();
      ClusterSystem s;
      std::vector<Rational> centre, half;
      for (std::size_t i = 0; i < n; ++i) {
        s.system.names.push_back("x" + std::to_string(i + 1));
        centre.push_back(Rational(algebra::Integer(static_cast<long>(2 * i) + 3), algebra::Integer(7)));
        half.push_back(power_of_ten(-samples[k].closeness[i]));
        // Unknown i shifted by those before it.
        Polynomial l = Polynomial::variable(n, i) - Polynomial::constant(n, centre[i]);
        for (std::size_t j = 0; j < i; ++j)
          l += (Polynomial::variable(n, j) - Polynomial::constant(n, centre[j])) * Rational(static_cast<long>(i + j));
        s.system.equations.push_back((l * l - Polynomial::constant(n, half[i] * half[i])) *
                                     power_of_ten(samples[k].steepness[i]));
      }
      if (mixed) s.system.equations[0] += s.system.equations[1] * Rational(2);
      for (std::size_t signs = 0; signs < std::size_t{1} << n; ++signs) {
        Point x;
        for (std::size_t i = 0; i < n; ++i) {
          GaussianRational z(signs >> i & 1 ? half[i] : -half[i]);
          for (std::size_t j = 0; j < i; ++j)
            z = z - (x[j] - GaussianRational(centre[j])) * GaussianRational(Rational(static_cast<long>(i + j)));
          x.push_back(z + GaussianRational(centre[i]));
        }
        s.zeros.push_back({x, 1, true});
      }
      check_resolved(s, k + 1);
    }
}

TEST_CASE("a multiple zero where the equations are of different orders in different directions") {
  using algebra::Polynomial;
  const Polynomial x = Polynomial::variable(2, 0) - Polynomial::constant(2, Rational(2)),
                   y = Polynomial::variable(2, 1) - Polynomial::constant(2, Rational(-1));
  for (const auto& [equations, multiplicity] :
       std::vector<std::pair<std::vector<Polynomial>, int>>{{{x * y, x * x - y}, 3},
                                                            {{x * y, x * x - y * Rational(1000)}, 3},
                                                            {{x * x * x, y - x * Rational(500)}, 3},
                                                            {{x * y, x * x * x - y * y}, 5},
                                                            {{x * x, y * y * y - x}, 6}}) {
    const ClusterSystem s{{{"x", "y"}, equations}, {{{GaussianRational(2), GaussianRational(-1)}, multiplicity, true}}};
    for (std::uint64_t seed = 1; seed <= 3; ++seed) check_resolved(s, seed);
  }
}

TEST_CASE("multiple zeros stay multiple, beside simple ones too") {
  for (const std::size_t n : {1, 2})
    for (const int m : {2, 3, 4}) {
      INFO(n << " variables, multiplicity " << m);
      Random random(static_cast<std::uint64_t>(3000 * n + static_cast<std::size_t>(m)));
      const Rational a(algebra::Integer(2), algebra::Integer(3));
      check_resolved(support::curved_cluster(random, n, {{a, m}}), 1);
      check_resolved(support::curved_cluster(random, n, {{a, m}, {a + power_of_ten(-12)}}), 2);
    }
}

TEST_CASE("what the precision does not tell apart is not called multiple") {
  const Rational a(algebra::Integer(3), algebra::Integer(7)), d = power_of_ten(-200);
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Random random(seed);
    const ClusterSystem s =
        support::curved_cluster(random, 1, {{a}, {a + d}, {a - d * Rational(2)}, {GaussianRational(a, d)}});
    const auto parts = resolved(s, seed);
    if (parts)
      for (const ClusterPart& part : *parts) CHECK((part.multiplicity == 1 || !part.alike));
  }
}

TEST_CASE("a number of zeros that is wrong, and a search without the work for it, end without an answer") {
  Random random(7);
  const Rational a(algebra::Integer(3), algebra::Integer(7));
  const ClusterSystem s = support::curved_cluster(random, 2, {{a}, {a + power_of_ten(-9)}, {a - power_of_ten(-9)}});
  CHECK(resolved(s, 1)->size() == 3);
  CHECK_FALSE(resolved(s, 1, 1e5));
  ClusterOptions options;
  const ClusterResolver resolver(algebra::program_of(s.system));
  for (const int count : {2, 4, 5}) {
    options.count = count;
    CHECK_FALSE(resolver(place_of(s), options, Random(1)));
  }
}
