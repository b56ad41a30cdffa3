/// Solutions that lie close to each other, nearly real ones, multiple ones, and systems that are nearly solved.
#include "support/clusters.hpp"

#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/certify/krawczyk.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/solve/span.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;
using algebra::GaussianRational;
using algebra::Integer;
using algebra::Polynomial;
using algebra::Rational;
using support::ClusterSystem;
using support::KnownZero;
using support::PlacedRoot;
using support::power_of_ten;

namespace {

Outcome solved(const algebra::System& system, std::uint64_t seed = 1) {
  Problem problem;
  problem.system = system;
  Options options;
  options.threads = 1;
  options.seed = seed;
  return solve::solve(problem, options);
}

bool near(const Solution& s, const KnownZero& z, const Rational& distance) {
  for (std::size_t i = 0; i < z.point.size(); ++i)
    if (abs(s.coordinates[i].re - z.point[i].re) > distance || abs(s.coordinates[i].im - z.point[i].im) > distance)
      return false;
  return true;
}

/// How near a solution has to be to be that zero: far less than the gap between zeros where there are others near, else
/// to some digits.
Rational reach(const ClusterSystem& c, const KnownZero& z, const Rational& gap) {
  const auto neighbours = std::ranges::count_if(c.zeros, [&](const KnownZero& other) {
    const GaussianRational d = other.point[0] - z.point[0];
    return abs(d.re) + abs(d.im) < power_of_ten(-2);
  });
  return z.multiplicity == 1 && neighbours > 1 ? gap * power_of_ten(-2) : power_of_ten(-8);
}

/// Every zero is found, at its own digits, as what it is; or paths have failed, and nothing is called multiple. gap:
/// between zeros.
void check_found(const ClusterSystem& c, const Rational& gap) {
  const Outcome outcome = solved(c.system);
  if (outcome.ledger.failed > 0) {
    for (const Solution& s : outcome.solutions) CHECK(s.nonsingular);
    return;
  }
  CHECK(outcome.solutions.size() == c.zeros.size());
  for (const KnownZero& z : c.zeros) {
    const Rational distance = reach(c, z, gap);
    CHECK(std::ranges::count_if(outcome.solutions, [&](const Solution& s) { return near(s, z, distance); }) == 1);
    for (const Solution& s : outcome.solutions) {
      if (!near(s, z, distance)) continue;
      CHECK(s.nonsingular == (z.multiplicity == 1));
      CHECK(s.multiplicity == z.multiplicity);
      CHECK(s.real == z.real);
    }
  }
}

const Rational place(Integer(3), Integer(7));

}  // namespace

TEST_CASE("solutions from 1e-4 to 1e-300 apart are as many as they are") {
  for (const std::size_t n : {1, 2})
    for (const int k : {4, 6, 7, 8, 10, 13, 16, 30, 100, 300}) {
      INFO(n << " variables, 1e-" << k);
      Random random(static_cast<std::uint64_t>(100 * n) + static_cast<std::uint64_t>(k));
      const Rational d = power_of_ten(-k);
      check_found(support::grid_cluster(random, n, {{place}, {place + d}, {Rational(2)}}), d);
    }
}

TEST_CASE("nearly real pairs are not real") {
  for (const std::size_t n : {1, 2})
    for (const int k : {4, 8, 12, 16, 20, 30, 60, 120, 300}) {
      INFO(n << " variables, (x - a)^2 + 1e-" << k);
      Random random(static_cast<std::uint64_t>(200 * n) + static_cast<std::uint64_t>(k));
      const Rational d = power_of_ten(-k / 2);
      check_found(support::grid_cluster(random, n, {{GaussianRational(place, d)}, {Rational(-1)}}), d);
    }
}

namespace {

void check_curved(int k) {
  INFO("1e-" << k);
  Random random(static_cast<std::uint64_t>(300 + k));
  const Rational d = power_of_ten(-k);
  check_found(support::curved_cluster(random, 2, {{place}, {place + d}, {place - d * Rational(3)}}), d);
  check_found(support::curved_cluster(random, 2, {{place}, {place + d}, {GaussianRational(place, d)}}), d);
}

}  // namespace

TEST_CASE("clusters of three and four, curved") { check_curved(25); }

TEST_CASE("clusters of three and four, curved, from wide to narrow", "[long]") {
  for (const int k : {7, 9, 12, 40, 60, 80}) check_curved(k);
}

TEST_CASE("multiple solutions stay multiple") {
  for (const std::size_t n : {1, 2})
    for (const int m : {2, 3, 4}) {
      INFO(n << " variables, multiplicity " << m);
      Random random(static_cast<std::uint64_t>(400 * n + static_cast<std::size_t>(m)));
      check_found(support::grid_cluster(random, n, {{place, m}, {Rational(-2)}}), Rational(1));
    }
}

namespace {

Polynomial x(std::size_t i) { return Polynomial::variable(2, i); }
Polynomial number(const Rational& c) { return Polynomial::constant(2, c); }

}  // namespace

TEST_CASE("an equation too many that is nearly satisfied is not") {
  for (const int k : {3, 6, 9, 12, 16, 20, 40, 80, 160, 300}) {
    INFO("off by 1e-" << k);
    const Rational off = power_of_ten(-k);
    const Polynomial a = x(0) * x(0) - number(Rational(2)), b = x(1) * x(1) - number(Rational(3));
    const Polynomial sum = x(0) * x(0) + x(1) * x(1) - number(Rational(5)),
                     product = x(0) * x(0) * x(1) * x(1) - number(Rational(6));
    for (const Polynomial& third : {sum, product}) {
      const Outcome none = solved({{"x", "y"}, {a, b, third - number(off)}});
      CHECK(none.solutions.empty());
      CHECK(none.ledger.failed == 0);
    }
    const Outcome rational =
        solved({{"x", "y"}, {x(0) - number(Rational(1)), x(1) * x(1) - x(0), x(0) * x(1) - x(1) - number(off)}});
    CHECK(rational.solutions.empty());
  }
}

TEST_CASE("an equation too many that is satisfied takes nothing away") {
  const Polynomial a = x(0) * x(0) - number(Rational(2)), b = x(1) * x(1) - number(Rational(3));
  const Polynomial sum = x(0) * x(0) + x(1) * x(1) - number(Rational(5)),
                   product = x(0) * x(0) * x(1) * x(1) - number(Rational(6));
  const Outcome implied = solved({{"x", "y"}, {a, b, sum}});
  CHECK(implied.solutions.size() == 4);
  for (const Solution& s : implied.solutions) CHECK(s.excess_by == Evidence::exact);  // a combination of the others
  CHECK(spanning({{"x", "y"}, {a, b, sum}}).equations.size() == 2);
  const Outcome numerical = solved({{"x", "y"}, {a, b, product}});
  CHECK(numerical.solutions.size() == 4);
  for (const Solution& s : numerical.solutions) CHECK(s.excess_by == Evidence::numerical);
  const Outcome rational = solved({{"x", "y"},
                                   {x(0) * x(0) - number(Rational(1)), x(1) * x(1) - number(Rational(4)),
                                    x(0) * x(0) * x(1) * x(1) - number(Rational(4))}});
  CHECK(rational.solutions.size() == 4);
  for (const Solution& s : rational.solutions) CHECK(s.excess_by == Evidence::exact);
}
