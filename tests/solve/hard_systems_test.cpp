/// No root lost, none made up, multiplicities right, where it is hard.
#include "solve/hard_systems.hpp"

#include <cmath>

#include "polyscape/solve/solver.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;

namespace {

/// Largest difference of coordinates, each relative to the root's (absolute where that is zero).
double error(const std::vector<std::complex<double>>& found, const std::vector<std::complex<double>>& root) {
  double result = 0;
  for (std::size_t i = 0; i < root.size(); ++i) {
    const double size = std::abs(root[i]);
    result = std::max(result, std::abs(found[i] - root[i]) / (size > 0 ? size : 1));
  }
  return result;
}

void check(const support::HardSystem& hard, std::uint64_t seed) {
  INFO(hard.name << ", seed " << seed);
  Options options;
  options.seed = seed;
  options.threads = 1;
  const Outcome outcome = solve::solve({hard.system}, options);
  CHECK(outcome.ledger.failed == 0);
  CHECK(outcome.non_isolated.empty());
  CHECK(outcome.solutions.size() == hard.count);
  for (const support::Root& root : hard.roots) {
    int here = 0;
    for (const Solution& s : outcome.solutions) {
      if (!(error(s.rounded(), root.x) < 1e-10)) continue;
      ++here;
      CHECK(s.multiplicity == root.multiplicity);
      CHECK(s.nonsingular == (root.multiplicity == 1));
      for (std::size_t i = 0; i < root.x.size(); ++i) CHECK(s.zero[i] == (root.x[i] == 0.0));
    }
    INFO("the root at " << root.x[0] << ", " << root.x[1]);
    CHECK(here == 1);
  }
  for (const Solution& s : outcome.solutions) CHECK(s.residual < 1e-12);
}

}  // namespace

TEST_CASE("hard systems: all roots, no others, multiplicities right") {
  const auto all = support::hard_systems();
  CHECK(all.size() >= 40);
  for (const support::HardSystem& hard : all) check(hard, 1);
}

TEST_CASE("hard systems, twenty seeds", "[long]") {
  for (const support::HardSystem& hard : support::hard_systems())
    for (std::uint64_t seed = 2; seed <= 21; ++seed) check(hard, seed);
}
