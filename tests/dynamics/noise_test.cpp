/// The noise of minibatches.
#include "polyscape/dynamics/noise.hpp"

#include <cmath>

#include "dynamics/potentials.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/newton.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::of_network;
using test::potential;

namespace {

constexpr const char* linear =
    "network = { inputs = 2, layer = [{ width = 1 }] }\n"
    "data = { inputs = [[1, 0], [0, 1], [1, 1], [2, -1]], targets = [[1], [2], [-1], [0]] }\n";

}  // namespace

TEST_CASE("the covariance of one sample's gradient, and the effective temperature") {
  const Potential p = of_network(linear);
  const auto minimum = newton_limit(p, std::vector{0.0, 0.0}).value();
  const NoiseCovariance c = noise_covariance(p, minimum);
  CHECK(c.rank == 2);
  double trace = 0;  // by hand: 4 r_i x_i, mean 0 at the minimum
  const double x[][2] = {{1, 0}, {0, 1}, {1, 1}, {2, -1}}, y[] = {1, 2, -1, 0};
  for (int i = 0; i < 4; ++i) {
    const double r = x[i][0] * minimum[0] + x[i][1] * minimum[1] - y[i];
    trace += 16 * r * r * (x[i][0] * x[i][0] + x[i][1] * x[i][1]) / 4;
  }
  CHECK(std::abs(c.trace - trace) < 1e-10 * trace);
  REQUIRE(c.alignment);
  CHECK((*c.alignment > 0 && *c.alignment < 1));
  CHECK(std::abs(effective_temperature(c.trace, 0.01, 2, Sampling::replaced, 4, 2) - 0.01 * trace / 8) < 1e-12);
  CHECK(std::abs(effective_temperature(c.trace, 0.01, 2, Sampling::distinct, 4, 2) - 0.01 * trace / 8 * 2 / 3) < 1e-12);
  CHECK(effective_temperature(c.trace, 0.01, 4, Sampling::distinct, 4, 2) == 0);
  CHECK_THROWS_AS(noise_covariance(potential("x^2 + y^2"), std::vector{0.0, 0.0}), ArgumentError);
}

TEST_CASE("where every sample is fitted there is no noise") {
  const Potential p = of_network(
      "network = { inputs = 1, layer = [{ width = 1 }, { width = 1 }] }\n"
      "data = { inputs = [[1], [2]], targets = [[2], [4]] }\n");
  const NoiseCovariance c = noise_covariance(p, std::vector{1.0, 2.0});
  CHECK(c.rank == 0);
  CHECK(c.trace == 0);
  CHECK_FALSE(c.alignment);
  CHECK(noise_covariance(p, std::vector{1.0, 1.5}).rank == 1);
}

TEST_CASE("Anderson and Darling tell uniform draws from normal ones, and normal ones seldom from themselves") {
  Random random(4);
  int refused = 0;
  for (int k = 0; k < 200; ++k) {
    std::vector<double> normal;
    for (int i = 0; i < 300; ++i) normal.push_back(3 + 2 * random.normal());
    const Normality n = anderson_darling(normal);
    refused += n.statistic > n.critical ? 1 : 0;
  }
  CHECK((refused >= 2 && refused <= 22));  // 5 % of 200
  std::vector<double> uniform;
  for (int i = 0; i < 1000; ++i) uniform.push_back(random.uniform());
  CHECK(anderson_darling(uniform).statistic > 0.752);
  CHECK(std::isinf(anderson_darling(std::vector(50, 1.0)).statistic));
}

TEST_CASE("Hill finds the index of a Pareto tail") {
  Random random(9);
  for (const double alpha : {1.5, 3.0}) {
    std::vector<double> draws;
    for (int i = 0; i < 20000; ++i) draws.push_back(std::pow(1 - random.uniform(), -1 / alpha));
    const auto tail = hill(draws);
    REQUIRE(tail);
    CHECK(std::abs(tail->value - alpha) < 4 * tail->error);
  }
  CHECK_FALSE(hill(std::vector(1000, 1.0)));
}

TEST_CASE("large batches of one sample's noise look normal, single ones of two samples do not") {
  const std::vector<std::vector<double>> gradients{{1.0}, {-1.0}, {0.5}};
  const std::vector<double> along{1.0};
  const auto statistic = [&](std::size_t batch) {
    return anderson_darling(batch_noise(gradients, along, batch, Sampling::replaced, 2000, Random(3))).statistic;
  };
  CHECK(statistic(1) > 10);
  CHECK(statistic(4096) < 2);
}

TEST_CASE("the mean square of linearised minibatch steps grows as the walkers' does") {
  // One weight, x = 1 and x = 2 at a common zero: h_i = x_i^2; by hand E[(1 - 2 rate x^2)^2] for batches of one.
  const Potential p = of_network(
      "network = { inputs = 1, layer = [{ width = 1 }] }\ndata = { inputs = [[1], [2]], targets = [[3], [6]] }\n");
  for (const double rate : {0.05, 0.15, 0.2, 0.3}) {
    const double expected = (std::pow(1 - 2 * rate, 2) + std::pow(1 - 8 * rate, 2)) / 2;
    CHECK(std::abs(mean_square_growth(p, std::vector{3.0}, rate, {1, Sampling::replaced}) - expected) < 1e-9);
    const double whole = std::pow(1 - 5 * rate, 2);
    CHECK(std::abs(mean_square_growth(p, std::vector{3.0}, rate, {2, Sampling::distinct}) - whole) < 1e-9);
  }
}
