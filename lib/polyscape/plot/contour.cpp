#include "polyscape/plot/contour.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace polyscape::plot {
namespace {

/// An edge of the grid: from node (i, j) to the right, or upwards.
using Edge = std::size_t;

class Contour {
 public:
  Contour(const GridValues& grid, double level) : grid_(grid), level_(level) {}

  std::vector<Polyline> lines() {
    for (std::size_t j = 0; j + 1 < grid_.nodes[1]; ++j)
      for (std::size_t i = 0; i + 1 < grid_.nodes[0]; ++i) cross(i, j);
    std::vector<Polyline> result;
    // Open lines from their ends first: what is left is closed.
    for (const bool ends : {true, false})
      for (const auto& [edge, next] : neighbours_)
        if (!used_[edge] && (next.size() == 1) == ends) result.push_back(line_from(edge));
    return result;
  }

 private:
  bool above(std::size_t i, std::size_t j) const { return grid_.at(i, j) >= level_; }
  Edge right(std::size_t i, std::size_t j) const { return 2 * (j * grid_.nodes[0] + i); }
  Edge up(std::size_t i, std::size_t j) const { return right(i, j) + 1; }

  void cross(std::size_t i, std::size_t j) {
    const double corners[] = {grid_.at(i, j), grid_.at(i + 1, j), grid_.at(i + 1, j + 1), grid_.at(i, j + 1)};
    for (const double v : corners)
      if (!std::isfinite(v)) return;
    const bool in[] = {above(i, j), above(i + 1, j), above(i + 1, j + 1), above(i, j + 1)};
    const Edge edges[] = {right(i, j), up(i + 1, j), right(i, j + 1), up(i, j)};  // k: from corner k to corner k + 1
    std::vector<Edge> crossed;
    for (int k = 0; k < 4; ++k)
      if (in[k] != in[(k + 1) % 4]) crossed.push_back(edges[k]);
    if (crossed.size() == 2) join(crossed[0], crossed[1]);
    if (crossed.size() != 4) return;
    // Corner 0 is cut off if it differs from the middle: by edges 3 and 0.
    const bool middle = (corners[0] / 4 + corners[1] / 4 + corners[2] / 4 + corners[3] / 4) >= level_;
    const bool cut = in[0] != middle;
    join(edges[0], edges[cut ? 3 : 1]);
    join(edges[2], edges[cut ? 1 : 3]);
  }

  void join(Edge a, Edge b) {
    neighbours_[a].push_back(b);
    neighbours_[b].push_back(a);
  }

  std::array<double, 2> point(Edge edge) const {
    const std::size_t node = edge / 2, i = node % grid_.nodes[0], j = node / grid_.nodes[0];
    const bool upward = edge % 2 == 1;
    const double from = grid_.at(i, j), to = upward ? grid_.at(i, j + 1) : grid_.at(i + 1, j);
    // Halves, as a difference of finite values need not be finite.
    const double share = std::clamp((level_ / 2 - from / 2) / (to / 2 - from / 2), 0.0, 1.0);
    return {grid_.corner[0] + grid_.step * (static_cast<double>(i) + (upward ? 0 : share)),
            grid_.corner[1] + grid_.step * (static_cast<double>(j) + (upward ? share : 0))};
  }

  Polyline line_from(Edge first) {
    Polyline line;
    std::optional<Edge> edge = first;
    while (edge) {
      used_[*edge] = true;
      line.push_back(point(*edge));
      const std::vector<Edge>& next = neighbours_[*edge];
      const auto free = std::ranges::find_if(next, [&](Edge e) { return !used_[e]; });
      const bool back = free == next.end() && line.size() > 2 && std::ranges::find(next, first) != next.end();
      edge = free == next.end() ? std::nullopt : std::optional(*free);
      if (back) line.push_back(line.front());
    }
    return line;
  }

  const GridValues& grid_;
  double level_;
  std::map<Edge, std::vector<Edge>> neighbours_;
  std::map<Edge, bool> used_;
};

double distance(const std::array<double, 2>& p, const std::array<double, 2>& a, const std::array<double, 2>& b) {
  const double x = b[0] - a[0], y = b[1] - a[1], length = std::hypot(x, y);
  if (length == 0) return std::hypot(p[0] - a[0], p[1] - a[1]);
  const double along = std::clamp(((p[0] - a[0]) * x + (p[1] - a[1]) * y) / (length * length), 0.0, 1.0);
  return std::hypot(p[0] - a[0] - along * x, p[1] - a[1] - along * y);
}

}  // namespace

std::vector<Polyline> contour(const GridValues& grid, double level) { return Contour(grid, level).lines(); }

Polyline simplified(const Polyline& line, double tolerance) {
  if (line.size() < 3) return line;
  std::vector<bool> kept(line.size(), false);
  kept.front() = kept.back() = true;
  std::vector<std::array<std::size_t, 2>> parts{{0, line.size() - 1}};
  while (!parts.empty()) {
    const auto [from, to] = parts.back();
    parts.pop_back();
    std::size_t farthest = from;
    double most = tolerance;
    for (std::size_t k = from + 1; k < to; ++k)
      if (const double d = distance(line[k], line[from], line[to]); d > most) farthest = k, most = d;
    if (farthest == from) continue;
    kept[farthest] = true;
    parts.push_back({from, farthest});
    parts.push_back({farthest, to});
  }
  Polyline result;
  for (std::size_t k = 0; k < line.size(); ++k)
    if (kept[k]) result.push_back(line[k]);
  return result;
}

}  // namespace polyscape::plot
