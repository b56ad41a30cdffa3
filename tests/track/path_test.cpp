/// Ends of single paths: winding numbers, infinity, large finite solutions, parameter paths.
#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/track/layout.hpp"
#include "polyscape/track/series.hpp"
#include "polyscape/track/valuation.hpp"
#include "support/catch.hpp"
#include "track/example.hpp"

using namespace polyscape;
using namespace polyscape::track;

namespace {

std::vector<PathResult> paths(const std::string& text, std::uint64_t seed) {
  const auto e = support::example(algebra::read_system(text, "test"), seed);
  const Tracker tracker(e.homotopy);
  std::vector<PathResult> result;
  for (const Arrival& arrival : tracker.advance(e.count, e.start, {}, 1)) result.push_back(tracker.finish(arrival, {}));
  return result;
}

long count(const std::vector<PathResult>& all, PathEnd end) { return std::ranges::count(all, end, &PathResult::end); }

}  // namespace

TEST_CASE("m paths that meet in one point wind around t = 0 m times") {
  for (int m = 2; m <= 6; ++m)
    for (const std::uint64_t seed : {1, 2, 3}) {
      INFO("multiplicity " << m << ", seed " << seed);
      const auto all = paths("2\n(x - 1/3)^" + std::to_string(m) + ";\ny - 2*x - 1;\n", seed);
      REQUIRE(count(all, PathEnd::singular) == m);
      for (const PathResult& path : all) {
        CHECK(path.winding == m);
        CHECK(std::abs(eval::rounded(path.endpoint)[0] - 1.0 / 3) < 1e-10);
        CHECK(std::abs(eval::rounded(path.endpoint)[1] - 5.0 / 3) < 1e-10);
      }
    }
}

TEST_CASE("a large finite solution is no solution at infinity") {
  // x y = 1 and x = c y: two solutions with |x| = sqrt(c), two paths at infinity.
  for (const char* c : {"10000", "100000000", "1000000000000"})
    for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
      INFO(c << ", seed " << seed);
      const auto all = paths(std::string("2\nx*y - 1;\nx^2 - ") + c + "*x*y;\n", seed);
      // x^2 = c x y = c: x = +-sqrt(c), y = 1/x; the other two of four paths go to infinity along x = 0.
      CHECK(count(all, PathEnd::regular) == 2);
      CHECK(count(all, PathEnd::at_infinity) == 2);
    }
}

TEST_CASE("a path that turns late, past another end, is followed to its own") {
  // (10^6, 10^-3) lies at (1 : 10^-9 : 10^-6); until t is that small the path is all but at (0 : 1 : 0), a regular end,
  // too.
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    const auto all = paths("2\nx*y - 1000;\nx - 1000000;\n", seed);
    CHECK(count(all, PathEnd::regular) == 1);
    CHECK(count(all, PathEnd::at_infinity) == 1);
  }
}

TEST_CASE("parallel lines meet at infinity only") {
  const auto all = paths("2\nx + y - 1;\n(x + y)^2 - 4;\n", 3);
  CHECK(count(all, PathEnd::at_infinity) == 2);
}

TEST_CASE("Taylor coefficients of a parameter path add up to its value") {
  const ParameterPath path{{0.5, -1}, {2, 0.25}, 1.5};
  const double s = -0.7, h = 0.05;
  std::complex<double> c[9], there[1];
  path.coefficients(s, 8, c);
  path.coefficients(s + h, 0, there);
  CHECK(std::abs(there[0] - (path.offset + path.factor * std::exp(1.5 * (s + h)))) < 1e-14);
  std::complex<double> sum = 0;
  for (int k = 8; k >= 0; --k) sum = sum * h + c[k];
  CHECK(std::abs(sum - there[0]) < 1e-14);
  path.coefficients(-HUGE_VAL, 2, c);
  CHECK(c[0] == path.offset);
  CHECK(c[2] == 0.0);
}

TEST_CASE("a series in log t is turned into one in t") {
  // x = 3 + 2 t - t^2 + t^3 / 2 + 5 t^4 at t0 = 1: coefficients in tau by hand, in s by composition with e^s - 1.
  const Series tau{1.0, 2.0, -1.0, 0.5, 5.0};
  const double stirling[5][5] = {{1, 0, 0, 0, 0},
                                 {0, 1, 1 / 2., 1 / 6., 1 / 24.},
                                 {0, 0, 1, 1, 7 / 12.},
                                 {0, 0, 0, 1, 3 / 2.},
                                 {0, 0, 0, 0, 1}};  // (e^s - 1)^m in powers of s
  Series s{};
  for (int m = 0; m < 5; ++m)
    for (int k = 0; k < 5; ++k) s[static_cast<std::size_t>(k)] += tau[static_cast<std::size_t>(m)] * stirling[m][k];
  const Series back = in_linear_time(s);
  for (std::size_t k = 0; k < 5; ++k) CHECK(std::abs(back[k] - tau[k]) < 1e-14);
}

TEST_CASE("a coordinate that is identically zero is predicted to stay so") { CHECK(increment({}, -0.5, 1e-4) == 0.0); }

TEST_CASE("a homogenising coordinate escapes only with a stable valuation, a small ratio and a growing inverse") {
  const PathOptions options;
  const auto watch = [&](double ratio_at_start, double drift) {
    EndgameWatch w;
    w.first_norm = 1;
    for (double s = -3; s > -15; s -= 0.5) {
      // Derivatives of x with x' / x = v and v' = drift.
      const std::complex<double> v{1 + drift * s, 0}, second = v * v + drift, third = v * second + 2.0 * drift * v;
      w.observe(
          std::vector<Observation>{
              {s, v, ratio_at_start * std::exp(s + 3), {second, third, v * third + 3 * drift * second}}},
          options);
    }
    return w;
  };
  const auto shown = [&](const EndgameWatch& w, double inverse_norm, double weighted_norm, int bits = 53) {
    return w.at_infinity(inverse_norm, weighted_norm, bits, options) == Infinity::shown;
  };
  CHECK(shown(watch(1e-3, 0), 1e5, 1e3));
  CHECK(!shown(watch(1e-3, 0), 1e3, 1e3));
  CHECK(!shown(watch(1e6, 0), 1e5, 1e3));
  CHECK(!shown(watch(1e-3, 0.5), 1e5, 1e3));
  CHECK(!shown(watch(0.2, 0), 1e5, 1e3));  // small, but another small number could turn up
  CHECK(shown(watch(0.2, 0), 1e13, 1e11, 106));
  CHECK(!shown(watch(60, 0), 1e13, 1e11));  // an ill-conditioned solution of size 3000 could
}
