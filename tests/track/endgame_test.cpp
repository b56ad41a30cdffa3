/// The end of a path: what decides it, where, and what is left open.
#include "polyscape/track/endgame.hpp"

#include <algorithm>
#include <set>

#include "support/catch.hpp"
#include "support/parsed.hpp"
#include "track/followed.hpp"

using namespace polyscape;
using namespace polyscape::track;
using support::Followed;

namespace {

/// A path with the endgame at its end.
struct Ended {
  Ended(const std::string& text, std::uint64_t seed, std::size_t path = 0, const PathOptions& options = {},
        const std::vector<Cycle>& known = {})
      : followed(support::parsed(text), seed, options, 0, path),
        endgame(followed.walker, followed.layout, followed.options, {}, known) {
    Walker& walker = followed.walker;
    decided = walker.reach(endgame_log_t);
    while (decided && !endgame.decided()) {
      ++looks;
      decided = went_on(walker.step(followed.options.last_log_t - 10));
    }
  }
  const PathResult& result() const { return followed.walker.result; }
  std::vector<std::complex<double>> point() const {
    REQUIRE(result().endpoint.size() == 2);
    return eval::rounded(result().endpoint);
  }

  Followed followed;
  Endgame endgame;
  bool decided = false;  ///< by the endgame: else the walker has failed before
  int looks = 0;         ///< that left the end open
};

std::string power_of_line(int m) { return "2\n(x - 1/3)^" + std::to_string(m) + ";\ny - 2*x - 1;\n"; }

}  // namespace

TEST_CASE("a regular end is its own proof, without loops") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    for (std::size_t path = 0; path < 2; ++path) {
      INFO("seed " << seed << ", path " << path);
      const Ended end("2\nx^2 - 2;\ny - 3*x;\n", seed, path);
      REQUIRE(end.result().end == PathEnd::regular);
      const auto x = end.point();
      CHECK(std::abs(x[0] * x[0] - 2.0) < 1e-12);
      CHECK(std::abs(x[1] - 3.0 * x[0]) < 1e-12);
      CHECK(end.result().winding == 1);
      CHECK(end.result().condition > 0);
      CHECK(end.result().last_log_t > PathOptions{}.first_loop);
      CHECK(!end.endgame.found);
      CHECK(!end.endgame.joined);
    }
}

TEST_CASE("a regular end at infinity is at infinity, a large one is not") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    INFO("seed " << seed);
    int finite = 0;
    for (std::size_t path = 0; path < 2; ++path) {
      // (10^6, 10^-6) and, transversally, (0 : 1 : 0).
      const Ended end("2\nx*y - 1;\nx - 1000000;\n", seed, path);
      REQUIRE(end.decided);
      CHECK(end.result().highest_bits <= 212);
      CHECK(end.result().last_log_t > PathOptions{}.first_loop);
      if (end.result().end == PathEnd::at_infinity) {
        CHECK(end.result().endpoint.empty());
        continue;
      }
      REQUIRE(end.result().end == PathEnd::regular);
      ++finite;
      CHECK(std::abs(end.point()[0] - 1e6) < 1e-6);
    }
    CHECK(finite == 1);
  }
}

TEST_CASE("m paths to one point are a cycle of m, seen by two loops that agree") {
  for (int m = 2; m <= 4; ++m)
    for (std::uint64_t seed = 1; seed <= 2; ++seed) {
      INFO("multiplicity " << m << ", seed " << seed);
      const Ended end(power_of_line(m), seed);
      REQUIRE(end.result().end == PathEnd::singular);
      CHECK(end.result().winding == m);
      CHECK(std::abs(end.point()[0] - 1.0 / 3) < 1e-12);
      CHECK(std::abs(end.point()[1] - 5.0 / 3) < 1e-12);
      CHECK(end.result().highest_bits >= 106);
      REQUIRE(end.endgame.found);
      const Cycle& cycle = *end.endgame.found;
      CHECK(cycle.places.size() == static_cast<std::size_t>(m));
      CHECK(cycle.s == end.result().last_log_t);
      CHECK(cycle.extent > 0);
      CHECK(cycle.result.endpoint == end.result().endpoint);
      const auto limit = end.followed.layout.affine(cycle.limit);
      CHECK(std::abs(limit[0] - 1.0 / 3) < 1e-12);
      // Another turn leads from each place to the next: they are as far apart as the m-th roots of one number.
      std::vector<double> away;
      for (const eval::Point& place : cycle.places)
        away.push_back(std::abs(end.followed.layout.affine(eval::rounded(place))[0] - 1.0 / 3));
      CHECK(std::ranges::max(away) < 1.1 * std::ranges::min(away));
      CHECK(std::log(away[0]) == Approx(cycle.s / m).margin(3));
    }
}

TEST_CASE("a path that comes by a place of a known cycle ends with it") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    const Ended first(power_of_line(3), seed);
    REQUIRE(first.endgame.found);
    const std::vector<Cycle> known{*first.endgame.found};
    std::vector<std::size_t> places{0};
    for (const std::size_t path : {1, 2}) {
      const Ended other(power_of_line(3), seed, path, {}, known);
      CHECK(other.result().end == PathEnd::singular);
      REQUIRE(other.endgame.joined);
      CHECK(!other.endgame.found);
      CHECK(other.endgame.joined->cycle == 0);
      places.push_back(other.endgame.joined->place);
      CHECK(other.result().winding == 3);
      CHECK(other.result().endpoint == first.result().endpoint);
    }
    CHECK(std::set(places.begin(), places.end()) == std::set<std::size_t>{0, 1, 2});
    // Without its place there the path makes the cycle itself.
    std::vector<Cycle> without = known;
    std::erase(without.front().places, known.front().places[places[1]]);
    const Ended alone(power_of_line(3), seed, 1, {}, without);
    CHECK(!alone.endgame.joined);
    REQUIRE(alone.endgame.found);
    CHECK(alone.result().winding == 3);
  }
}

TEST_CASE("the centre of a cluster is no end, however narrow the loops around it") {
  for (const int k : {8, 10, 12}) {
    INFO("1e-" << k << " apart");
    const std::string d = "1/1" + std::string(static_cast<std::size_t>(k), '0');
    const Ended end("2\n(x - 1/3)*(x - 1/3 - " + d + ");\ny - 2*x - 1;\n", 1);
    REQUIRE(end.result().end == PathEnd::regular);
    const double away = std::abs(end.point()[0] - 1.0 / 3), apart = std::pow(10.0, -k);
    CHECK(std::min(away, std::abs(away - apart)) < 1e-3 * apart);
  }
}

TEST_CASE("paths to infinity are seen to go there, as many as the solutions leave") {
  struct Sample {
    const char* text;
    std::size_t finite;
  };
  for (const auto& [text, finite] :
       {Sample{"2\nx + y - 1;\n(x + y)^2 - 4;\n", 0}, Sample{"2\nx^2*y - 1;\nx^3 - x^2*y;\n", 3},
        Sample{"2\nx - y;\nx^3 - y^3 - 1;\n", 0}}) {
    const std::size_t count = support::example(support::parsed(text), 1).count;
    std::size_t infinite = 0;
    for (std::size_t path = 0; path < count; ++path) {
      INFO(text << "path " << path);
      const Ended end(text, 1, path);
      REQUIRE(end.decided);
      if (end.result().end == PathEnd::regular) continue;
      REQUIRE(end.result().end == PathEnd::at_infinity);
      ++infinite;
      CHECK(end.result().endpoint.empty());
      CHECK(end.endgame.escaping());
      CHECK(!end.endgame.found);  // valuations tell, before a loop does
    }
    CHECK(infinite == count - finite);
  }
  CHECK(!Ended(power_of_line(2), 1).endgame.escaping());
}

TEST_CASE("where valuations may not tell infinity, loops do") {
  PathOptions options;
  options.infinity_growth = 1e300;
  for (std::size_t path = 0; path < 2; ++path) {
    const Ended end("2\nx + y - 1;\n(x + y)^2 - 4;\n", 1, path, options);
    REQUIRE(end.result().end == PathEnd::at_infinity);
    CHECK(end.result().endpoint.empty());
    REQUIRE(end.endgame.found);
    CHECK(end.endgame.found->result.end == PathEnd::at_infinity);
  }
}

TEST_CASE("a path that may not wind so often, or not go so near, is left undecided") {
  PathOptions options;
  options.last_log_t = -60;
  const Ended triple(power_of_line(3), 1, 0, options);
  CHECK(triple.result().end == PathEnd::singular);
  options.max_winding = 2;
  const Ended tight(power_of_line(3), 1, 0, options);
  CHECK(tight.decided);
  CHECK(tight.result().end == PathEnd::failed);
  CHECK(tight.result().failure == PathFailure::undecided);
  CHECK(!tight.endgame.found);
  // Nor is one whose loops never agree, or that has none.
  options = {};
  options.cauchy_agreement = 0;
  options.last_log_t = -60;
  const Ended doubtful(power_of_line(2), 1, 0, options);
  CHECK(doubtful.result().failure == PathFailure::undecided);
  CHECK(!doubtful.endgame.found);
  options = {};
  options.last_log_t = options.first_loop + 1;
  const Ended early(power_of_line(2), 1, 0, options);
  CHECK(early.result().failure == PathFailure::undecided);
  CHECK(early.result().end == PathEnd::failed);
}
