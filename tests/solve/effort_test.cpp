/// What digits cost, what a plan's paths cost, and where each path is counted.
#include "polyscape/solve/effort.hpp"

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/solve/ledger.hpp"
#include "polyscape/solve/path_sample.hpp"
#include "polyscape/solve/strategy.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::solve;

TEST_CASE("the affordable precision is a doubling of the first, grows with the work and shrinks with the points") {
  const algebra::Program program = algebra::program_of(support::katsura(5));
  const auto bits = [&](std::size_t points, double work) {
    return affordable_bits(program, points, certificate_steps, work, 100, 3000);
  };
  CHECK(bits(10, 0) == 0);
  CHECK(bits(10, 1e15) == 3000);
  int before = 0;
  for (double work = 1e3; work < 1e12; work *= 1.5) {
    const int now = bits(10, work);
    CHECK(now >= before);
    bool doubled = now == 0 || now == 3000;
    for (int b = 100; b < 3000; b *= 2) doubled = doubled || b == now;
    CHECK(doubled);
    CHECK(bits(20, 2 * work) == now);  // as much for each
    CHECK(bits(20, work) <= now);
    before = now;
  }
  CHECK(before == 3000);
  // A larger system takes more.
  CHECK(affordable_bits(algebra::program_of(support::katsura(10)), 10, 8, 1e8, 100, 3000) < bits(10, 1e8));
}

TEST_CASE("every path is counted in one class") {
  Ledger ledger;
  const PathClass classes[] = {PathClass::nonsingular,          PathClass::singular, PathClass::at_infinity,
                               PathClass::positive_dimensional, PathClass::excluded, PathClass::failed};
  std::uint64_t times = 0;
  for (const PathClass c : classes)
    for (std::uint64_t k = ++times; k > 0; --k) ledger.add(c);
  CHECK(ledger.nonsingular == 1);
  CHECK(ledger.singular == 2);
  CHECK(ledger.at_infinity == 3);
  CHECK(ledger.positive_dimensional == 4);
  CHECK(ledger.excluded == 5);
  CHECK(ledger.failed == 6);
  CHECK((ledger.sum() == 21 && ledger.tracked == 21));
}

namespace {

Plan by_total_degree(const algebra::System& system) {
  Problem problem;
  problem.system = system;
  Options options;
  options.start = Start::total_degree;
  options.threads = 1;
  return plan(problem, options);
}

/// (a random linear form)^2 = 0 in so many unknowns: all paths end in the origin.
algebra::System squares(std::size_t n) {
  Random random(7);
  algebra::System system;
  for (std::size_t i = 0; i < n; ++i) {
    system.names.push_back("x" + std::to_string(i));
    algebra::Polynomial form(n);
    for (std::size_t j = 0; j < n; ++j)
      form += algebra::Polynomial::variable(n, j) *
              algebra::Rational(1 + static_cast<long>(random.below(9)) + (i == j ? 20 : 0));
    system.equations.push_back(form * form);
  }
  return system;
}

}  // namespace

TEST_CASE("paths with regular ends are worth following, those that all end in one point are not") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    Options options;
    options.seed = seed;
    options.threads = 1;
    CHECK_FALSE(why_monodromy(by_total_degree(support::katsura(9)), options));
    const Plan singular = by_total_degree(squares(9));
    const auto why = why_monodromy(singular, options);
    REQUIRE(why);
    CHECK(why->find("of the 512 paths") != std::string::npos);
    CHECK_FALSE(why_monodromy(by_total_degree(squares(8)), options));  // few paths are not sampled
    Plan known = by_total_degree(squares(9));
    known.monodromy.emplace();
    CHECK_FALSE(why_monodromy(known, options));
    options.threads = 2;
    CHECK(why_monodromy(singular, options) == why);
  }
}

TEST_CASE("of very many paths a sample says whether monodromy takes less work") {
  using algebra::Polynomial;
  // x_i^2 + k x_(i+1) = k + 3 has as many solutions as paths, x_i (x_1 + .. + x_n) = k two.
  const std::size_t n = 16;
  algebra::System all, two;
  Polynomial sum(n);
  for (std::size_t i = 0; i < n; ++i) sum += Polynomial::variable(n, i);
  for (std::size_t i = 0; i < n; ++i) {
    const Polynomial x = Polynomial::variable(n, i), one = Polynomial::constant(n, 1);
    const algebra::Rational k(static_cast<long>(i + 1));
    all.names.push_back("x" + std::to_string(i));
    all.equations.push_back(x * x + Polynomial::variable(n, (i + 1) % n) * k - one * (k + algebra::Rational(3)));
    two.equations.push_back(x * sum - one * k);
  }
  two.names = all.names;
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    Options options;
    options.seed = seed;
    CHECK_FALSE(why_monodromy(by_total_degree(all), options));
    const auto why = why_monodromy(by_total_degree(two), options);
    REQUIRE(why);
    CHECK(why->find("of 48 of the 65536 paths of a total-degree start 0 have regular ends") == 0);
  }
}
