#include "polyscape/plot/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace polyscape::plot {
namespace {

// Their differences are finite, too.
bool all_finite(std::initializer_list<double> values) {
  constexpr double most = 1e300;
  return std::ranges::all_of(values, [](double v) { return std::abs(v) < most; });
}

struct Extent {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  void add(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

void extend(const Points& s, Extent& x, Extent& y) {
  for (const Mark& m : s.marks) {
    if (!finite(m)) continue;
    x.add(m.x);
    y.add(m.y);
    if (m.error)
      for (const double end : *m.error) y.add(end);
  }
}
void extend(const Lines& s, Extent& x, Extent& y) {
  for (const Line& line : s.lines)
    if (finite(line))
      for (const auto& [u, v] : line.at) {
        x.add(u);
        y.add(v);
      }
}
void extend(const Bars& s, Extent& x, Extent& y) {
  for (const Bar& b : s.bars)
    if (finite(b)) {
      x.add(b.from);
      x.add(b.to);
      y.add(0);
      y.add(b.height);
    }
}
void extend(const Flow& s, Extent& x, Extent& y) {
  for (const Node& n : s.nodes)
    if (finite(n)) {
      x.add(n.x);
      y.add(n.low);
      y.add(n.high);
    }
}

Side side_of(const Axis& axis, Extent found, bool grounded) {
  constexpr double room = 0.06, least_share = 1e-3;
  if (axis.scale == Scale::category) {
    found = Extent();
    found.add(-0.5);
    found.add(std::max<double>(1, static_cast<double>(axis.categories.size())) - 0.5);
  } else if (axis.range) {
    found = {(*axis.range)[0], (*axis.range)[1]};
  } else if (found.low > found.high) {
    found = {0, 1};
  } else {
    const double largest = std::max(std::abs(found.low), std::abs(found.high));
    const double alone = axis.whole || largest == 0 ? 1 : largest / 2;
    const double length = std::max(found.high > found.low ? found.high - found.low : alone, least_share * largest);
    const double middle = found.low / 2 + found.high / 2, half = length * (0.5 + room);
    found = {grounded && found.low == 0 ? 0 : middle - half, middle + half};
  }
  return {found.low, found.high, ticks(axis, found.low, found.high)};
}

}  // namespace

bool finite(const Mark& m) {
  return all_finite({m.x, m.y}) && (!m.error || all_finite({(*m.error)[0], (*m.error)[1]}));
}
bool finite(const Line& line) {
  return std::ranges::all_of(line.at, [](const auto& p) { return all_finite({p[0], p[1]}); });
}
bool finite(const Bar& b) { return all_finite({b.from, b.to, b.height}); }
bool finite(const Node& n) { return all_finite({n.x, n.low, n.high}); }
bool finite(const Band& b) { return all_finite({b.x[0], b.x[1], b.low[0], b.low[1], b.high[0], b.high[1]}); }

Frame frame_of(const Figure& figure) {
  Extent x, y;
  bool bars = false;
  for (const Series& series : figure.series) {
    std::visit([&](const auto& s) { extend(s, x, y); }, series);
    bars = bars || std::holds_alternative<Bars>(series);
  }
  return {side_of(figure.x, x, false), side_of(figure.y, y, bars)};
}

std::vector<Mark> merged(const std::vector<Mark>& marks) {
  constexpr std::size_t most_listed = 6;
  std::vector<Mark> result;
  std::vector<std::size_t> counts;
  std::map<std::string, std::size_t> at;
  for (const Mark& mark : marks) {
    const auto [entry, fresh] = at.try_emplace(fmt::format("{:.9g} {:.9g}", mark.x, mark.y), result.size());
    if (fresh) {
      result.push_back(mark);
      counts.push_back(1);
    } else if (++counts[entry->second] <= most_listed) {
      result[entry->second].text += "\n" + mark.text;
    }
  }
  for (std::size_t i = 0; i < result.size(); ++i)
    if (counts[i] > most_listed) result[i].text += fmt::format("\nand {} more", counts[i] - most_listed);
  return result;
}

}  // namespace polyscape::plot
