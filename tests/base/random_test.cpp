/// Streams that depend on their seed and their address alone.
#include "polyscape/base/random.hpp"

#include <cmath>
#include <set>
#include <string>

#include "support/catch.hpp"

using namespace polyscape;

TEST_CASE("a stream is the same whatever was drawn before, and no other's") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    CAPTURE(seed);
    const Random root(seed);
    Random drawn(seed);
    for (int k = 0; k < 7; ++k) drawn.next();
    std::set<std::uint64_t> first;
    for (std::uint64_t i = 0; i < 100; ++i) {
      const std::uint64_t value = root.stream(i).next();
      CHECK(value == drawn.stream(i).next());
      first.insert(value);
      first.insert(root.stream(std::to_string(i)).next());
      first.insert(root.stream(1).stream(i).next());
      first.insert(root.stream("a").stream(i).next());
    }
    for (const char* name : {"", "a", "b", "ab", "ba", "decomposition", "cascade", "generic member", "fibre"}) {
      CHECK(root.stream(name).next() == drawn.stream(name).next());
      first.insert(root.stream(name).next());
    }
    CHECK(first.size() == 4 * 100 + 9);
  }
}

TEST_CASE("numbers below a bound, on the unit interval, the circle and the line are distributed as they should be") {
  // Means of n draws, six standard deviations wide: once in 10^9 seeds.
  constexpr int n = 40000;
  const double width = 6 / std::sqrt(static_cast<double>(n));
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    CAPTURE(seed);
    Random random(seed);
    double uniform = 0, normal = 0, square = 0, ring = 0, count[3] = {};
    std::complex<double> circle = 0;
    for (int k = 0; k < n; ++k) {
      const double u = random.uniform(), z = random.normal();
      REQUIRE((u >= 0 && u < 1));
      uniform += u / n, normal += z / n, square += z * z / n;
      const std::complex<double> w = random.unit_complex(), a = random.annulus_complex();
      REQUIRE(std::abs(std::abs(w) - 1) < 1e-8);
      REQUIRE((std::abs(a) > 0.5 - 1e-8 && std::abs(a) < 1.5 + 1e-8));
      circle += w / static_cast<double>(n), ring += std::abs(a) / n;
      count[random.below(3)] += 1.0 / n;
    }
    CHECK(std::abs(uniform - 0.5) < width * std::sqrt(1.0 / 12));
    CHECK(std::abs(normal) < width);
    CHECK(std::abs(square - 1) < width * std::sqrt(2.0));
    CHECK(std::abs(circle) < 2 * width);
    CHECK(std::abs(ring - 1) < width * std::sqrt(1.0 / 12));
    for (const double share : count) CHECK(std::abs(share - 1.0 / 3) < width * std::sqrt(2.0 / 9));
  }
}
