#include "polyscape/algebra/real_roots.hpp"

#include <vector>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {
using P = std::vector<Rational>;

P product(const P& a, const P& b) {
  P result(a.size() + b.size() - 1);
  for (std::size_t i = 0; i < a.size(); ++i)
    for (std::size_t j = 0; j < b.size(); ++j) result[i + j] += a[i] * b[j];
  return result;
}
}  // namespace

TEST_CASE("distinct real roots are counted, whatever their multiplicity") {
  CHECK(real_root_count(P{1}) == 0);
  CHECK(real_root_count(P{-2, 0, 1}) == 2);
  CHECK(real_root_count(P{1, 0, 1}) == 0);
  CHECK(real_root_count(product(P{1, -2, 1}, P{Rational(1, 3), 1})) == 2);
  CHECK_THROWS_AS(real_root_count(P{}), ArgumentError);
  CHECK_THROWS_AS(real_root_count(P{0, 0}), ArgumentError);
}

TEST_CASE("signs on the line: double roots touch, simple ones cross") {
  CHECK(is_nonnegative(P{}));
  CHECK(is_nonnegative(P{1, -2, 1}));
  CHECK_FALSE(is_positive(P{1, -2, 1}));
  CHECK(is_positive(P{Rational(1) + power(Rational(1, 10), 40), -2, 1}));
  CHECK_FALSE(is_nonnegative(P{Rational(1) - power(Rational(1, 10), 40), -2, 1}));
  CHECK_FALSE(is_nonnegative(P{0, 1}));
  CHECK_FALSE(is_nonnegative(P{-1}));
  CHECK_FALSE(is_positive(P{}));
  CHECK_FALSE(is_nonnegative(P{1, 0, -1}));
  CHECK_FALSE(is_nonnegative(P{0, 0, 0, 1}));
}

TEST_CASE("signs on an interval, its ends included") {
  const P x{0, 1}, falling{1, -1}, dip{Rational(3, 16), -1, 1};  // dip: roots 1/4 and 3/4
  CHECK(is_nonnegative(x, 0, 5));
  CHECK_FALSE(is_nonnegative(x, Rational(-1, 1000000), 5));
  CHECK(is_nonnegative(falling, -3, 1));
  CHECK_FALSE(is_nonnegative(falling, -3, Rational(1000001, 1000000)));
  CHECK(is_nonnegative(dip, -7, Rational(1, 4)));
  CHECK(is_nonnegative(dip, Rational(3, 4), 9));
  CHECK_FALSE(is_nonnegative(dip, Rational(1, 2), Rational(3, 5)));
  CHECK_FALSE(is_nonnegative(dip, 0, 1));
  CHECK(is_nonnegative(product(dip, dip), 0, 1));
  CHECK_FALSE(is_nonnegative(P{-1}, 0, 1));
  CHECK_THROWS_AS(is_nonnegative(x, 1, 1), ArgumentError);
}
