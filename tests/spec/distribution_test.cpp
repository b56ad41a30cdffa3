#include "polyscape/spec/distribution.hpp"

#include <map>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::spec;
using algebra::Integer;
using algebra::Rational;

namespace {

Distribution uniform(const Rational& low, const Rational& high, const Rational& step) {
  return {DistributionKind::uniform, low, high, 0, 1, step};
}
Distribution normal(const Rational& mean, const Rational& deviation, const Rational& step) {
  return {DistributionKind::normal, -1, 1, mean, deviation, step};
}

std::vector<Rational> drawn(const Distribution& d, std::uint64_t seed, std::size_t count) {
  Random random(seed);
  std::vector<Rational> result;
  for (std::size_t i = 0; i < count; ++i) result.push_back(draw(d, random));
  return result;
}

}  // namespace

TEST_CASE("uniform numbers are multiples of the step in the interval, each as likely") {
  const Distribution d = uniform(Rational(-1, 3), Rational(1, 2), Rational(1, 12));  // -4/12 .. 6/12
  CHECK(choices(d) == Integer(11));
  std::map<Rational, int> counts;
  for (const Rational& x : drawn(d, 3, 11000)) {
    CHECK((x / d.step).is_integer());
    ++counts[x];
  }
  CHECK(counts.size() == 11);
  CHECK(counts.begin()->first == Rational(-1, 3));
  CHECK(counts.rbegin()->first == Rational(1, 2));
  for (const auto& [x, count] : counts) CHECK(std::abs(count - 1000) < 200);
  CHECK(choices(uniform(Rational(1, 3), Rational(2, 3), 1)) == Integer(0));
  Random random(1);
  CHECK_THROWS_AS(draw(uniform(Rational(1, 3), Rational(2, 3), 1), random), ArgumentError);
  CHECK_THROWS_AS(draw(uniform(0, 1, 0), random), ArgumentError);
}

TEST_CASE("normal numbers have their mean and deviation, and are the same everywhere") {
  const Distribution d = normal(Rational(1, 3), Rational(1, 2), Rational(1, 100));
  double sum = 0, squares = 0;
  const std::size_t count = 20000;
  for (const Rational& x : drawn(d, 5, count)) {
    CHECK((x / d.step).is_integer());
    sum += x.to_double();
    squares += x.to_double() * x.to_double();
  }
  const double mean = sum / count;
  CHECK(std::abs(mean - 1.0 / 3) < 0.02);
  CHECK(std::abs(std::sqrt(squares / count - mean * mean) - 0.5) < 0.02);
  CHECK(drawn(normal(0, 1, Rational(1, 1000)), 7, 5) ==
        std::vector<Rational>{Rational(-476, 1000), Rational(-868, 1000), Rational(600, 1000), Rational(342, 1000),
                              Rational(320, 1000)});
}

TEST_CASE("without deviation the mean is left, rounded") {
  CHECK(drawn(normal(Rational(5, 2), 0, 1), 1, 3) == std::vector<Rational>{3, 3, 3});
  CHECK(drawn(normal(0, 0, Rational(1, 7)), 1, 2) == std::vector<Rational>{0, 0});
}

TEST_CASE("signs and tenths") {
  for (const Rational& x : drawn({DistributionKind::signs}, 2, 100)) CHECK(abs(x).is_one());
  for (const Rational& x : drawn({}, 2, 100)) {
    CHECK((x * Rational(10)).is_integer());
    CHECK(x.sign() != 0);
    CHECK(!(abs(x) > Rational(3)));
  }
}
