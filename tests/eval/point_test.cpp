#include "polyscape/eval/point.hpp"

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
