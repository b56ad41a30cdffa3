/// Ways out of a valley: Eyring and Kramers with the valley's Morse-Bott constant, beside the backward equation on a
/// grid and walkers.
#include <cmath>
#include <numeric>

#include "polyscape/spec/potential.hpp"
#include "polyscape/study/dynamics_study.hpp"
#include "polyscape/study/set_integral.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

constexpr double reach = 2;  // of the box

/// A valley at x = -1, steeper away from y = 0, a minimum of the same depth at (1, 0), and a saddle of loss 1 at 0.
double loss(double x, double y) { return (x * x - 1) * (x * x - 1) + (1 + x) * (1 + x) * y * y / 2; }

report::ExitTime exit_of_valley(double temperature, std::uint64_t walkers, double rate) {
  const spec::PotentialSpecification p = spec::parse_potential(
      "[potential]\nvariables = [\"x\", \"y\"]\nexpression = \"(x^2 - 1)^2 + (1 + x)^2*y^2/2\"\nvalley = [\"x + 1\"]\n",
      "valley.toml");
  dynamics::Options how;
  how.methods = {dynamics::Method::flow};
  how.starts = 32;
  how.low = -reach;
  how.high = reach;
  how.walls = dynamics::Walls::reflecting;
  how.chains = 0;
  how.temperature = temperature;
  how.rate = rate;
  how.exits = walkers;
  how.exit_steps = 20000000;
  const report::Result result = walk_potential(p, how, Options{});
  for (const report::ExitTime& e : result.dynamics->exits)
    if (result.dynamics->places[static_cast<std::size_t>(e.from - 1)].kind == "valley") return e;
  FAIL("no way out of the valley");
  return {};
}

/// A band matrix, rows of 2 width + 1 numbers, solved in place; diagonally dominant.
std::vector<double> solved(std::vector<double> band, std::vector<double> right, std::size_t width) {
  const std::size_t n = right.size(), row = 2 * width + 1;
  for (std::size_t k = 0; k < n; ++k)
    for (std::size_t i = k + 1; i < std::min(n, k + width + 1); ++i) {
      const double factor = band[i * row + width + k - i] / band[k * row + width];
      if (factor == 0) continue;
      for (std::size_t j = k; j < std::min(n, k + width + 1); ++j)
        band[i * row + width + j - i] -= factor * band[k * row + width + j - k];
      right[i] -= factor * right[k];
    }
  for (std::size_t k = n; k-- > 0;) {
    for (std::size_t j = k + 1; j < std::min(n, k + width + 1); ++j)
      right[k] -= band[k * row + width + j - k] * right[j];
    right[k] /= band[k * row + width];
  }
  return right;
}

/// Mean time from the valley to the ball about (1, 0), by jumps between cells that keep exp(-L/T): sum over neighbours
/// q_ij (t_i - t_j) = 1, q_ij = T/h^2 exp((L_i - L_j)/(2T)), nothing passes the walls. Starts: (8 + y^2)^(-1/2).
double backward_equation(double temperature, double radius, std::size_t cells) {
  const double h = 2 * reach / static_cast<double>(cells);
  const auto at = [&](std::size_t k) { return -reach + (static_cast<double>(k) + 0.5) * h; };
  const std::size_t n = cells * cells, row = 2 * cells + 1;
  std::vector<double> band(n * row, 0), right(n, 1);
  for (std::size_t i = 0; i < cells; ++i)
    for (std::size_t j = 0; j < cells; ++j) {
      const std::size_t k = i * cells + j;
      double* const line = band.data() + k * row + cells;
      if (std::hypot(at(i) - 1, at(j)) < radius) {
        line[0] = 1;
        right[k] = 0;
        continue;
      }
      const auto jump = [&](bool inside, std::ptrdiff_t step, double there) {
        if (!inside) return;
        const double q = temperature / (h * h) * std::exp((loss(at(i), at(j)) - there) / (2 * temperature));
        line[0] += q;
        line[step] -= q;
      };
      const auto far = static_cast<std::ptrdiff_t>(cells);
      jump(i > 0, -far, loss(at(i) - h, at(j)));
      jump(i + 1 < cells, far, loss(at(i) + h, at(j)));
      jump(j > 0, -1, loss(at(i), at(j) - h));
      jump(j + 1 < cells, 1, loss(at(i), at(j) + h));
    }
  const std::vector<double> times = solved(std::move(band), std::move(right), cells);
  const auto i = static_cast<std::size_t>((-1 + reach) / h);
  double sum = 0, weights = 0;
  for (std::size_t j = 0; j < cells; ++j) {
    const double weight = 1 / std::sqrt(8 + at(j) * at(j));
    sum += weight * times[i * cells + j];
    weights += weight;
  }
  return sum / weights;
}

}  // namespace

TEST_CASE("out of a valley: the Morse-Bott constant errs by order T") {
  constexpr std::size_t cells = 80;
  double before = 0;
  for (const double t : {0.2, 0.1, 0.05}) {
    const report::ExitTime e = exit_of_valley(t, 1, 1);  // the formula does not depend on walkers
    REQUIRE(e.kramers);
    REQUIRE(e.kramers_error);
    CHECK(*e.kramers_error < 0.1 * *e.kramers);
    // The integral that is sampled is known here.
    const double exact = 2 * std::asinh(reach / std::sqrt(8.0)), formula = 2 * std::numbers::pi / 4 *
                                                                           std::sqrt(4 * 1.0) * std::exp(1 / t) *
                                                                           exact / std::sqrt(2 * std::numbers::pi * t);
    CHECK(std::abs(*e.kramers - formula) < 3 * *e.kramers_error);
    const double off = std::abs(formula / backward_equation(t, 0.2, cells) - 1);
    INFO("T = " << t << ": off by " << off << ", before " << before);
    if (before > 0) CHECK(off < 0.75 * before);
    before = off;
  }
  CHECK(before < 0.06);
}

TEST_CASE("walkers leave a valley in the time of the backward equation") {
  const double t = 0.25;
  const report::ExitTime e = exit_of_valley(t, 512, 0.002);
  REQUIRE_FALSE(e.refused);
  CHECK(e.radius == Approx(0.1).margin(1e-6));  // a tenth of the way from the minimum to the saddle
  const double exact = backward_equation(t, e.radius, 160);
  INFO(e.mean.value_or(0) << " in [" << e.interval[0] << ", " << e.interval[1] << "], backward equation " << exact
                          << ", Kramers " << e.kramers.value_or(0));
  CHECK((e.interval[0] < exact && exact < e.interval[1]));
  // The determinant of the valley's eigenvalue alone, as if it were a well, says something else.
  const double as_well =
      *e.kramers / (2 * std::asinh(reach / std::sqrt(8.0))) * std::sqrt(2 * std::numbers::pi * t / 8);
  CHECK_FALSE((e.interval[0] < as_well && as_well < e.interval[1]));
}

TEST_CASE("points are drawn again by their weights, up to one") {
  SetIntegral set;
  set.points = {{0}, {1}, {2}, {3}};
  set.weights = {1, 0, 2.5, 4};
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const auto drawn = resampled(set, 75, Random(seed));
    REQUIRE(drawn.size() == 75);
    std::vector<double> counts(4);
    for (const auto& x : drawn) ++counts[static_cast<std::size_t>(x[0])];
    for (std::size_t k = 0; k < 4; ++k) CHECK(std::abs(counts[k] - 10 * set.weights[k]) <= 1);
    CHECK(counts[1] == 0);
  }
}
