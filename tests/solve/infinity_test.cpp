/// Solutions far away beside solutions at infinity: none is lost in silence, none made up.
#include "polyscape/solve/infinity.hpp"

#include <cmath>
#include <fstream>
#include <sstream>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/solver.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using algebra::Polynomial;
using algebra::Rational;

namespace {

/// What one of the unit points of projective space is to a family() of quadrics.
struct Place {
  std::string size;       ///< its homogenising coordinate, a decimal; "0": at infinity
  std::string off = "1";  ///< 0: a double zero; small: nearly one
};

/// n random quadrics through the places, the first unit points of the projective space with coordinates z, in an affine
/// chart in which those have the homogenising coordinates asked for, and in mixed unknowns. All 2^n zeros are finite
/// but for what the places say; simple, too, but for some draws.
algebra::System family(std::size_t n, const std::vector<Place>& places, std::uint64_t seed) {
  Random random(seed);
  const auto integer = [&] {
    return Rational(static_cast<long>(random.below(9)) + 1) * Rational(random.below(2) == 0 ? 1 : -1);
  };
  // z_i = sum_j mix[i][j] x_j for i < n, triangular with ones; z_n = 1 - sum of homogenising coordinates times z.
  std::vector<Polynomial> z;
  for (std::size_t i = 0; i < n; ++i) {
    Polynomial sum = Polynomial::variable(n, i);
    for (std::size_t j = i + 1; j < n; ++j)
      sum += Polynomial::variable(n, j) * Rational(static_cast<long>(random.below(3)) - 1);
    z.push_back(sum);
  }
  Polynomial last = Polynomial::constant(n, 1);
  for (std::size_t i = 0; i < n; ++i) last -= z[i] * (i < places.size() ? *Rational::parse(places[i].size) : integer());
  z.push_back(last);
  algebra::System system;
  std::vector<std::vector<std::vector<Rational>>> q(n);
  for (auto& quadric : q) {
    quadric.assign(n + 1, std::vector<Rational>(n + 1, Rational(0)));
    for (std::size_t i = 0; i <= n; ++i)
      for (std::size_t j = i; j <= n; ++j) quadric[i][j] = i == j && i < places.size() ? Rational(0) : integer();
  }
  // The gradients at a place, dependent but for `off`.
  for (std::size_t k = 0; k < places.size(); ++k) {
    const Rational off = *Rational::parse(places[k].off);
    if (off == Rational(1)) continue;
    for (std::size_t j = 0; j <= n; ++j) {
      if (j == k) continue;
      Rational sum(0);
      for (std::size_t i = 0; i + 1 < n; ++i)
        sum += q[i][std::min(j, k)][std::max(j, k)] * Rational(static_cast<long>(i) + 1);
      q[n - 1][std::min(j, k)][std::max(j, k)] = sum + off * integer();
    }
  }
  for (std::size_t e = 0; e < n; ++e) {
    Polynomial sum(n);
    for (std::size_t i = 0; i <= n; ++i)
      for (std::size_t j = i; j <= n; ++j) sum += z[i] * z[j] * q[e][i][j];
    system.equations.push_back(sum);
    system.names.push_back("x" + std::to_string(e + 1));
  }
  return system;
}

struct Tried {
  std::size_t runs = 0, whole = 0;
};

/// As many solutions as there are, with multiplicity, or a path that is said to have failed; never more.
void solve_it(const algebra::System& system, std::size_t count, const std::string& start, std::uint64_t seed,
              Tried& tried) {
  solve::Options options;
  options.start = named<solve::Start>(start).value();
  options.seed = seed;
  options.threads = 1;
  const solve::Outcome outcome = solve::solve({system}, options);
  std::size_t found = 0;
  for (const auto& solution : outcome.solutions) found += static_cast<std::size_t>(solution.multiplicity);
  INFO(start << ", seed " << seed << ": " << found << " of " << count << ", " << outcome.ledger.failed << " failed, "
             << outcome.ledger.at_infinity << " at infinity");
  CHECK(found <= count);
  const bool whole = found == count;
  const bool untraced = outcome.monodromy && !outcome.monodromy->traced;
  CHECK((whole || outcome.ledger.failed > 0 || untraced));
  ++tried.runs;
  if (whole && outcome.ledger.failed == 0) ++tried.whole;
}

const std::vector<std::string> starts{"total-degree", "multihomogeneous", "polyhedral", "monodromy"};

algebra::System rotations() {
  const std::string path = std::string(POLYSCAPE_DATA) + "/systems/rotations.json";
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return algebra::read_system(text.str(), path);
}

void check_family(const std::vector<std::string>& by, std::uint64_t seeds) {
  Tried tried;
  for (std::size_t n = 2; n <= 4; ++n)
    for (const std::string far : {"1e-3", "1e-5", "1e-6", "1e-7", "1e-8", "1e-10", "1e-12", "1e-14"})
      for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        INFO("n = " << n << ", homogenising coordinate " << far);
        for (const std::string& start : by) {
          solve_it(family(n, {{far}}, seed), std::size_t{1} << n, start, seed, tried);
          solve_it(family(n, {{far}, {"0"}}, seed), (std::size_t{1} << n) - 1, start, seed, tried);
          // A double zero at infinity beside a far one, and a far one that is nearly double.
          if (n > 2) solve_it(family(n, {{far}, {"0", "0"}}, seed), (std::size_t{1} << n) - 2, start, seed, tried);
          if (n > 2) solve_it(family(n, {{far, "1e-5"}, {"0"}}, seed), (std::size_t{1} << n) - 1, start, seed, tried);
        }
      }
  INFO(tried.whole << " of " << tried.runs << " without a failed path");
  CHECK(tried.whole * 10 >= tried.runs * 9);
}

}  // namespace

TEST_CASE("a solution far away is told from one at infinity") { check_family({"total-degree", "polyhedral"}, 1); }

TEST_CASE("loops that come to infinity bring no points, of which there would be ever more") {
  Tried tried;
  solve_it(family(2, {{"1e-6"}, {"0"}}, 5), 3, "monodromy", 5, tried);
  solve_it(family(2, {{"1e-12"}, {"0"}}, 6), 3, "monodromy", 6, tried);
  CHECK(tried.whole == 2);
}

TEST_CASE("a solution far away is told from one at infinity, every start and ten seeds", "[long]") {
  check_family(starts, 10);
}

TEST_CASE("rotations: 8 solutions, some of size 10^7") {
  Tried tried;
  for (const std::string& start : {"polyhedral", "multihomogeneous"}) solve_it(rotations(), 8, start, 1, tried);
  CHECK(tried.whole > 0);
}

TEST_CASE("a path whose basins are small takes better predictions, not ever more digits") {
  solve::Options options;
  options.start = solve::Start::total_degree;
  const solve::TracedPath path = solve::trace_path({rotations()}, options, 3816);
  CHECK(path.trace.result.end == track::PathEnd::at_infinity);
  CHECK(path.trace.result.highest_bits <= 424);  // the Jacobian's inverse is 1e39 in the end
}

TEST_CASE("a path that no precision can correct goes on from where one could") {
  solve::Options options;
  options.start = solve::Start::total_degree;
  options.seed = 8;
  const solve::TracedPath path = solve::trace_path({rotations()}, options, 140);
  CHECK(path.trace.result.end == track::PathEnd::at_infinity);
  const auto& steps = path.trace.steps;
  std::size_t back = 0;
  for (std::size_t k = 1; k < steps.size(); ++k)
    if (steps[k].log_t > steps[k - 1].log_t) ++back;
  CHECK(back <= 2);  // once, and not for ever
}

TEST_CASE("rotations: every start and ten seeds", "[long]") {
  Tried tried;
  for (const std::string& start : starts)
    for (std::uint64_t seed = 1; seed <= 10; ++seed) solve_it(rotations(), 8, start, seed, tried);
  CHECK(tried.whole * 10 >= tried.runs * 9);
}

TEST_CASE("a solve that is confirmed by another says what either lacked") {
  solve::Options options;
  options.confirm = true;
  const solve::Outcome outcome = solve::solve({family(3, {{"1e-7"}, {"0"}}, 3)}, options);
  REQUIRE(outcome.confirmation);
  CHECK(outcome.confirmation->agrees());
  CHECK(outcome.confirmation->isolated == 7);
  CHECK(outcome.confirmation->start != outcome.start);
  CHECK(outcome.confirmation->seed != options.seed);
}

TEST_CASE("systems without solutions at infinity are known, those with one never are") {
  std::size_t known = 0;
  for (const std::size_t n : {2, 3, 4})
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      INFO(n << " quadrics, seed " << seed);
      known += solve::no_solutions_at_infinity(family(n, {{"1"}, {"1/1000000"}}, seed), Random(seed));
      for (const std::string off : {"1", "0", "1/1000000000"})
        CHECK_FALSE(solve::no_solutions_at_infinity(family(n, {{"1"}, {"0", off}}, seed), Random(seed)));
    }
  CHECK(known >= 25);  // random ones may have some
}

TEST_CASE("what has complex coefficients, or takes too long, is known or not by the same rule") {
  const auto known = [](const std::string& text, std::uint64_t operations = 100'000'000) {
    return solve::no_solutions_at_infinity(algebra::read_system(text, "t.phc"), Random(1), operations);
  };
  CHECK(known("2\nx^2 + i*x*y + y^2 - 1;\nx*y - y^2 + x;\n"));
  CHECK_FALSE(known("2\nx^2 + y^2 - 1;\nx^3 + i*x^2*y + x;\n"));  // (1 : i)
  CHECK_FALSE(known("3 2\nx^2 + y^2 - 1;\nx - 1;\nx*y;\n"));      // not square
  CHECK_FALSE(known("2\nx^2 + y^2 - 1;\n0*x + 1;\n"));
  const std::string cubics = "3\nx^3 + 2*y^3 - z^3 + x*y*z + 1;\n3*x^3 - y^3 + z^2*x - y;\nx^2*y + y^2*z + z^3 - 2;\n";
  CHECK(known(cubics));
  CHECK_FALSE(known(cubics, 1));
}

TEST_CASE("the zeros at infinity of Noonburg's system are no reason for a long search") {
  // At the unit vectors, each double: 3^5 - 233.
  const solve::Outcome outcome = solve::solve({support::noon(5)}, {});
  CHECK(outcome.solutions.size() == 233);
  CHECK(outcome.ledger.at_infinity == 10);
  CHECK_FALSE(solve::no_solutions_at_infinity(support::noon(5), Random(1)));
}

TEST_CASE("no path is infinite where nothing is, however far apart the roots are") {
  for (const int k : {3, 50, 100, 200, 292})
    for (const bool pair : {false, true}) {
      INFO("1e-" << k << (pair ? ", a pair" : ""));
      const Rational small = algebra::power(Rational(10), -k);
      const Polynomial x = Polynomial::variable(1, 0), one = Polynomial::constant(1, 1);
      const Polynomial close = pair ? x * x + one * (small * small) : x * (x - one * small);
      const solve::Outcome outcome = solve::solve({{{"x"}, {(x - one * Rational(2)) * (x * x + one) * close}}}, {});
      CHECK(outcome.ledger.at_infinity == 0);
      CHECK((outcome.solutions.size() == 5 || outcome.ledger.failed > 0));
    }
}
