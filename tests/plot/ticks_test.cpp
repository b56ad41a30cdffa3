#include "polyscape/plot/ticks.hpp"

#include <cmath>
#include <limits>
#include <random>

#include "support/catch.hpp"

namespace polyscape::plot {
namespace {

std::vector<std::string> texts(const std::vector<Tick>& ticks) {
  std::vector<std::string> result;
  for (const Tick& t : ticks) result.push_back(t.text);
  return result;
}

const Axis logarithmic{"", Scale::log};

using Texts = std::vector<std::string>;

TEST_CASE("a linear axis is marked at multiples of 1, 2 or 5 times a power of ten", "[plot]") {
  CHECK(texts(ticks({}, 0, 1)) == Texts{"0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(texts(ticks({}, -3, 4)) == Texts{"-3", "-2", "-1", "0", "1", "2", "3", "4"});
  CHECK(texts(ticks({}, 0, 0.0035)) ==
        Texts{"0", "0.0005", "0.0010", "0.0015", "0.0020", "0.0025", "0.0030", "0.0035"});
  CHECK(texts(ticks({}, 0, 2e-7)) == Texts{"0", "5·10^-8", "1.0·10^-7", "1.5·10^-7", "2.0·10^-7"});
  CHECK(texts(ticks({}, 0, 2e7)).back() == "2.0·10^7");
}

TEST_CASE("a whole axis has no fractions", "[plot]") {
  const Axis whole{"", Scale::linear, 1, {}, true};
  CHECK(texts(ticks(whole, -0.3, 2.3)) == Texts{"0", "1", "2"});
  for (const Tick& t : ticks(whole, 0, 1e6)) CHECK(t.at == std::round(t.at));
}

TEST_CASE("marks lie within the axis, rise, and are few, whatever its ends", "[plot]") {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> exponent(-200, 200), sign(-1, 1);
  for (int k = 0; k < 2000; ++k) {
    const double low = std::copysign(std::pow(10, exponent(random)), sign(random));
    const double high = low + std::max(std::abs(low) * 1e-3, std::pow(10, exponent(random)));
    for (const Scale scale : {Scale::linear, Scale::signed_log}) {
      if (scale == Scale::signed_log && std::abs(low) + std::abs(high) > 1e3) continue;
      const std::vector<Tick> marks = ticks({"", scale}, low, high);
      CAPTURE(low, high, static_cast<int>(scale), marks.size());
      CHECK(marks.size() <= 20);
      for (std::size_t i = 0; i < marks.size(); ++i) {
        CHECK((scale == Scale::signed_log || marks[i].at >= low - 1e-6 * (high - low)));
        CHECK((scale == Scale::signed_log || marks[i].at <= high + 1e-6 * (high - low)));
        if (i > 0) CHECK(marks[i].at > marks[i - 1].at);
        if (i > 0 && scale == Scale::linear) CHECK(marks[i].text != marks[i - 1].text);
      }
    }
  }
}

TEST_CASE("a log axis is marked at powers of ten, whatever their size", "[plot]") {
  CHECK(texts(ticks(logarithmic, 0, 3)) == Texts{"1", "10", "10^2", "10^3"});
  CHECK(texts(ticks(logarithmic, -2, 1)) == Texts{"10^-2", "10^-1", "1", "10"});
  CHECK(texts(ticks(logarithmic, 0, 40)).back() == "10^40");
  CHECK(texts(ticks(logarithmic, 0, 1e10)).back() == "10^10000000000");
  CHECK(ticks(logarithmic, 0, 1e10).size() <= 9);
}

TEST_CASE("a log axis within a decade is marked at 1, 2 and 5", "[plot]") {
  const std::vector<Tick> marks = ticks(logarithmic, std::log10(15.0), std::log10(90.0));
  CHECK(texts(marks) == Texts{"20", "50"});
  CHECK(std::abs(marks[0].at - (std::log10(20.0))) < 1e-9);
}

TEST_CASE("places on the axes", "[plot]") {
  CHECK(place({}, 7) == 7);
  CHECK(std::abs(place(logarithmic, 1000) - (3)) < 1e-9);
  CHECK(std::isnan(place(logarithmic, 0)));
  CHECK(std::isnan(place(logarithmic, -1)));
  const Axis both{"", Scale::signed_log, 0.01};
  CHECK(place(both, 0) == 0);
  CHECK(place(both, -5) == -place(both, 5));
  CHECK(std::abs(place(both, 0.01) - (std::log10(2))) < 1e-9);
  // Marks stand where values do.
  for (const Tick& t : ticks(both, place(both, -10), place(both, 10)))
    if (t.text == "10^-1") CHECK(std::abs(t.at - (place(both, 0.1))) < 1e-9);
}

TEST_CASE("an axis is logarithmic where values range far, both ways where they have both signs", "[plot]") {
  const double none = std::numeric_limits<double>::quiet_NaN(), infinite = std::numeric_limits<double>::infinity();
  CHECK(axis_for("", std::vector{1.0, 500.0}).scale == Scale::linear);
  CHECK(axis_for("", std::vector{1.0, 5000.0}).scale == Scale::log);
  CHECK(axis_for("", std::vector{0.0, 5000.0}).scale == Scale::linear);
  CHECK(axis_for("", std::vector{-1.0, 5000.0}).scale == Scale::signed_log);
  CHECK(axis_for("", std::vector{none, infinite, 1.0, 2.0}).scale == Scale::linear);
  CHECK(axis_for("", std::vector<double>{}).scale == Scale::linear);
}

}  // namespace
}  // namespace polyscape::plot
