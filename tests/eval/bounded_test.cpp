/// Machine numbers with error bounds against exact rationals.
#include "polyscape/eval/bounded_kernel.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::Rational;

namespace {

template <class M>
struct Pair {
  Rational exact;
  Bounded<M> number;
};

template <class M>
Rational middle(const Bounded<M>& x) {
  return RealTraits<M>::exact(x.mid);
}

/// A number of digits enough for both formats, of a size up to 10^reach or down to 10^-reach.
Rational any_rational(Random& random, long reach) {
  const Rational mantissa(algebra::Integer(static_cast<long>(random.below(1UL << 62))) *
                                  algebra::Integer(static_cast<long>(random.below(1UL << 62))) +
                              algebra::Integer(1),
                          algebra::Integer(static_cast<long>(random.below(1UL << 62)) + 1));
  const long exponent = static_cast<long>(random.below(static_cast<std::uint64_t>(2 * reach + 1))) - reach;
  return mantissa * algebra::power(Rational(10), exponent - 19) * Rational(random.below(2) == 0 ? 1 : -1);
}

/// Random sums, differences and products of numbers at hand, cancellations among them; the largest relative error bound
/// of a product, over the format's.
template <class M>
void random_walk(Random& random, long reach) {
  std::vector<Pair<M>> numbers;
  for (int k = 0; k < 4; ++k) {
    const Rational x = any_rational(random, reach);
    numbers.push_back({x, RealTraits<Bounded<M>>::of(x, 106)});
  }
  for (int k = 0; k < 30; ++k) {
    const Pair<M>&a = numbers[random.below(numbers.size())], &b = numbers[random.below(numbers.size())];
    Pair<M> next;
    switch (random.below(4)) {
      case 0:
        next = {a.exact + b.exact, a.number + b.number};
        break;
      case 1:
        next = {a.exact - b.exact, a.number - b.number};
        break;
      case 2:
        next = {-a.exact, -a.number};
        break;
      default:
        next = {a.exact * b.exact, a.number * b.number};
    }
    if (!std::isfinite(RealTraits<M>::rounded(next.number.mid)) || !std::isfinite(next.number.error)) continue;
    INFO("step " << k << ", " << next.exact.to_double() << " +- " << next.number.error);
    REQUIRE(abs(next.exact - middle(next.number)) <= Rational::from_double(next.number.error));
    REQUIRE(abs(next.exact) <= Rational::from_double(modulus(next.number)));
    numbers.push_back(std::move(next));
  }
}

}  // namespace

TEMPLATE_TEST_CASE("the exact number is never further away than the bound", "", double, DoubleDouble) {
  Random random(61);
  for (int round = 0; round < 2000; ++round) random_walk<TestType>(random, round % 2 == 0 ? 3 : 60);
}

TEMPLATE_TEST_CASE("where doubles underflow the bound covers what is lost", "", double, DoubleDouble) {
  Random random(62);
  for (int round = 0; round < 1000; ++round) random_walk<TestType>(random, 300);
}

TEMPLATE_TEST_CASE("bounds are a few units of the format", "", double, DoubleDouble) {
  Random random(63);
  for (int round = 0; round < 200; ++round) {
    const auto a = RealTraits<Bounded<TestType>>::of(any_rational(random, 2), 106),
               b = RealTraits<Bounded<TestType>>::of(any_rational(random, 2), 106);
    CHECK((a * b).error < 8 * unit_error<TestType> * modulus(a * b));
    CHECK(a.error < 3 * unit_error<TestType> * modulus(a));
  }
}

TEST_CASE("what overflows, or is not a number, is below no bound") {
  const Bounded<double> huge{1e300, 0}, product = huge * huge, difference = product - product;
  CHECK_FALSE(modulus(product) < HUGE_VAL);
  CHECK_FALSE(modulus(difference) < 1);
  CHECK_FALSE(difference.error < 1);
  const Bounded<DoubleDouble> large{DoubleDouble(1e300), 0};
  CHECK_FALSE(modulus(large * large) < HUGE_VAL);
}

TEST_CASE("the modulus of a complex number is bounded, tiny ones too") {
  Random random(64);
  for (int round = 0; round < 500; ++round) {
    const Rational re = any_rational(random, round % 2 == 0 ? 3 : 140), im = any_rational(random, 3);
    const Complex<Bounded<double>> z{RealTraits<Bounded<double>>::of(re, 53), RealTraits<Bounded<double>>::of(im, 53)};
    const Rational bound = Rational::from_double(modulus(z));
    CHECK(re * re + im * im <= bound * bound);
    CHECK(bound * bound <= (re * re + im * im) * Rational(algebra::Integer(13), algebra::Integer(10)));
  }
}

TEST_CASE("a double-double number as a double keeps its enclosure") {
  Random random(65);
  for (int round = 0; round < 500; ++round) {
    const Rational x = any_rational(random, 30);
    const auto number = in_double(RealTraits<Bounded<DoubleDouble>>::of(x, 106));
    CHECK(abs(x - Rational::from_double(number.mid)) <= Rational::from_double(number.error));
  }
}
