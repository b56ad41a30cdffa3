/// The transfer operator of the discrete chain.
#include "polyscape/dynamics/chain.hpp"

#include <cmath>

#include "dynamics/potentials.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::potential;

namespace {

Confinement box(Walls walls, std::vector<double> low, std::vector<double> high) {
  return {walls, std::move(low), std::move(high), 0};
}

double second_moment(const GridLaw& law, std::size_t i) {
  double sum = 0;
  for (std::size_t k = 0; k < law.centres.size(); ++k) sum += law.weights[k] * law.centres[k][i] * law.centres[k][i];
  return sum;
}

}  // namespace

TEST_CASE("elimination finds stationary vectors of chains that hardly leave a state") {
  // Birth and death: pi_k up_k = pi_{k+1} down_{k+1}, with ratios that no subtraction would keep.
  const std::size_t n = 12;
  std::vector<double> p(n * n, 0.0);
  std::vector<double> expected{1};
  for (std::size_t k = 0; k < n; ++k) {
    const double up = k + 1 < n ? std::pow(10, -2.0 - static_cast<double>(k % 3) * 5) : 0;
    const double down = k > 0 ? std::pow(10, -1.0 - static_cast<double>(k % 2) * 7) : 0;
    if (k + 1 < n) p[k * n + k + 1] = up;
    if (k > 0) p[k * n + k - 1] = down;
    p[k * n + k] = 1 - up - down;
    if (k > 0) expected.push_back(expected.back() * p[(k - 1) * n + k] / down);
  }
  const std::vector<double> v = stationary_vector(p, n);
  double sum = 0;
  for (const double e : expected) sum += e;
  for (std::size_t k = 0; k < n; ++k) CHECK(std::abs(v[k] / (expected[k] / sum) - 1) < 1e-12);
  CHECK_THROWS_AS(stationary_vector({1, 2, 3}, 2), ArgumentError);
}

TEST_CASE("the chain in a quadratic well has variance T/(h(1 - rate h/2))") {
  const double t = 0.3;
  for (const double rate : {0.1, 0.5, 1.2}) {
    const GridLaw law =
        chain_law(potential("3*x^2/4", "[\"x\"]"), rate, t, box(Walls::reflecting, {-12}, {12}), 600);  // h = 3/2
    CHECK(std::abs(second_moment(law, 0) - t / (1.5 * (1 - rate * 1.5 / 2))) < 1e-8);
  }
  const GridLaw flat = chain_law(potential("3*x^2/4 + y^2/4"), 0.4, t, box(Walls::reflecting, {-5, -7}, {5, 7}), 48);
  CHECK(std::abs(second_moment(flat, 0) - t / (1.5 * (1 - 0.4 * 1.5 / 2))) < 1e-6);
  CHECK(std::abs(second_moment(flat, 1) - t / (0.5 * (1 - 0.4 * 0.5 / 2))) < 1e-4);
}

TEST_CASE("the narrow well of the torus holds 0.198, 0.301, 0.327 at steps 1, 1/2, 1/4, and 0.334 by exp(-L/T)") {
  const Potential p = test::torus(1);
  const Confinement torus = box(Walls::periodic, {0}, {18});
  const auto narrow = [](std::span<const double> x) { return x[0] < 7; };
  const std::pair<double, double> recorded[] = {{1, 0.198}, {0.5, 0.301}, {0.25, 0.327}};
  for (const auto& [rate, share] : recorded) {
    const double found = chain_law(p, rate, test::torus_temperature, torus, 540).share(narrow);
    CHECK(std::abs(found - share) < 6e-4);
    CHECK(std::abs(found - chain_law(p, rate, test::torus_temperature, torus, 360).share(narrow)) < 1e-4);
  }
  CHECK(std::abs(gibbs_law(p, test::torus_temperature, torus, 540).share(narrow) - 0.334) < 5e-4);
}

TEST_CASE("the step's bias is linear in the step") {
  const Potential p = potential("(x^2 - 1)^2/4 + x^3/20", "[\"x\"]");
  const Confinement wide = box(Walls::reflecting, {-4}, {4});
  const double exact = second_moment(gibbs_law(p, 0.2, wide, 800), 0);
  double before = 0;
  for (const double rate : {0.04, 0.02, 0.01}) {
    const double bias = second_moment(chain_law(p, rate, 0.2, wide, 800), 0) - exact;
    CHECK(std::abs(bias) > 1e-4);
    if (before != 0) CHECK(std::abs(before / bias - 2) < 0.1);
    before = bias;
  }
}

TEST_CASE("a law on fine cells has the shares of the coarse ones") {
  const Potential p = potential("3*x^2/4 + y^2/4");
  const Confinement b = box(Walls::reflecting, {-5, -7}, {5, 7});
  const GridLaw coarse = chain_law(p, 0.4, 0.3, b, 40), fine = refined(coarse, gibbs_law(p, 0.3, b, 400), 40, 10);
  const auto right = [](std::span<const double> x) { return x[0] > 0.5 && x[1] < 0.7; };  // along borders of cells
  CHECK(std::abs(fine.share(right) - coarse.share(right)) < 1e-12);
  CHECK(std::abs(second_moment(fine, 0) - 0.3 / (1.5 * (1 - 0.4 * 1.5 / 2))) < 0.01);
  // A circle, whose border no coarse cell follows: its Gaussian mass.
  const double a = 0.3 / (1.5 * 0.7), c = 0.3 / (0.5 * 0.9);
  const double mass = fine.share([&](std::span<const double> x) { return x[0] * x[0] / a + x[1] * x[1] / c < 2; });
  CHECK(std::abs(mass - (1 - std::exp(-1))) < 0.01);
  CHECK_THROWS_AS(refined(coarse, coarse, 40, 10), ArgumentError);
}

TEST_CASE("chains that no grid holds are refused") {
  const Potential p = potential("x^2 + y^2");
  CHECK_THROWS_AS(chain_law(p, 0.1, 1, box(Walls::none, {-1, -1}, {1, 1}), 20), ArgumentError);
  CHECK_THROWS_AS(chain_law(p, 0.1, 1, box(Walls::periodic, {-1, -1}, {1, 1}), 100), ArgumentError);
  CHECK_THROWS_AS(chain_law(test::torus(3), 0.1, 1, box(Walls::periodic, {0, 0, 0}, {1, 1, 1}), 5), ArgumentError);
}
