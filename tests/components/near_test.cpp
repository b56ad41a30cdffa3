/// Components that are nearly something else: planes close to each other, hyperbolas close to their asymptotes.
#include <algorithm>
#include <array>

#include "polyscape/components/decomposition.hpp"
#include "polyscape/components/zero_sums.hpp"
#include "support/catch.hpp"
#include "support/clusters.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::Polynomial;
using algebra::Rational;
using support::power_of_ten;

namespace {

using Kind = std::array<int, 3>;  // dimension, degree, multiplicity

/// Complete and as expected; or incomplete, which says that something was not told apart. Returns whether it was
/// complete.
bool check(const algebra::System& system, std::vector<Kind> expected) {
  std::ranges::sort(expected);
  solve::Options options;
  options.threads = 1;
  const Decomposition d = decompose(system, options);
  std::vector<Kind> kinds;
  for (const Component& c : d.components) kinds.push_back({c.dimension, static_cast<int>(c.degree), c.multiplicity});
  std::ranges::sort(kinds);
  if (d.complete) CHECK(kinds == expected);
  return d.complete;
}

Polynomial x(std::size_t i) { return Polynomial::variable(3, i); }
Polynomial number(const Rational& c) { return Polynomial::constant(3, c); }
algebra::System in_space(std::vector<Polynomial> equations) { return {{"x", "y", "z"}, std::move(equations)}; }

}  // namespace

TEST_CASE("two planes close to each other, conjugate or real, are two simple ones") {
  for (const int k : {2, 4, 8, 12, 16, 20, 30, 60, 100}) {
    INFO("1e-" << k);
    const Polynomial difference = x(0) - x(1), form = x(0) + x(1) * Rational(2) - x(2);
    const bool conjugate =
        check(in_space({difference * difference + number(power_of_ten(-k))}), {{2, 1, 1}, {2, 1, 1}});
    const bool real = check(in_space({form * (form - number(power_of_ten(-k)))}), {{2, 1, 1}, {2, 1, 1}});
    if (k <= 30) CHECK((conjugate && real));
  }
}

TEST_CASE("a double plane stays double") {
  const Polynomial form = x(0) + x(1) * Rational(3) - x(2) - number(Rational(1));
  CHECK(check(in_space({form * form}), {{2, 1, 2}}));
  CHECK(check(in_space({form * form * (x(0) - x(1))}), {{2, 1, 1}, {2, 1, 2}}));
}

namespace {

void check_hyperbolas(int k) {
  INFO("1e-" << k);
  const Polynomial a = Polynomial::variable(2, 0), b = Polynomial::variable(2, 1);
  CHECK(check({{"x", "y"}, {a * b - Polynomial::constant(2, power_of_ten(-k))}}, {{1, 2, 1}}));
  const bool complete = check(in_space({x(0) * x(1), x(0) * x(2) + number(power_of_ten(-k))}), {{1, 2, 1}});
  if (k <= 20) CHECK(complete);
}

}  // namespace

TEST_CASE("hyperbolas close to their asymptotes are one curve") {
  for (const int k : {2, 6, 10, 20}) check_hyperbolas(k);
  const Polynomial a = Polynomial::variable(2, 0), b = Polynomial::variable(2, 1);
  CHECK(check({{"x", "y"}, {a * b}}, {{1, 1, 1}, {1, 1, 1}}));
}

TEST_CASE("hyperbolas very close to their asymptotes are one curve, or not told apart", "[long]") {
  for (const int k : {40, 80, 120}) check_hyperbolas(k);
}
