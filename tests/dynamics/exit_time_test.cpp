/// Mean exit times, measured and computed.
#include "polyscape/dynamics/exit_time.hpp"

#include <cmath>
#include <limits>

#include "dynamics/potentials.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/laplace.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::potential;

namespace {

const char* const double_well = "(x^2 - 1)^2/4";
constexpr double nowhere = -std::numeric_limits<double>::infinity();

Places places_of(const Potential& p) {
  const std::vector low(p.dimension(), -2.0), high(p.dimension(), 2.0);
  return {p, search_critical_points(p, low, high, 400, Random(1), 0), nullptr};
}

double kramers(const Potential& p, double temperature) {
  Places places = places_of(p);
  const auto all = passes(p, places);
  for (std::size_t k = 0; k < places.all().size(); ++k)
    if (const auto escape = lowest_escape(places.all(), all, k); escape && places.all()[k].at[0] < 0)
      return kramers_time(places.all(), *escape, temperature,
                          log_laplace(places.all()[k], temperature, places.all()[k].loss));
  return 0;
}

void check_measured(double temperature, std::size_t walkers, double rate) {
  const Potential p = potential(double_well, "[\"x\"]");
  const double exact = exit_quadrature(p, temperature, -1, std::nullopt, 0.9, -4, 4);
  const std::vector<std::vector<double>> starts(walkers, {-1.0});
  const auto measured =
      measured_exit(p, temperature, rate, {}, starts, {{1.0}}, 0.1, nowhere, 100000000, Random(11), 0);
  REQUIRE(measured);
  INFO("T = " << temperature << ": " << measured->mean << " in [" << measured->interval[0] << ", "
              << measured->interval[1] << "], quadrature " << exact);
  CHECK(measured->given_up == 0);
  CHECK((measured->interval[0] < exact && exact < measured->interval[1]));
}

}  // namespace

TEST_CASE("quadrature: a flat potential, one and two targets") {
  const Potential flat = potential("0*x + 1 + x - x", "[\"x\"]");
  // From the middle of [0, 1] with walls at 0: (1 - x^2)/(2 T); with targets at both ends: x (1 - x)/(2 T).
  CHECK(std::abs(exit_quadrature(flat, 0.5, 0.5, std::nullopt, 1, 0, 1) - 0.75) < 1e-6);
  CHECK(std::abs(exit_quadrature(flat, 0.5, 0.5, 0, std::nullopt, 0, 1) - 0.75) < 1e-6);
  CHECK(std::abs(exit_quadrature(flat, 0.5, 0.3, 0, 1, 0, 1) - 0.21) < 1e-6);
  CHECK_THROWS_AS(exit_quadrature(potential("x + y"), 1, 0, 0, 1, 0, 1), ArgumentError);
}

TEST_CASE("Eyring and Kramers err by order T: 22 % at T = 0.1, 4 % at 0.025, for (x^2 - 1)^2/4") {
  const Potential p = potential(double_well, "[\"x\"]");
  const std::pair<double, double> excess[] = {{0.1, 0.22}, {0.025, 0.04}};
  for (const auto& [t, more] : excess) {
    // To the other minimum itself.
    const double exact = exit_quadrature(p, t, -1, std::nullopt, 1, -4, 4);
    CHECK(std::abs(kramers(p, t) - 2 * 3.14159265358979 / std::sqrt(2.0) * std::exp(0.25 / t)) < 1e-6 * exact);
    CHECK(std::abs(exact / kramers(p, t) - 1 - more) < 0.015);
  }
}

TEST_CASE("measured exit times have the quadrature in their interval") { check_measured(0.1, 1000, 0.002); }

TEST_CASE("measured exit times at lower temperatures", "[long]") {
  check_measured(0.06, 2000, 0.002);
  check_measured(0.04, 1000, 0.002);
  // dL/T = 10: Kramers' time with its correction of order T, fitted by quadrature at a tenth of T.
  const Potential p = potential(double_well, "[\"x\"]");
  const double t = 0.025;
  const double slope = (exit_quadrature(p, t / 2, -1, std::nullopt, 1, -4, 4) / kramers(p, t / 2) - 1) / (t / 2);
  const double corrected = kramers(p, t) * (1 + slope * t);
  // An interval of 95 % misses one time in twenty: so many of sixteen do with a probability below 0.001, while all
  // walkers together tell a mean that is off by a tenth.
  constexpr int batches = 16, most_missed = 4;
  constexpr std::size_t walkers = 64;
  const std::vector<std::vector<double>> starts(walkers, {-1.0});
  int missed = 0;
  double sum = 0;
  for (int k = 0; k < batches; ++k) {
    const auto measured = measured_exit(p, t, 0.005, {}, starts, {{1.0}}, 0.05, nowhere, 1000000000,
                                        Random(12).stream(static_cast<std::uint64_t>(k)), 0);
    REQUIRE(measured);
    REQUIRE(measured->given_up == 0);
    missed += measured->interval[0] < corrected && corrected < measured->interval[1] ? 0 : 1;
    sum += measured->mean;
  }
  const double mean = sum / batches;  // of nearly exponential times: its error is mean / sqrt(number)
  INFO(mean << ", corrected " << corrected << ", " << missed << " of " << batches << " intervals without it");
  CHECK(missed <= most_missed);
  CHECK(std::abs(mean / corrected - 1) < 3 / std::sqrt(static_cast<double>(batches * walkers)));
}

TEST_CASE("rates over equal saddles add up, and times that are cut off count") {
  const Potential p = potential("(x^2 - 1)^2/4 + (y^2 - 1)^2/4");
  Places places = places_of(p);
  const auto all = passes(p, places);
  CHECK(all.size() == 4);
  const auto escape = lowest_escape(places.all(), all, all.front().to[0]);
  REQUIRE(escape);
  CHECK(escape->saddles.size() == 2);
  CHECK(escape->to.size() == 2);
  CHECK(std::abs(escape->barrier - 0.25) < 1e-12);
  const double one = kramers(potential(double_well, "[\"x\"]"), 0.05);
  const Place& from = places.all()[escape->from];
  CHECK(std::abs(kramers_time(places.all(), *escape, 0.05, log_laplace(from, 0.05, from.loss)) / one - 0.5) < 1e-9);
  const std::vector<double> times{1, 2, 3}, cut{4, 4};
  const auto mean = mean_time(times, cut);
  REQUIRE(mean);
  CHECK(mean->mean == 14.0 / 3);
  CHECK((mean->interval[0] < mean->mean && mean->mean < mean->interval[1]));
  CHECK_FALSE(mean_time({}, cut));
}

TEST_CASE("intervals of mean times hold the mean 95 times of 100") {
  int held = 0;
  for (int k = 0; k < 400; ++k) {
    Random random = Random(77).stream(static_cast<std::uint64_t>(k));
    std::vector<double> times, cut;
    for (int i = 0; i < 30; ++i) {
      const double t = -std::log(1 - random.uniform()) * 5;
      t < 8 ? times.push_back(t) : cut.push_back(8);
    }
    const auto m = mean_time(times, cut);
    held += m && m->interval[0] < 5 && 5 < m->interval[1] ? 1 : 0;
  }
  CHECK((held > 365 && held < 395));
}
