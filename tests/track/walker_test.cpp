/// One path under way: the ladder of precisions, and the cycle that paths around t = 0 make.
#include "polyscape/track/walker.hpp"

#include <set>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/eval/packed_point.hpp"
#include "polyscape/track/valuation.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "track/followed.hpp"

using namespace polyscape;
using namespace polyscape::track;
using support::Followed;

namespace {

/// Regular, but its Jacobian's inverse grows to 10^13 at the end.
algebra::System two_lines() {
  return algebra::read_system("2\nx + y - 2;\nx + 10000000000001/10000000000000*y - 2 - 1/10000000000000;\n", "lines");
}

}  // namespace

TEST_CASE("each rung has twice the digits of the one below") {
  for (std::size_t level = 0; level < 8; ++level) CHECK(Ladder::bits(level) == 53 << level);
}

TEST_CASE("a path that eases goes back to double precision, unless it is held up") {
  const int patience = 12;  // steps, after the first rise
  for (const bool held : {false, true}) {
    Followed path(support::katsura(3), 1);
    CHECK(path.walker.in_double());
    REQUIRE((held ? path.walker.hold_precision() : path.walker.raise()));
    CHECK(path.walker.bits() == 106);
    REQUIRE(path.walk(patience - 1, 0.001));
    CHECK(path.walker.bits() == 106);
    REQUIRE(path.walk(1, 0.001));
    CHECK(path.walker.bits() == (held ? 106 : 53));
    path.walker.release_precision();
    REQUIRE(path.walk(patience, 0.001));
    CHECK(path.walker.bits() == 53);
    CHECK(path.walker.result.highest_bits == 106);
  }
}

TEST_CASE("a path does not ease below the precision that it began with") {
  Followed path(support::katsura(3), 1, {}, 1);
  CHECK(path.walker.bits() == 106);
  REQUIRE(path.walk(20, 0.001));
  CHECK(path.walker.bits() == 106);
}

TEST_CASE("a path comes back to where it was, in the precision it had") {
  Followed path(support::katsura(3), 2);
  REQUIRE(path.walk(3, 0.01));
  REQUIRE(path.walker.raise());
  const Walker::Place place = path.walker.place();
  REQUIRE((path.walker.raise() && path.walker.raise()));
  REQUIRE(path.walk(5, 0.01));
  CHECK(path.walker.bits() == 424);
  REQUIRE(path.walker.back_to(place));
  CHECK(path.walker.bits() == 106);
  CHECK(path.walker.log_t() == place.s.real());
  CHECK(eval::within(path.walker.place().point, place.point, 1e-25));
}

TEST_CASE("where the Jacobian eats the digits, precision rises as far as it may") {
  for (const int allowed : {53, 2048}) {
    PathOptions options;
    options.max_precision = allowed;
    Followed path(two_lines(), 1, options);
    const bool reached = path.walker.reach(-60);
    CHECK(reached == (allowed > 53));
    CHECK(path.walker.result.failure == (allowed > 53 ? PathFailure::none : PathFailure::precision));
    CHECK(path.walker.result.highest_bits == (allowed > 53 ? 106 : 53));
    if (!reached) continue;
    const auto x = path.layout.affine(path.walker.stepper().coordinates());
    CHECK(std::abs(x[0] - 1.0) < 1e-9);
    CHECK(std::abs(x[1] - 1.0) < 1e-9);
  }
}

TEST_CASE("a place that is none, and more steps than are allowed") {
  PathOptions options;
  options.max_precision = 212;
  Followed lost(support::katsura(3), 1, options);
  eval::Point elsewhere = lost.start(0);
  for (std::size_t i = 0; i < elsewhere.size(); ++i)
    elsewhere[i] = elsewhere[i] * algebra::GaussianRational(2 + static_cast<long>(i));
  CHECK(!lost.walker.start(elsewhere, 0));
  options.max_steps = 5;
  Followed tired(support::katsura(3), 1, options);
  CHECK(!tired.walk(6, 0.001));
  CHECK(tired.walker.result.failure == PathFailure::steps);
  CHECK(tired.walker.result.steps == 5);
}

TEST_CASE("what a stepper learnt of one path it does not know on the next") {
  Followed path(support::katsura(3), 1);
  const auto walked = [&](std::size_t start) {
    Walker walker(path.ladder, path.options, path.layout.parameters, 0);
    REQUIRE(walker.start(path.start(start), 0));
    REQUIRE(walker.reach(endgame_log_t));
    REQUIRE(walker.raise());
    REQUIRE(walker.reach(-4));
    return std::pair(walker.place().point, walker.result.steps);
  };
  const auto first = walked(0);
  for (std::size_t other = 1; other < path.example.count; ++other) {
    path.ladder.at(1, path.options, path.layout.parameters, Weights::usual).expect_basin(1e12);
    walked(other);
    CHECK(walked(0) == first);
  }
}

TEST_CASE("paths of one cycle are recognised by their places, others are not") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    // Three paths to x = 1/3, two to x = 3.
    const auto e = support::example(algebra::read_system("2\n(x - 1/3)^3*(x - 3)^2;\ny - 2*x - 1;\n", "cycles"), seed);
    const Tracker tracker(e.homotopy);
    std::vector<Cycle> known;
    std::vector<std::set<std::size_t>> places;
    for (const Arrival& arrival : tracker.advance(e.count, e.start, {}, 1)) {
      const Finish finish = tracker.finish(arrival, {}, known);
      if (finish.result.end == PathEnd::at_infinity) continue;
      REQUIRE(finish.result.end == PathEnd::singular);
      if (finish.found) {
        CHECK(!finish.joined);
        CHECK(finish.found->places.size() == static_cast<std::size_t>(finish.result.winding));
        known.push_back(*finish.found);
        places.push_back({0});  // it made the loop from the first of them
        continue;
      }
      REQUIRE(finish.joined);
      CHECK(finish.result.winding == known[finish.joined->cycle].result.winding);
      CHECK(places[finish.joined->cycle].insert(finish.joined->place).second);
    }
    REQUIRE(known.size() == 2);
    std::multiset<int> windings;
    for (std::size_t c = 0; c < 2; ++c) {
      windings.insert(known[c].result.winding);
      CHECK(places[c].size() == static_cast<std::size_t>(known[c].result.winding));
    }
    CHECK(windings == std::multiset<int>{2, 3});
  }
}
