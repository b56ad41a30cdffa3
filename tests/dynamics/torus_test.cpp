/// Two wells on a torus: walkers against the transfer operator and exp(-L/T).
#include <cmath>

#include "dynamics/potentials.hpp"
#include "polyscape/dynamics/chain.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;

namespace {

/// Share of walkers in the narrow well after so long, a third of them started there.
double narrow_share(double rate, std::uint64_t steps, std::size_t walkers, std::uint64_t seed) {
  const Potential p = test::torus(1);
  Motion motion;
  motion.rate = rate;
  motion.temperature = test::torus_temperature;
  std::vector<std::vector<double>> starts;
  for (std::size_t w = 0; w < walkers; ++w) starts.push_back({w % 3 == 0 ? 4.0 : 12.0});
  March march(p, motion, {Walls::periodic, {0}, {18}, 0}, {}, starts, Random(seed));
  march.advance(steps, 0);
  std::size_t narrow = 0;
  for (std::size_t w = 0; w < walkers; ++w) narrow += march.position(w)[0] < 7 ? 1 : 0;
  return static_cast<double>(narrow) / static_cast<double>(walkers);
}

double exact_share(double rate) {
  return chain_law(test::torus(1), rate, test::torus_temperature, {Walls::periodic, {0}, {18}, 0}, 540)
      .share([](std::span<const double> x) { return x[0] < 7; });
}

void check_share(double rate, std::uint64_t steps, std::size_t walkers, std::uint64_t seed) {
  const double exact = exact_share(rate), error = std::sqrt(exact * (1 - exact) / static_cast<double>(walkers));
  const double found = narrow_share(rate, steps, walkers, seed);
  INFO("rate " << rate << ": " << found << ", transfer operator " << exact);
  CHECK(std::abs(found - exact) < 3 * error);
}

}  // namespace

TEST_CASE("walkers on the torus find the shares of the chain at step 1") { check_share(1, 200000, 512, 17); }

TEST_CASE("walkers on the torus find the shares of the chain at steps 1/2 and 1/4, too", "[long]") {
  check_share(0.5, 800000, 2048, 18);
  check_share(0.25, 1600000, 2048, 19);
}
