#include "polyscape/eval/packed_point.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::GaussianRational;
using algebra::Rational;

TEST_CASE("within says what the exact distance says, also where doubles do not see the difference") {
  Random random(3);
  for (int round = 0; round < 300; ++round) {
    Point a, b;
    const Rational step = algebra::power(Rational(2), -static_cast<long>(random.below(90)));
    for (int i = 0; i < 3; ++i) {
      a.push_back(GaussianRational::from_complex(random.annulus_complex() * 100.0));
      b.push_back(a.back() + GaussianRational(step * Rational::from_double(random.uniform()), step));
    }
    const double d = distance(a, b);
    CHECK(within(a, b, d));
    CHECK(within(a, b, 2 * d));
    CHECK_FALSE(within(a, b, d * (1 - 0x1p-50)));
    CHECK_FALSE(within(a, b, d / 2));
    CHECK(within(a, a, 0));
    CHECK(within_conjugate(a, conjugate(b), d));
    CHECK_FALSE(within_conjugate(a, conjugate(b), d / 2));
  }
}

namespace {

Rational two_to(long exponent) { return algebra::power(Rational(2), exponent); }

/// Numbers of all sizes and lengths: of doubles, of sums of two, of neither, beyond the range of doubles.
Rational some_number(Random& random) {
  const long sign = random.below(2) == 0 ? 1 : -1;
  const auto some_double = [&] { return Rational::from_double(random.uniform()); };
  const auto far = [&](long most) { return two_to(static_cast<long>(random.below(2 * most)) - most); };
  switch (random.below(7)) {
    case 0:
      return 0;
    case 1:
      return some_double() * far(1000) * Rational(sign);
    case 2:
      return (some_double() + some_double() * two_to(-60)) * far(300) * Rational(sign);
    case 3:
      return (Rational(1) + two_to(-static_cast<long>(random.below(200))) * Rational(sign)) * far(100);
    case 4:
      return some_double() * far(3000);
    case 5:
      return Rational(sign) / Rational(static_cast<long>(random.below(99)) + 1);
    default:
      return (some_double() + some_double() * two_to(-53) + some_double() * two_to(-106)) * Rational(sign);
  }
}

}  // namespace

TEST_CASE("a packed point is the point, whatever its numbers") {
  Random random(5);
  int sums = 0;
  for (int round = 0; round < 2000; ++round) {
    Point point;
    for (int i = 0; i < 2; ++i) point.emplace_back(some_number(random), some_number(random));
    const PackedPoint packed(point);
    REQUIRE(packed.size() == 2);
    CHECK(packed.exact() == point);
    CHECK(packed == PackedPoint(packed.exact()));
    CHECK(packed.magnitude() == magnitude(point));
    CHECK(packed.rounded() == rounded(point));
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(packed[i] == point[i]);
      CHECK(packed.is_zero(i) == point[i].is_zero());
      const auto sum = point[i].re.exact_sum();
      if (!sum) continue;
      ++sums;
      CHECK(Rational::from_sum(sum->high, sum->low) == point[i].re);
      CHECK(sum->high == point[i].re.to_double());
    }
    Point other = point;
    other[1].im += two_to(-static_cast<long>(random.below(1000)));
    CHECK_FALSE(packed == PackedPoint(other));
    CHECK_FALSE(within(packed, other, 0));
  }
  CHECK(sums > 500);
  CHECK(PackedPoint().empty());
  CHECK_THROWS_AS(within(PackedPoint(Point{1}), PackedPoint(Point{1, 2}), 1), ArgumentError);
}
