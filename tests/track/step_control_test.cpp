/// The rules that lanes and single paths share: length of the next step, Newton's verdict, weights.
#include "polyscape/track/step_control.hpp"

#include <array>

#include "polyscape/base/random.hpp"
#include "polyscape/track/layout.hpp"
#include "polyscape/track/series.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::track;

namespace {

const PathOptions options;
const Digits in_double = digits_of(53), in_quadruple = digits_of(212);

Corrections newton(std::initializer_list<double> sizes, const Digits& digits = in_double) {
  Corrections result;
  for (const double size : sizes) result.add(size, digits.accuracy, acceptance(options.contraction, digits));
  return result;
}

}  // namespace

TEST_CASE("a step names the rule that bounds it") {
  const StepHistory none, easy{.length = 0.1}, bent{.length = 0.1, .error = 1e12};
  CHECK(next_step(none, 1e9, 1, options).limit == StepLimit::start);
  CHECK(next_step(none, 1e-3, 1, options).limit == StepLimit::region);
  CHECK(next_step(easy, 1e9, 10, options).limit == StepLimit::growth);
  CHECK(next_step(easy, 1, 10, options).length == options.region_share);
  CHECK(next_step(bent, 1e9, 10, options).limit == StepLimit::error);
  CHECK(next_step(bent, 1e9, 1e-6, options).limit == StepLimit::target);
  CHECK(next_step(easy, 1e9, 1e-6, options).length == 1e-6);
  CHECK(next_step({.length = 0.1, .rejected = true}, 1e9, 10, options).length == 0.1);
  CHECK(next_taylor_step(none, 1, 1, 10, 10, options).limit == StepLimit::error);
  CHECK(next_taylor_step({.length = 1e-9}, 1, 1, 10, 10, options).limit == StepLimit::growth);
  CHECK(next_taylor_step(none, 1, 1, 10, 1e-9, options).limit == StepLimit::target);
  for (const StepLimit limit : {StepLimit::start, StepLimit::region, StepLimit::error, StepLimit::growth,
                                StepLimit::rejection, StepLimit::target})
    CHECK(std::string(name(limit)).size() > 4);
}

TEST_CASE("steps shrink with the fifth root of error and Lipschitz constant") {
  const double length = next_step({.length = 1, .error = 1e8, .omega = 10}, 1e9, 1e9, options).length;
  CHECK(std::abs(next_step({.length = 1, .error = 32e8, .omega = 10}, 1e9, 1e9, options).length - length / 2) < 1e-14);
  CHECK(std::abs(next_step({.length = 1, .error = 1e8, .omega = 320}, 1e9, 1e9, options).length - length / 2) < 1e-14);
  // Below one it allows no more.
  CHECK(next_step({.length = 1, .error = 1e8, .omega = 1e-3}, 1e9, 1e9, options).length ==
        next_step({.length = 1, .error = 1e8, .omega = 1}, 1e9, 1e9, options).length);
  // An error at the bound of what Newton's method forgives: the step is the last one over the divisor.
  const double a = options.contraction, h = 2 * a * (std::sqrt(4 * a * a + 1) - 2 * a);
  const StepHistory limit{.length = 1, .error = std::sqrt(1 + 2 * h) - 1};
  CHECK(std::abs(next_step(limit, 1e9, 1e9, options).length - 1 / options.error_divisor) < 1e-14);
}

TEST_CASE("the smaller Newton's basin, the longer the series, and none is longer than needed") {
  CHECK(prediction_order(1) == series_order);
  CHECK(prediction_order(9999) == series_order);
  int last = series_order;
  for (double omega = 1e4; omega < 1e60; omega *= 10) {
    CHECK(prediction_order(omega) >= last);
    last = prediction_order(omega);
  }
  CHECK(prediction_order(1e15) > 12);
  CHECK(last == most_order);
  // 1 / (1 - h): the first missing term h^(k+1) is as large as the basin allows.
  const double length = next_taylor_step({.omega = 1e10}, 1, 1, 12, 1e9, options).length;
  CHECK(std::abs(std::pow(length, 13) * 1e10 - 0.02) < 1e-12);
  CHECK(next_taylor_step({.omega = 1}, 1e6, 1, 1, 1e9, options).length <= options.region_share * 1e-6);
}

TEST_CASE("what a step leaves for the next one") {
  const StepMade made{.length = 0.5, .remaining = 10, .radius = 1, .order = series_order, .rejections = 0};
  const Corrections good = newton({1e-3, 1e-8});
  REQUIRE(good.verdict == Verdict::accepted);
  const StepHistory next = after({.omega = 100}, made, good, in_double, options);
  CHECK(next.length == 0.5);
  CHECK(std::abs(next.error - 1e-3 * 32) < 1e-15);
  CHECK(next.omega == good.omega);
  CHECK(!next.rejected);
  // Beyond double single corrections tell of their own direction only.
  CHECK(after({.omega = 100}, made, good, in_quadruple, options).omega == 25);
  // At rounding level the error says nothing.
  CHECK(after({}, made, newton({1e-11}), in_double, options).error == 0);
  CHECK(after({}, made, newton({1e-6, 3e-7}), in_double, options).error > 0);  // that bad is more than rounding
  StepMade retried = made;
  retried.rejections = 2;
  CHECK(after({}, retried, good, in_double, options).rejected);
  StepMade longer = made;
  longer.order = series_order + 1;
  CHECK(after({}, longer, good, in_quadruple, options).error == 0);
}

TEST_CASE("crawling is a matter of double precision, and of steps that nothing else cuts short") {
  const Corrections good = newton({1e-3, 1e-8});
  const StepMade crawling{.length = 0.009, .remaining = 10, .radius = 1, .order = series_order, .rejections = 0};
  StepMade cut = crawling, walking = crawling;
  cut.remaining = cut.length;
  walking.length = 0.011;
  CHECK(after({.crawling = 7}, crawling, good, in_double, options).crawling == 8);
  CHECK(after({.crawling = 7}, cut, good, in_double, options).crawling == 0);
  CHECK(after({.crawling = 7}, walking, good, in_double, options).crawling == 0);
  CHECK(after({.crawling = 7}, crawling, good, in_quadruple, options).crawling == 0);
}

TEST_CASE("rejections that halving does not help are rounding errors, and twelve are enough") {
  using Advice = Rejections::Advice;
  const auto last_advice = [](auto&& size, int tries) {
    Rejections rejections;
    Advice advice = Advice::halve;
    for (int i = 0; i < tries; ++i) {
      Corrections failed;
      failed.last = size(i);
      CHECK(advice == Advice::halve);
      advice = rejections.add(failed);
    }
    return advice;
  };
  CHECK(last_advice([](int) { return 1e-6; }, 2) == Advice::halve);
  CHECK(last_advice([](int) { return 1e-6; }, 3) == Advice::precision);
  CHECK(last_advice([](int i) { return std::pow(0.25, i); }, 11) == Advice::halve);
  CHECK(last_advice([](int) { return 1e-3; }, 11) == Advice::halve);  // too large for rounding errors
  CHECK(last_advice([](int) { return HUGE_VAL; }, 12) == Advice::stuck);
}

TEST_CASE("Newton's method is taken at its word as soon as it contracts fast enough") {
  CHECK(newton({1e-13}).verdict == Verdict::accepted);
  CHECK(newton({1e-4}).verdict == Verdict::open);
  CHECK(newton({1e-4, 1e-9}).verdict == Verdict::accepted);  // the next would be 1e-14
  CHECK(newton({0.1, 0.01}).verdict == Verdict::open);
  CHECK(newton({0.1, 0.02}).verdict == Verdict::rejected);               // less than `contraction`
  CHECK(newton({0.1, 0.012, 0.012 / 60}).verdict == Verdict::rejected);  // less than its square
  CHECK(newton({0.1, 0.012, 0.012 / 70}).verdict == Verdict::open);
  CHECK(newton({1.5}).verdict == Verdict::rejected);
  CHECK(newton({1.5}).last == 1.5);
  CHECK(newton({HUGE_VAL}).verdict == Verdict::rejected);
  CHECK(newton({NAN}).verdict == Verdict::rejected);
  CHECK(newton({5e-10, 4e-10}).verdict == Verdict::accepted);  // rounding errors do not contract
  CHECK(newton({5e-10, 4e-10}, in_quadruple).verdict == Verdict::rejected);
  CHECK(newton({1e-3, 1e-8}).omega == 2 * 1e-8 / (1e-3 * 1e-3));
  CHECK(newton({1e-13}).omega == 1);
  CHECK(newton({1e-30, 1e-37}, in_quadruple).omega == 1);  // rounding errors tell of no Lipschitz constant
  Corrections endless;
  for (int i = 0; endless.verdict == Verdict::open && i < 100; ++i)
    endless.add(std::pow(0.1, (1 << i) - 1), 0, {0.125, 0, 0});
  CHECK(endless.count == most_corrections);
  CHECK(endless.verdict == Verdict::rejected);
}

TEST_CASE("what passes for noise is the same share of the digits in every precision") {
  CHECK(in_double.noise == 1e-9);
  CHECK(in_double.accuracy == 1e-12);
  CHECK(in_double.prediction_noise == 1e-10);
  for (int bits = 53; bits <= 424; bits *= 2) {
    const Digits once = digits_of(bits), twice = digits_of(2 * bits);
    CHECK(std::abs(std::log(twice.noise) / std::log(once.noise) - 2) < 1e-12);
    CHECK((once.accuracy < once.noise && twice.prediction_noise == 1e-14));
  }
  // Where doubles end before the digits do.
  CHECK(newton({1e-14, 1e-28, 1e-56, 1e-112, 1e-224, 0}, digits_of(1696)).verdict == Verdict::accepted);
  CHECK(weight_floor(options, 53) == options.weight_floor);
  CHECK(std::abs(weight_floor(options, 106) - options.weight_floor * options.weight_floor) < 1e-20);
  CHECK(weight_floor(options, 100000) > 0);
}

TEST_CASE("weights are sizes, but no smaller than their group's largest allows") {
  struct Doubles {
    using Real = double;
    static double larger(double a, double b) { return a > b ? a : b; }
  };
  const std::array<std::uint32_t, 5> group{0, 1, 0, 1, 0};
  std::array<double, 5> sizes{2, 1e-9, 0, 1e-12, 1e-3};
  std::array<double, 2> largest{};
  raise_to_floor<Doubles>(sizes.data(), largest.data(), {5, 2, group.data()}, 1e-2);
  CHECK(sizes == std::array{2.0, 1e-9, 0.02, 1e-2 * 1e-9, 0.02});
  CHECK(largest == std::array{2.0, 1e-9});
}

TEST_CASE("every round of tightened options is stricter than the one before") {
  for (int round = 1; round < 4; ++round) {
    const PathOptions before = round == 1 ? options : tightened(options, round - 1), now = tightened(options, round);
    CHECK(now.contraction < before.contraction);
    CHECK(now.region_share <= before.region_share);
    CHECK((now.region_share > 0.05 && now.max_growth > 1));
    CHECK(now.end_error < before.end_error);
    CHECK(now.weight_floor < before.weight_floor);
    CHECK(now.infinity_ratio < before.infinity_ratio);
    CHECK(now.infinity_window > before.infinity_window);
    CHECK(now.infinity_growth > before.infinity_growth);
    CHECK(now.first_loop < before.first_loop);
    CHECK((std::isfinite(now.regular_norm) && now.max_steps > options.max_steps));
    CHECK(next_step({.length = 1, .error = 1e6}, 1e9, 1e9, now).length <
          next_step({.length = 1, .error = 1e6}, 1e9, 1e9, before).length);
  }
}

TEST_CASE("a Pade approximant predicts rational functions, of whatever size") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    // (a + b h + c h^2) / (1 + d h + e h^2), its series by division.
    const auto a = random.annulus_complex(), b = random.annulus_complex(), c = random.annulus_complex(),
               d = 0.5 * random.annulus_complex(), e = 0.25 * random.annulus_complex();
    Series series{a, b, c, 0, 0};
    for (std::size_t k = 1; k < 5; ++k) series[k] -= d * series[k - 1] + (k > 1 ? e * series[k - 2] : 0.0);
    const std::complex<double> h = 0.3 * random.unit_complex();
    const auto expected = (a + h * (b + h * c)) / (1.0 + h * (d + h * e)) - a;
    CHECK(std::abs(increment(series, h, 1) - expected) < 1e-11);
    for (const double size : {0x1p-900, 0x1p-300, 0x1p300, 0x1p900}) {
      Series scaled = series;
      for (auto& z : scaled) z *= size;
      CHECK(increment(scaled, h, size) == size * increment(series, h, 1));
    }
    // What is nothing to its weight is not worth a denominator: the polynomial.
    const auto taylor = h * (series[1] + h * (series[2] + h * (series[3] + h * series[4])));
    CHECK(std::abs(increment(series, h, 1e14) - taylor) < 1e-14);
  }
  // 1 / (1 - h) at its pole.
  CHECK(std::abs(increment({1, 1, 1, 1, 1}, 1.0, 1) - 4.0) < 1e-12);
  CHECK(convergence_radius(8, 1) == 0.5);
  CHECK(convergence_radius(1, 16) == 0.5);
  CHECK(std::isinf(convergence_radius(0, 0)));
  CHECK(convergence_radius(HUGE_VAL, 1) == 0);
}
