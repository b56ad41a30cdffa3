/// Zeros near a place from those of F(x) = v: how many, where, and what is not said.
#include "polyscape/certify/germ.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/certify/moments_kernel.hpp"
#include "polyscape/eval/packed_point.hpp"
#include "support/catch.hpp"
#include "support/clusters.hpp"

using namespace polyscape;
using namespace polyscape::certify;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;
using support::ClusterSystem;
using support::KnownZero;
using support::power_of_ten;

namespace {

constexpr double plenty = 4e9;  // of work

const Rational a(algebra::Integer(3), algebra::Integer(7));

/// A circle around the first zero, whose place is known to some eleven digits.
GermScale around(const ClusterSystem& s, int multiplicity, long log2_radius = -14) {
  GermScale scale;
  scale.place = eval::exact_point(eval::rounded(s.zeros.front().point));
  for (GaussianRational& z : scale.place) z = z + GaussianRational(power_of_ten(-11));
  scale.log2_radius = log2_radius;
  scale.multiplicity = multiplicity;
  return scale;
}

int count(const ClusterSystem& s) {
  int result = 0;
  for (const KnownZero& z : s.zeros) result += z.multiplicity;
  return result;
}

std::optional<GermZeros> zeros(const ClusterSystem& s, const GermScale& scale, std::uint64_t seed,
                               double work = plenty) {
  WorkLimit limit(work);
  return zeros_of_germ(BallSystem(algebra::program_of(s.system)), scale, limit, Random(seed));
}

/// Each zero is found once, as often as it counts, to the digits that moments of so many give.
void check_found(const ClusterSystem& s, const GermScale& scale, const std::optional<GermZeros>& found) {
  REQUIRE(found);
  CHECK(found->relative_bits == scale.relative_bits);
  CHECK(found->zeros.size() == s.zeros.size());
  for (const KnownZero& z : s.zeros) {
    // The moments of m zeros that are not told apart show each to one m-th of the bits.
    const double reach = std::exp2(static_cast<double>(scale.log2_radius) - scale.relative_bits / 2.0);
    CHECK(std::ranges::count_if(found->zeros, [&](const GermZero& zero) {
            return zero.multiplicity == z.multiplicity && eval::within(zero.place, z.point, reach);
          }) == 1);
  }
}

/// The zeros of F(x) = v that go with them: as many, near the place, apart, and zeros.
void check_fibre(const ClusterSystem& s, const GermScale& scale, const GermZeros& found) {
  constexpr int bits = 1024;
  constexpr long wide = 5;  // what counts as near, in log2 of radii
  const BallSystem system(algebra::program_of(s.system));
  REQUIRE(found.fibre.size() == static_cast<std::size_t>(scale.multiplicity));
  REQUIRE(found.value.size() == system.size());
  Vector centre(system.size());
  for (std::size_t i = 0; i < system.size(); ++i) {
    const Balls z = balls_at({scale.place[i]}, bits);
    arb_set(acb_realref(centre[i].z), z[0].re.arb());
    arb_set(acb_imagref(centre[i].z), z[0].im.arb());
  }
  double size = -1e9;
  for (const Number& v : found.value) size = std::max(size, log2_size(v.z));
  for (std::size_t k = 0; k < found.fibre.size(); ++k) {
    const Vector& x = found.fibre[k];
    CHECK(log2_distance(x, centre, bits) < static_cast<double>(scale.log2_radius + wide));
    for (std::size_t j = 0; j < k; ++j)
      CHECK(log2_distance(x, found.fibre[j], bits) > static_cast<double>(scale.log2_radius - 20));
    Balls at(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      arb_set(at[i].re.arb(), acb_realref(x[i].z));
      arb_set(at[i].im.arb(), acb_imagref(x[i].z));
      at[i].re.set_bits(bits);
      at[i].im.set_bits(bits);
    }
    BallSystem::Evaluation f(x.size());
    system.evaluate(at, bits, f);
    Vector value(x.size());
    for (std::size_t i = 0; i < x.size(); ++i) acb_set(value[i].z, f.value.at(i, 0));
    CHECK(log2_distance(value, found.value, bits) < size - 30);
  }
}

}  // namespace

TEST_CASE("zeros within a circle are found, each at its place, with the fibre that they come from") {
  for (const std::size_t n : {1, 2, 3})
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO(n << " variables, seed " << seed);
      Random random(1000 * n + seed);
      const Rational d = power_of_ten(-6);
      for (const auto& roots : std::vector<std::vector<support::PlacedRoot>>{
               {{a}}, {{a}, {a + d}}, {{GaussianRational(a, d)}}, {{a}, {a + d}, {a - d * Rational(2)}}}) {
        const ClusterSystem s = support::curved_cluster(random, n, roots);
        const GermScale scale = around(s, count(s));
        const auto found = zeros(s, scale, seed);
        check_found(s, scale, found);
        for (const GermZero& zero : found->zeros) CHECK(zero.multiplicity == 1);
        check_fibre(s, scale, *found);
      }
    }
}

TEST_CASE("a multiple zero is one place, beside simple ones too") {
  for (const std::size_t n : {1, 2})
    for (const int m : {2, 3, 4}) {
      INFO(n << " variables, multiplicity " << m);
      Random random(100 * n + static_cast<std::uint64_t>(m));
      const ClusterSystem alone = support::curved_cluster(random, n, {{a, m}});
      const GermScale scale = around(alone, m);
      const auto found = zeros(alone, scale, 1);
      check_found(alone, scale, found);
      CHECK(found->zeros.front().alike);
      CHECK(found->zeros.front().log2_radius < scale.log2_radius - scale.relative_bits / (m + 1));
      check_fibre(alone, scale, *found);
      const ClusterSystem beside = support::curved_cluster(random, n, {{a, m}, {a + power_of_ten(-5)}});
      check_found(beside, around(beside, m + 1), zeros(beside, around(beside, m + 1), 2));
    }
}

TEST_CASE("a number of zeros that is wrong is not confirmed") {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    for (const int m : {1, 2}) {
      const ClusterSystem s = support::curved_cluster(random, 1 + seed % 2, {{a, m}, {a + power_of_ten(-8)}});
      for (int said = 1; said <= m; ++said) CHECK_FALSE(zeros(s, around(s, said), seed));
      CHECK(zeros(s, around(s, m + 1), seed));
      if (seed <= 2) CHECK_FALSE(zeros(s, around(s, m + 2), seed));  // takes long: all ways are tried
    }
  }
}

TEST_CASE("without the work for it there is no answer, without the bits there are no zeros") {
  Random random(5);
  const ClusterSystem s = support::curved_cluster(random, 2, {{a}, {a + power_of_ten(-8)}});
  for (const double work : {1.0, 1e3, 1e4, 1e5}) CHECK_FALSE(zeros(s, around(s, 2), 1, work));
  GermScale scale = around(s, 2);
  std::size_t answers = 0;
  int last = 0;
  for (const int bits : {64, 128, 150, 200, 230, 1024}) {
    INFO(bits << " bits");
    scale.max_bits = bits;
    const auto found = zeros(s, scale, 1);
    REQUIRE(found);
    CHECK(found->relative_bits >= last);
    if (found->zeros.empty()) continue;
    ++answers;
    last = found->relative_bits;
    CHECK(last <= std::min(scale.relative_bits, bits));
    CHECK(last >= 32);
  }
  CHECK(last == scale.relative_bits);
  CHECK(answers >= 2);
  CHECK(answers < 6);
}

TEST_CASE("the fibre of a larger scale leads to one on a smaller, where none is found at random") {
  // Of order 2 and 3: zeros of F(x) = v are of many sizes, for v at random.
  const Polynomial x = Polynomial::variable(2, 0) - Polynomial::constant(2, Rational(2)),
                   y = Polynomial::variable(2, 1) - Polynomial::constant(2, Rational(-1));
  const ClusterSystem s{{{"x", "y"}, {x * y, x * x * x - y * y}}, {{{2, -1}, 5, true}}};
  GermScale scale = around(s, 5, -10);
  const auto coarse = zeros(s, scale, 1);
  check_found(s, scale, coarse);
  scale.place = coarse->zeros.front().place;
  scale.log2_gap = scale.log2_radius;
  scale.log2_radius = -42;
  scale.larger = &*coarse;
  const auto fine = zeros(s, scale, 1);
  check_found(s, scale, fine);
  CHECK(fine->zeros.front().alike);
  check_fibre(s, scale, *fine);
}
