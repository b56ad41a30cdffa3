/// Batches against each other: instruction sets, neighbours, and the paths that are finished one by one.
#include <algorithm>
#include <map>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "track/example.hpp"

using namespace polyscape;
using namespace polyscape::track;

namespace {

/// How paths end, over all of them.
struct Ends {
  std::map<PathEnd, int> classes;
  std::vector<std::vector<std::complex<double>>> regular;  ///< rounded to 1e-8, sorted
};

Ends ends(const support::Example& e, std::string_view set, std::size_t threads = 1) {
  const Tracker tracker(e.homotopy, set);
  Ends result;
  const auto arrivals = tracker.advance(e.count, e.start, {}, threads);
  for (std::size_t k = 0; k < arrivals.size(); ++k) {
    PathResult path = tracker.finish(arrivals[k], {});
    // As a solve does. Of eco-6, whose paths go to infinity as fast as t^54, one in 4,000 needs it.
    for (int round = 1; round <= 3 && path.end == PathEnd::failed; ++round) {
      const PathOptions tighter = tightened({}, round);
      path = tracker.finish(tracker
                                .advance(
                                    1, [&](std::size_t) { return e.start(k); }, tighter, 1)
                                .front(),
                            tighter);
    }
    ++result.classes[path.end];
    if (path.end != PathEnd::regular) continue;
    auto x = eval::rounded(path.endpoint);
    for (auto& z : x) z = {std::round(z.real() * 1e8) / 1e8 + 0.0, std::round(z.imag() * 1e8) / 1e8 + 0.0};
    result.regular.push_back(std::move(x));
  }
  std::ranges::sort(result.regular, [](const auto& a, const auto& b) {
    return std::ranges::lexicographical_compare(
        a, b, [](auto p, auto q) { return p.real() != q.real() ? p.real() < q.real() : p.imag() < q.imag(); });
  });
  return result;
}

bool same(const Arrival& a, const Arrival& b) {
  return a.state == b.state && a.x == b.x && a.low == b.low && a.s == b.s && a.steps == b.steps &&
         a.rejected == b.rejected;
}

}  // namespace

TEST_CASE("every instruction set of the machine gives the same ends of all paths") {
  REQUIRE(instruction_sets().back() == "baseline");
  for (const auto& system : {support::katsura(5), support::cyclic(5), support::noon(3), support::eco(6)})
    for (const std::uint64_t seed : {1, 2, 3}) {
      const auto e = support::example(system, seed);
      const Ends reference = ends(e, "baseline");
      CHECK(!reference.classes.contains(PathEnd::failed));
      for (const std::string_view set : instruction_sets()) {
        INFO(set << ", seed " << seed);
        const Ends found = ends(e, set);
        CHECK(found.classes == reference.classes);
        REQUIRE(found.regular.size() == reference.regular.size());
        for (std::size_t i = 0; i < found.regular.size(); ++i)
          for (std::size_t k = 0; k < found.regular[i].size(); ++k)
            CHECK(std::abs(found.regular[i][k] - reference.regular[i][k]) < 3e-8);
      }
    }
}

TEST_CASE("what becomes of a path does not depend on its lane, its neighbours or the threads") {
  const auto e = support::example(support::cyclic(5), 7);
  for (const std::string_view set : instruction_sets()) {
    INFO(set);
    const Tracker tracker(e.homotopy, set);
    const auto together = tracker.advance(e.count, e.start, {}, 1);
    const auto threaded = tracker.advance(e.count, e.start, {}, 2);
    const auto backwards = tracker.advance(
        e.count, [&](std::size_t i) { return e.start(e.count - 1 - i); }, {}, 1);
    for (std::size_t i = 0; i < e.count; ++i) {
      CHECK(same(together[i], threaded[i]));
      CHECK(same(together[i], backwards[e.count - 1 - i]));
    }
    for (const std::size_t i : {std::size_t{0}, std::size_t{17}, e.count - 1}) {
      const auto alone = tracker.advance(
          1, [&](std::size_t) { return e.start(i); }, {}, 1);
      CHECK(same(together[i], alone.front()));
    }
  }
}

TEST_CASE("what double precision gives up a batch in double-double takes on, alike on every instruction set") {
  // Two lines that meet at an angle of 1e-13, and one more unknown: regular, ill-conditioned, and x y = 1 sends paths
  // to infinity.
  const auto system = algebra::read_system(
      "3\nx + y - 2;\nx + 10000000000001/10000000000000*y - 2 - z^3*1/10000000000000;\nz^2 + x*y - 5;\n", "angle");
  std::map<PathEnd, int> reference;
  for (const std::string_view set : instruction_sets()) {
    INFO(set);
    const auto e = support::example(system, 5);
    const Tracker tracker(e.homotopy, set);
    std::size_t precise = 0;
    std::map<PathEnd, int> classes;
    for (const Arrival& arrival : tracker.advance(e.count, e.start, {}, 1)) {
      precise += arrival.low.empty() ? 0 : 1;
      ++classes[tracker.finish(arrival, {}).end];
    }
    CHECK(precise > 0);
    CHECK(!classes.contains(PathEnd::failed));
    if (reference.empty()) reference = classes;
    CHECK(classes == reference);
  }
}

TEST_CASE("an instruction set that is not there is refused") {
  const auto e = support::example(support::noon(3), 1);
  const Tracker tracker(e.homotopy, "abacus");
  CHECK_THROWS_AS(tracker.advance(e.count, e.start, {}, 1), ArgumentError);
}

TEST_CASE("regular endpoints are zeros to double precision and all different") {
  const auto system = support::katsura(6);
  const auto e = support::example(system, 11);
  const Ends found = ends(e, {});
  CHECK(found.classes.at(PathEnd::regular) == 64);
  CHECK(std::ranges::adjacent_find(found.regular) == found.regular.end());
  const auto program = algebra::program_of(system);
  for (const auto& x : found.regular) {
    const eval::Point exact = eval::exact_point(x);
    for (const auto& value : algebra::evaluate(program, std::span<const algebra::GaussianRational>(exact)))
      CHECK(std::abs(value.to_complex()) < 1e-6);
  }
}
