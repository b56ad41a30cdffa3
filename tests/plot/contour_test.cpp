#include "polyscape/plot/contour.hpp"

#include <cmath>
#include <functional>
#include <limits>

#include "support/catch.hpp"

namespace polyscape::plot {
namespace {

GridValues sampled(std::size_t nodes, double from, double to, const std::function<double(double, double)>& f) {
  GridValues grid{{from, from}, (to - from) / static_cast<double>(nodes - 1), {nodes, nodes}, {}};
  for (std::size_t j = 0; j < nodes; ++j)
    for (std::size_t i = 0; i < nodes; ++i)
      grid.values.push_back(f(from + grid.step * static_cast<double>(i), from + grid.step * static_cast<double>(j)));
  return grid;
}

bool closed(const Polyline& line) { return line.size() > 2 && line.front() == line.back(); }

TEST_CASE("level lines of a plane are straight and exact", "[plot]") {
  const GridValues grid = sampled(12, -1, 1, [](double x, double y) { return 2 * x + y; });
  for (const double level : {-1.3, 0.1, 2.7}) {
    const std::vector<Polyline> lines = contour(grid, level);
    REQUIRE(lines.size() == 1);
    CHECK(!closed(lines[0]));
    for (const auto& [x, y] : lines[0]) CHECK(std::abs(2 * x + y - (level)) <= 1e-12);
    CHECK(simplified(lines[0], 1e-9).size() == 2);
  }
}

TEST_CASE("level lines of a paraboloid are circles, closed within the grid", "[plot]") {
  const auto f = [](double x, double y) { return x * x + y * y; };
  for (const std::size_t nodes : {40, 80, 160}) {
    const GridValues grid = sampled(nodes, -2, 2, f);
    const std::vector<Polyline> lines = contour(grid, 1);
    REQUIRE(lines.size() == 1);
    CHECK(closed(lines[0]));
    double length = 0;
    for (std::size_t k = 0; k < lines[0].size(); ++k) {
      const auto [x, y] = lines[0][k];
      CHECK(std::abs(std::hypot(x, y) - (1)) <= grid.step * grid.step);
      if (k > 0) length += std::hypot(x - lines[0][k - 1][0], y - lines[0][k - 1][1]);
    }
    CHECK(std::abs(length - (2 * M_PI)) <= 4 * grid.step * grid.step);
    const Polyline simple = simplified(lines[0], 0.01);
    CHECK(simple.size() < lines[0].size());
    CHECK(closed(simple));
    for (const auto& [x, y] : simple) CHECK(std::abs(std::hypot(x, y) - (1)) <= 0.02);
  }
  CHECK(contour(sampled(40, -2, 2, f), 100).empty());
  CHECK(contour(sampled(40, -2, 2, f), -1).empty());
}

TEST_CASE("every crossing of the grid's edges is on one line", "[plot]") {
  // Many wells, so that cells with two lines occur; counted edge by edge.
  const auto f = [](double x, double y) { return std::sin(9 * x + 1) * std::cos(7 * y) + 0.3 * std::sin(23 * x * y); };
  const GridValues grid = sampled(60, -1, 1, f);
  for (const double level : {-0.2, 0.0, 0.15}) {
    std::size_t crossings = 0, points = 0;
    for (std::size_t j = 0; j < 60; ++j)
      for (std::size_t i = 0; i < 60; ++i) {
        const bool in = grid.at(i, j) >= level;
        crossings += i + 1 < 60 && in != (grid.at(i + 1, j) >= level);
        crossings += j + 1 < 60 && in != (grid.at(i, j + 1) >= level);
      }
    for (const Polyline& line : contour(grid, level)) {
      points += line.size() - (closed(line) ? 1 : 0);
      for (std::size_t k = 1; k < line.size(); ++k)  // no line leaves its cell
        CHECK(std::hypot(line[k][0] - line[k - 1][0], line[k][1] - line[k - 1][1]) <= 1.5 * grid.step);
    }
    CHECK(points == crossings);
  }
}

TEST_CASE("the middle of a cell says which corners its two lines part", "[plot]") {
  GridValues grid{{0, 0}, 1, {2, 2}, {1, -1, -1, 1.5}};  // middle 0.125: the high corners are joined
  const auto corner_is_cut = [&](double x, double y) {
    for (const Polyline& line : contour(grid, 0))
      if (std::abs(line[0][0] - x) + std::abs(line[0][1] - y) < 1 &&
          std::abs(line[1][0] - x) + std::abs(line[1][1] - y) < 1)
        return true;
    return false;
  };
  REQUIRE(contour(grid, 0).size() == 2);
  CHECK(corner_is_cut(1, 0));
  CHECK(corner_is_cut(0, 1));
  grid.values = {1, -1.5, -1, 1};  // middle below
  CHECK(corner_is_cut(0, 0));
  CHECK(corner_is_cut(1, 1));
}

TEST_CASE("cells with a value that is not finite have no lines, and huge values are no trouble", "[plot]") {
  GridValues grid = sampled(20, -1, 1, [](double x, double) { return x; });
  grid.values[10 * 20 + 9] = std::numeric_limits<double>::quiet_NaN();
  const std::vector<Polyline> lines = contour(grid, 0.01);
  CHECK(lines.size() == 2);  // broken in two
  for (const Polyline& line : lines)
    for (const auto& [x, y] : line) CHECK(std::isfinite(x + y));
  const GridValues huge = sampled(20, -1, 1, [](double x, double) { return 1.7e308 * x; });
  const std::vector<Polyline> steep = contour(huge, 1e307);
  REQUIRE(steep.size() == 1);
  for (const auto& [x, y] : steep[0]) CHECK(std::abs(x - (1 / 17.0)) < 1e-9);
}

TEST_CASE("a level at nodes is drawn once", "[plot]") {
  const std::vector<Polyline> lines = contour(sampled(21, -1, 1, [](double x, double) { return x; }), 0);
  REQUIRE(lines.size() == 1);
  for (const auto& [x, y] : lines[0]) CHECK(std::abs(x - (0)) <= 1e-12);
}

}  // namespace
}  // namespace polyscape::plot
