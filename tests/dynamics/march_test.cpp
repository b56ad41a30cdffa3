/// Walkers in lanes: laws of the rules, and the same bytes on any instruction set and number of threads.
#include "polyscape/dynamics/march.hpp"

#include <cmath>
#include <numeric>

#include "dynamics/potentials.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;
using test::of_network;
using test::potential;

namespace {

std::vector<std::vector<double>> starts(std::size_t count, std::size_t dimension, double width, std::uint64_t seed) {
  std::vector<std::vector<double>> result(count, std::vector<double>(dimension));
  for (std::size_t i = 0; i < count; ++i) {
    Random random = Random(seed).stream(i);
    for (double& x : result[i]) x = width * (2 * random.uniform() - 1);
  }
  return result;
}

std::vector<double> positions(const March& march) {
  std::vector<double> all;
  for (std::size_t w = 0; w < march.count(); ++w)
    for (const double x : march.position(w)) all.push_back(x);
  return all;
}

double variance(const std::vector<double>& x) {
  const double mean = std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
  double sum = 0;
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / static_cast<double>(x.size() - 1);
}

constexpr const char* small_network =
    "network = { inputs = 1, layer = [{ width = 2, activation = \"z^2 + z\" }, { width = 1 }] }\n"
    "data = { inputs = [[1], [2], [-1], [\"1/2\"], [3]], targets = [[1], [0], [1], [2], [-1]] }\n";

}  // namespace

TEST_CASE("walkers go the same way on any instruction set and number of threads") {
  const Potential p = of_network(small_network);
  const auto from = starts(37, p.dimension(), 0.5, 5);
  std::vector<Motion> motions(4);
  for (Motion& m : motions) m.rate = 1e-4;
  motions[0].temperature = 0.3;
  motions[1].rule = Rule::momentum;
  motions[2].rule = Rule::adam;
  motions[3].rule = Rule::adjusted;
  motions[3].temperature = 0.3;
  for (const Sampling sampling : {Sampling::replaced, Sampling::distinct, Sampling::shuffled}) {
    motions.push_back(motions[0]);
    motions.back().minibatch = {2, sampling};
    motions.back().schedule = Schedule::inverse;
  }
  for (const Motion& motion : motions)
    for (const Walls walls : {Walls::none, Walls::reflecting, Walls::periodic, Walls::flat}) {
      const Confinement box{walls, std::vector(p.dimension(), -0.6), std::vector(p.dimension(), 0.6), 3};
      const auto run = [&](std::string_view set, int threads) {
        March march(p, motion, box, {}, from, Random(9), set);
        march.advance(700, threads);
        return positions(march);
      };
      const std::vector<double> first = run("baseline", 1);
      for (const std::string_view set : instruction_sets())
        for (const int threads : {1, 3}) CHECK(run(set, threads) == first);
      // Of fewer walkers each one goes the same way.
      March few(p, motion, box, {}, std::span(from).first(5), Random(9));
      few.advance(700, 1);
      const std::vector<double> some = positions(few);
      CHECK(std::equal(some.begin(), some.end(), first.begin()));
      // So do those of a part.
      March part(p, motion, box, {}, std::span(from).subspan(16), Random(9), "", 16);
      part.advance(700, 1);
      const std::vector<double> rest = positions(part);
      CHECK(std::equal(rest.begin(), rest.end(), first.end() - static_cast<std::ptrdiff_t>(rest.size())));
      for (const double x : first)
        CHECK((std::isfinite(x) && (walls == Walls::none || walls == Walls::flat || std::abs(x) <= 0.6)));
    }
}

TEST_CASE("in a quadratic well the variance is T/(h(1 - rate h/2)), and T/h when adjusted") {
  const Potential p = potential("2*x^2 + y^2/4");  // h = 4, 1/2
  const double t = 0.7, rate = 0.2;
  const auto from = starts(4096, 2, 1, 3);
  const auto variances = [&](Rule rule) {
    Motion motion;
    motion.rule = rule, motion.rate = rate, motion.temperature = t;
    March march(p, motion, {}, {}, from, Random(21));
    march.advance(400, 0);  // 40 relaxation times of the slower coordinate
    std::array<std::vector<double>, 2> by;
    for (std::size_t w = 0; w < march.count(); ++w)
      for (std::size_t i = 0; i < 2; ++i) by[i].push_back(march.position(w)[i]);
    return std::array{variance(by[0]), variance(by[1])};
  };
  const double relative = 4 * std::sqrt(2.0 / 4096);  // four standard errors
  const auto plain = variances(Rule::descent), adjusted = variances(Rule::adjusted);
  const double h[] = {4, 0.5};
  for (int i = 0; i < 2; ++i) {
    const double biased = t / (h[i] * (1 - rate * h[i] / 2)), exact = t / h[i];
    CHECK(std::abs(plain[i] / biased - 1) < relative);
    CHECK(std::abs(adjusted[i] / exact - 1) < relative);
  }
  CHECK(std::abs(plain[0] / (t / h[0]) - 1) > relative);  // the step's bias is seen
}

TEST_CASE("one step of descent on f = v u x shrinks u^2 - v^2 by 1 - rate^2 g^2") {
  const Potential p = potential("(x*y - 3)^2/2");
  Motion motion;
  motion.rate = 0.05;
  const auto from = starts(16, 2, 2, 8);
  March march(p, motion, {}, {}, from, Random(1));
  march.advance(1, 1);
  for (std::size_t w = 0; w < 16; ++w) {
    const double u = from[w][0], v = from[w][1], g = u * v - 3;
    const auto to = march.position(w);
    const double expected = (1 - motion.rate * motion.rate * g * g) * (u * u - v * v);
    CHECK(std::abs(to[0] * to[0] - to[1] * to[1] - expected) < 1e-14 * (1 + std::abs(u) + std::abs(v)));
  }
}

TEST_CASE("descent rests at minima below a rate of 2/h and leaves above") {
  const Potential p = potential("x^2 + y^2/2");  // h = 2
  const auto from = starts(20, 2, 1, 8);
  const Halt flat{Until::flat, 1e-9, {}, 0};
  Motion motion;
  for (const Rule rule : {Rule::descent, Rule::momentum, Rule::adam}) {
    motion.rule = rule;
    motion.rate = rule == Rule::adam ? 0.01 : 0.9;
    motion.schedule = rule == Rule::adam ? Schedule::inverse : Schedule::constant;
    March march(p, motion, {}, flat, from, Random(1));
    march.advance(rule == Rule::adam ? 60000 : 5000, 0);
    for (std::size_t w = 0; w < 20; ++w) {
      CHECK(std::abs(march.position(w)[0]) + std::abs(march.position(w)[1]) < 1e-4);
      CHECK(march.travelled(w) >= std::hypot(from[w][0], from[w][1]) - 1e-4);
      if (rule == Rule::descent) CHECK(march.held(w).has_value());
      CHECK_FALSE(march.diverged(w));
    }
  }
  motion.rule = Rule::descent;
  motion.schedule = Schedule::constant;
  motion.rate = 1.1;
  March march(p, motion, {}, flat, from, Random(1));
  march.advance(20000, 0);
  for (std::size_t w = 0; w < 20; ++w) CHECK((march.diverged(w) && !march.held(w)));
}

TEST_CASE("a batch of all samples is the loss, and batches differ from it by noise of the right size") {
  const Potential p = of_network(small_network);
  const auto from = starts(4096, p.dimension(), 0, 1);
  std::vector<std::vector<double>> same(4096, {0.3, -0.2, 0.5, 0.4});
  Motion motion;
  motion.rate = 1e-3;
  const std::vector<double> g = p.gradient(same[0]);
  motion.minibatch = {5, Sampling::distinct};
  March whole(p, motion, {}, {}, same, Random(4));
  whole.advance(1, 0);
  for (std::size_t i = 0; i < g.size(); ++i)
    CHECK(std::abs(whole.position(7)[i] - (same[0][i] - motion.rate * g[i])) < 1e-14);
  // Covariance of one sample's gradient, times N.
  const SampleLoss& s = *p.samples();
  std::vector<double> second(g.size(), 0.0), mean(g.size(), 0.0);
  for (std::size_t n = 0; n < 5; ++n) {
    std::vector<double> point = same[0];
    point.push_back(s.data[2 * n]), point.push_back(s.data[2 * n + 1]);
    const auto one = evaluate(s.gradient, point);
    for (std::size_t i = 0; i < g.size(); ++i) mean[i] += one[i], second[i] += 5 * one[i] * one[i];
  }
  for (const auto& [sampling, share] :
       {std::pair(Sampling::replaced, 1.0), {Sampling::distinct, 3.0 / 4}, {Sampling::shuffled, 3.0 / 4}}) {
    motion.minibatch = {2, sampling};
    March march(p, motion, {}, {}, same, Random(4));
    march.advance(1, 0);
    for (std::size_t i = 0; i < g.size(); ++i) {
      std::vector<double> noise;
      for (std::size_t w = 0; w < 4096; ++w) noise.push_back((same[0][i] - march.position(w)[i]) / motion.rate);
      const double expected = share * (second[i] - mean[i] * mean[i]) / 2;
      CHECK(std::abs(variance(noise) / expected - 1) < 0.12);
      const double average = std::accumulate(noise.begin(), noise.end(), 0.0) / 4096;
      CHECK(std::abs(average - g[i]) < 4 * std::sqrt(expected / 4096));
    }
  }
  motion.minibatch = {6, Sampling::distinct};
  CHECK_THROWS_AS(March(p, motion, {}, {}, same, Random(4)), ArgumentError);
  CHECK_THROWS_AS(March(potential("x + y"), motion, {}, {}, starts(1, 2, 1, 1), Random(4)), ArgumentError);
}

TEST_CASE("walkers are held where they enter a ball") {
  const Potential p = potential("x^2/2 + y^2/2");
  Motion motion;
  motion.rate = 0.01;
  const Halt near{Until::near, 0, {{0.5, 0}, {100, 100}}, 0.1};
  March march(p, motion, {}, near, std::vector<std::vector<double>>{{1, 0}, {0, 1}, {0.55, 0.05}}, Random(1));
  march.advance(1000, 1);
  REQUIRE(march.held(0));
  CHECK(std::abs(march.position(0)[0] - 0.6) < 0.01);  // where it entered
  CHECK(*march.held(0) == 50);                         // 0.99^51 < 0.6 <= 0.99^50
  CHECK_FALSE(march.held(1));
  CHECK(*march.held(2) == 0);
}
