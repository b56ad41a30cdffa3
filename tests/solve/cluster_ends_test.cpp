/// Ends of paths that lie close to each other: which are told apart, which stay what they are.
#include "polyscape/solve/cluster_ends.hpp"

#include <algorithm>

#include "support/catch.hpp"
#include "support/clusters.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;
using algebra::Rational;
using support::ClusterSystem;
using support::KnownZero;
using support::power_of_ten;

namespace {

const Rational a(algebra::Integer(3), algebra::Integer(7));

/// What a path to the zero comes to, with twelve digits.
Endpoint end_at(const KnownZero& zero, PathClass path_class, double condition = 1e12) {
  Endpoint result;
  result.path_class = path_class;
  eval::Point near = zero.point;
  for (GaussianRational& z : near) z = z + GaussianRational(power_of_ten(-12));
  result.point = near;
  result.bits = 40;
  result.condition = condition;
  result.winding = 2;
  return result;
}

/// One end at the first zero for each path to it or to another.
std::vector<Endpoint> ends_together(const ClusterSystem& s, PathClass path_class) {
  std::vector<Endpoint> result;
  for (const KnownZero& z : s.zeros)
    for (int k = 0; k < z.multiplicity; ++k) result.push_back(end_at(s.zeros.front(), path_class));
  return result;
}

std::size_t separated(const ClusterSystem& s, std::vector<Endpoint>& ends, ClusterLimits limits = {2048, 1, 4e9, {}},
                      std::uint64_t seed = 1) {
  const algebra::Program program = algebra::program_of(s.system);
  return separate_clusters(program, eval::NewtonSolver(program), ends, limits, Random(seed));
}

/// As many ends as the zero's multiplicity are at it, to more digits than they came with, and know what it is.
void check_at(const KnownZero& zero, const std::vector<Endpoint>& ends, double reach) {
  std::ptrdiff_t found = 0;
  for (const Endpoint& end : ends) {
    if (end.point.empty() || !eval::within(end.point, zero.point, reach)) continue;
    ++found;
    CHECK(end.bits > 40);
    CHECK(end.examined);
    CHECK(!end.suspicious);
    CHECK(end.path_class == (zero.multiplicity == 1 ? PathClass::nonsingular : PathClass::singular));
    if (zero.multiplicity > 1) continue;
    CHECK(end.reality == (zero.real ? certify::Reality::real : certify::Reality::not_real));
    CHECK(end.winding == 1);
    CHECK(end.condition < 1e301);
  }
  CHECK(found == zero.multiplicity);
}

}  // namespace

TEST_CASE("ends at one place are given the zeros there, one each") {
  for (const std::size_t n : {1, 2})
    for (const auto& [k, path_class] : {std::pair(9, PathClass::singular), std::pair(30, PathClass::nonsingular)}) {
      INFO(n << " variables, 1e-" << k);
      Random random(100 * n + static_cast<std::uint64_t>(k));
      const Rational d = power_of_ten(-k);
      for (const auto& roots : std::vector<std::vector<support::PlacedRoot>>{
               {{a}, {a + d}}, {{GaussianRational(a, d)}}, {{a}, {a + d}, {a - d * Rational(2)}}, {{a, 2}, {a + d}}}) {
        const ClusterSystem s = support::curved_cluster(random, n, roots);
        std::vector<Endpoint> ends = ends_together(s, path_class);
        for (Endpoint& end : ends) end.suspicious = true;
        CHECK(separated(s, ends) == ends.size());
        for (const KnownZero& z : s.zeros) check_at(z, ends, d.to_double() * 1e-3);
      }
    }
}

TEST_CASE("a multiple zero stays one, at more digits") {
  for (const int m : {2, 3, 4}) {
    INFO("multiplicity " << m);
    Random random(static_cast<std::uint64_t>(m));
    const ClusterSystem s = support::curved_cluster(random, 2, {{a, m}});
    std::vector<Endpoint> ends = ends_together(s, PathClass::singular);
    CHECK(separated(s, ends) == ends.size());
    check_at(s.zeros.front(), ends, 1e-30);
    for (const Endpoint& end : ends) CHECK(end.point == ends.front().point);
    // Seen already: not again.
    const std::vector<Endpoint> before = ends;
    CHECK(separated(s, ends) == 0);
  }
}

TEST_CASE("clusters are separated each by itself, in any order of the ends") {
  Random random(3);
  const Rational d = power_of_ten(-12);
  const ClusterSystem s = support::grid_cluster(random, 2, {{a}, {a + d}});  // two places, two zeros at each
  const auto far = std::ranges::find_if(
      s.zeros, [&](const KnownZero& z) { return !eval::within(z.point, s.zeros.front().point, 1e-3); });
  REQUIRE(far != s.zeros.end());
  const Endpoint here = end_at(s.zeros.front(), PathClass::singular), there = end_at(*far, PathClass::singular);
  Endpoint infinite;
  infinite.path_class = PathClass::at_infinity;
  std::vector<Endpoint> ends{infinite, here, there, here, there};
  std::vector<std::uint64_t> told;
  CHECK(separated(s, ends, {2048, 1, 4e9, [&](std::uint64_t done, std::uint64_t total) {
                              CHECK(total == 2);
                              told.push_back(done);
                            }}) == 4);
  CHECK(told == std::vector<std::uint64_t>{0, 1, 2});
  for (const KnownZero& z : s.zeros) check_at(z, ends, 1e-15);
  for (const std::size_t i : {1, 2}) CHECK(eval::within(ends[i].point, ends[i + 2].point, 1e-9));
  CHECK(ends.front().point.empty());
}

TEST_CASE("a path that ends alone is given one of the zeros there") {
  Random random(4);
  const Rational d = power_of_ten(-10);
  const ClusterSystem pair = support::curved_cluster(random, 2, {{a}, {a + d}}),
                      triple = support::curved_cluster(random, 2, {{a, 3}});
  std::vector<Endpoint> lone{end_at(pair.zeros.front(), PathClass::singular)};
  CHECK(separated(pair, lone) == 1);
  CHECK(lone.front().path_class == PathClass::nonsingular);
  CHECK(std::ranges::count_if(
            pair.zeros, [&](const KnownZero& z) { return eval::within(z.point, lone.front().point, 1e-13); }) == 1);
  lone = {end_at(triple.zeros.front(), PathClass::singular)};
  CHECK(separated(triple, lone) == 1);
  CHECK(lone.front().path_class == PathClass::singular);
  CHECK(eval::within(triple.zeros.front().point, lone.front().point, 1e-25));
}

TEST_CASE("ends that are no crowd are left alone") {
  Random random(5);
  const ClusterSystem s = support::curved_cluster(random, 2, {{a}, {a + power_of_ten(-9)}});
  const auto untouched = [&](std::vector<Endpoint> ends) {
    const std::vector<Endpoint> before = ends;
    CHECK(separated(s, ends) == 0);
    for (std::size_t i = 0; i < ends.size(); ++i) {
      CHECK(ends[i].point == before[i].point);
      CHECK(ends[i].path_class == before[i].path_class);
      CHECK(!ends[i].examined);
    }
  };
  const KnownZero& here = s.zeros[0];
  for (const PathClass path_class : {PathClass::at_infinity, PathClass::positive_dimensional, PathClass::failed})
    untouched({end_at(here, path_class), end_at(here, path_class)});
  // Well conditioned ones, which have no neighbour, and one alone that is nonsingular.
  untouched({end_at(here, PathClass::nonsingular, 1e3), end_at(here, PathClass::nonsingular, 1e3)});
  untouched({end_at(here, PathClass::nonsingular)});
  // Those that their own digits tell apart.
  std::vector<Endpoint> apart{end_at(s.zeros[0], PathClass::nonsingular), end_at(s.zeros[1], PathClass::nonsingular)};
  for (Endpoint& end : apart) end.bits = 100;
  untouched(apart);
}

TEST_CASE("paths that are not as many as the zeros stay what they are, as without work") {
  Random random(6);
  const ClusterSystem s = support::curved_cluster(random, 2, {{a}, {a + power_of_ten(-9)}});
  const Endpoint here = end_at(s.zeros[0], PathClass::singular);
  std::vector<Endpoint> three{here, here, here}, none{here, here}, little{here, here};
  CHECK(separated(s, three) == 0);
  CHECK(separated(s, none, {2048, 1, 0, {}}) == 0);
  CHECK(separated(s, little, {2048, 1, 1e4, {}}) == 0);
  for (const auto* ends : {&three, &none, &little})
    for (const Endpoint& end : *ends) {
      CHECK(end.point == here.point);
      CHECK(end.path_class == PathClass::singular);
      CHECK(end.examined == (ends != &none));
    }
}

TEST_CASE("what the precision does not tell apart has failed, with that reason") {
  Random random(7);
  const Rational d = power_of_ten(-40);
  const ClusterSystem s = support::curved_cluster(random, 1, {{a}, {a + d}, {a - d * Rational(2)}});
  for (const int bits : {424, 2048}) {
    INFO(bits << " bits");
    std::vector<Endpoint> ends = ends_together(s, PathClass::singular);
    CHECK(separated(s, ends, {bits, 1, 4e9, {}}) == 3);
    for (const Endpoint& end : ends) {
      CHECK(end.path_class == (bits == 2048 ? PathClass::nonsingular : PathClass::failed));
      CHECK(end.failure == (bits == 2048 ? "" : "zeros of a cluster that the precision does not tell apart"));
      CHECK(end.point.empty() == (bits < 2048));
    }
  }
}
