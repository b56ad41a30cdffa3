/// Draws from exp(-L/T) against laws that are known without sampling.
#include "polyscape/dynamics/tempering.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include "dynamics/potentials.hpp"
#include "polyscape/dynamics/chain.hpp"
#include "polyscape/dynamics/laplace.hpp"
#include "polyscape/dynamics/occupation.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::potential;

namespace {

Places places_of(const Potential& p, std::vector<double> low, std::vector<double> high) {
  return {p, search_critical_points(p, low, high, 400, Random(1), 0), nullptr};
}

struct Shares {
  double narrow, wide, plateau;
};
/// Of data/published/poggio_basins_predicted.csv.
std::vector<Shares> recorded() {
  std::ifstream file(POLYSCAPE_DATA "/published/poggio_basins_predicted.csv");
  std::string line;
  std::getline(file, line);
  std::vector<Shares> rows;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string cell;
    std::vector<double> numbers;
    while (std::getline(cells, cell, ',')) numbers.push_back(std::stod(cell));
    rows.push_back({numbers.at(3), numbers.at(4), numbers.at(5)});
  }
  return rows;
}

/// Counts the draws at the lowest temperature.
auto lowest(Occupancy& occupancy) {
  return [&occupancy](const TemperedDraw& d) {
    if (d.level == 0) occupancy.add(d.chain, d.position);
  };
}

struct TorusLaw {
  ChainMean narrow, wide, plateau;
};
TorusLaw sampled(int dimension, double temperature, std::uint64_t draws) {
  const Potential p = test::torus(dimension);
  const auto n = static_cast<std::size_t>(dimension);
  // In many dimensions Newton's method from random starts finds no narrow well: the two minima are told.
  std::vector<KnownPoint> known;
  for (const double centre : {4.0, 12.0})
    known.push_back({newton_limit(p, std::vector(n, centre)).value(), known.size(), false, std::nullopt});
  const Places places(p, known, nullptr);
  const Confinement torus{Walls::periodic, std::vector(n, 0.0), std::vector(n, 18.0), 0};
  const Neighbourhoods hoods(p, places.all(), temperature);
  TemperingOptions o;
  o.temperature = temperature;
  o.highest = 1;
  o.rate = 0.5;
  o.draws = draws;
  Occupancy occupancy(p, hoods, 1.0, temperature, o.chains);
  std::vector<std::vector<double>> starts;
  for (const KnownPoint& k : known) starts.push_back(k.at);
  starts.push_back(std::vector(n, 9.0));
  temper(p, torus, places.all(), o, starts, Random(5), lowest(occupancy));
  const auto wells = occupancy.wells();
  return {wells[0], wells[1], wells[2]};
}

void check(const ChainMean& mean, double expected) {
  CHECK_FALSE(refusal(mean));
  CHECK(std::abs(mean.value - expected) < 3 * mean.error);
}

}  // namespace

TEST_CASE("two wells on a torus hold what was recorded, plateau included") {
  const std::vector<Shares> rows = recorded();
  REQUIRE(rows.size() == 8);
  CHECK(rows[4].plateau > 0.81);
  for (const int dimension : {2, 5}) {
    const TorusLaw law = sampled(dimension, test::torus_temperature, 500);
    const Shares& row = rows[static_cast<std::size_t>(dimension - 1)];
    INFO("D = " << dimension << ": " << law.narrow.value << " +- " << law.narrow.error << ", " << law.wide.value << ", "
                << law.plateau.value);
    check(law.wide, row.wide);
    check(law.plateau, row.plateau);
    CHECK(std::abs(law.narrow.value - row.narrow) < 3 * law.narrow.error);
  }
}

TEST_CASE("wide over narrow is 2^D at any temperature, and shares are as recorded in all dimensions", "[long]") {
  const std::vector<Shares> rows = recorded();
  for (int dimension = 1; dimension <= 6; ++dimension) {
    const TorusLaw law = sampled(dimension, test::torus_temperature, 6000);
    const Shares& row = rows[static_cast<std::size_t>(dimension - 1)];
    INFO("D = " << dimension);
    if (row.narrow > 1e-3) check(law.narrow, row.narrow);
    check(law.wide, row.wide);
    check(law.plateau, row.plateau);
  }
  for (const double temperature : {0.07, 0.15})
    for (int dimension = 1; dimension <= 3; ++dimension) {
      const TorusLaw law = sampled(dimension, temperature, 4000);
      const double ratio = law.wide.value / law.narrow.value;
      const double error = ratio * std::hypot(law.wide.error / law.wide.value, law.narrow.error / law.narrow.value);
      INFO("D = " << dimension << ", T = " << temperature << ": " << ratio << " +- " << error);
      CHECK(std::abs(ratio - std::pow(2, dimension)) < 3 * error);
    }
}

TEST_CASE("tempered chains find two wells of different depth, those of one temperature do not and are refused") {
  const Potential p = potential("20*((x^2 - 1)^2 + x/20)", "[\"x\"]");
  const Confinement box{Walls::reflecting, {-3}, {3}, 0};
  const Places places = places_of(p, {-3}, {3});
  const Neighbourhoods hoods(p, places.all(), 0.5);
  REQUIRE(hoods.places().size() == 2);
  const GridLaw law = gibbs_law(p, 0.5, box, 3000);
  TemperingOptions o;
  o.temperature = 0.5;
  o.highest = 20;
  o.draws = 400;
  Occupancy tempered(p, hoods, std::nullopt, 0.5, o.chains);
  const std::vector<std::vector<double>> starts{{-1}, {1}};
  temper(p, box, {}, o, starts, Random(2),  // without jumps
         lowest(tempered));
  const auto regions = tempered.regions();
  for (std::size_t k = 0; k < 2; ++k)
    check(regions[k], law.share([&](std::span<const double> x) { return hoods.of(x) == k; }));
  o.highest = 0.5;
  Occupancy cold(p, hoods, std::nullopt, 0.5, o.chains);
  temper(p, box, {}, o, starts, Random(2), lowest(cold));
  CHECK(refusal(cold.regions()[0]));
}

TEST_CASE("every draw is handed out once, in order, the same on any number of threads") {
  const Potential p = potential("(x*y)^2 + x^2/8");
  const Confinement box{Walls::reflecting, {-1, -1}, {1, 1}, 0};
  TemperingOptions o;
  o.temperature = 0.01;
  o.chains = 37;  // two lots and a part of one
  o.draws = 23;   // no multiple of the rounds between adaptations
  struct Drawn {
    std::vector<double> position;
    double loss;
    bool operator==(const Drawn&) const = default;
  };
  const auto drawn = [&](int threads, std::uint64_t seed) {
    o.threads = threads;
    std::vector<std::vector<std::vector<Drawn>>> all(temperature_ladder(o.temperature, o.highest, 2).size(),
                                                     std::vector<std::vector<Drawn>>(o.chains));
    temper(p, box, {}, o, std::vector<std::vector<double>>{{0.5, 0.5}}, Random(seed), [&](const TemperedDraw& d) {
      all[d.level][d.chain].push_back({{d.position.begin(), d.position.end()}, d.loss});
    });
    return all;
  };
  const auto one = drawn(1, 7);
  for (const auto& level : one)
    for (const auto& chain : level) {
      REQUIRE(chain.size() == o.draws);
      for (const Drawn& d : chain) CHECK(d.loss == p.value(d.position));
    }
  CHECK(one[0][0] != one[0][16]);  // chains of different lots have streams of their own
  CHECK(one == drawn(3, 7));
  CHECK_FALSE(one == drawn(3, 8));
}

TEST_CASE("a point and a plane of equal depth: the plane holds more by T^(-(d-1)/2)") {
  // (|w - a|^2) w1^2, a = (2, 0, ..): Laplace at the point; across the plane the eigenvalue is 2 |w - a|^2.
  for (const int d : {2, 3}) {
    const Potential p = potential("(sum(w^2) - 4*w1 + 4)*w1^2", "\"w\"\ndimension = " + std::to_string(d));
    std::vector<double> at(static_cast<std::size_t>(d), 0.0);
    at[0] = 2;
    const Places places(p, {{at, 0, false, std::nullopt}}, nullptr);
    REQUIRE(places.all()[0].kind == PlaceKind::minimum);
    CHECK(std::abs(places.all()[0].spectrum.log_determinant - d * std::log(8.0)) < 1e-12);
    const double integral = 1;  // whatever it is, the ratio's power of T is its own
    const auto ratio = [&](double t) {
      return log_morse_bott(1, integral, 0, t, 0) - log_laplace(places.all()[0], t, 0);
    };
    CHECK(std::abs((ratio(1e-3) - ratio(1e-2)) / std::log(10.0) - (d - 1) / 2.0) < 1e-12);
  }
}

TEST_CASE("crofton's factor is the mean of |det| on a space") {
  CHECK(std::abs(crofton_factor(2, 1) - 2 / 3.14159265358979) < 1e-12);
  CHECK(std::abs(crofton_factor(3, 1) - 0.5) < 1e-12);
  CHECK(std::abs(crofton_factor(3, 2) - 0.5) < 1e-12);  // |cos| of the normals' angle
  CHECK(crofton_factor(3, 3) == 1);
  Random random(3);
  double sum = 0;
  const int count = 20000;
  for (int k = 0; k < count; ++k) {
    const auto a = random_frame(5, 2, random);
    CHECK(std::abs(a[0][0] * a[1][0] + a[0][1] * a[1][1] + a[0][2] * a[1][2] + a[0][3] * a[1][3] + a[0][4] * a[1][4]) <
          1e-12);
    sum += std::abs(a[0][0] * a[1][1] - a[0][1] * a[1][0]);
  }
  CHECK(std::abs(sum / count / crofton_factor(5, 2) - 1) < 0.02);
}
