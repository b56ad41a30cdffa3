#include "polyscape/plot/slice_figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace polyscape::plot {
namespace {

constexpr int lines = 16;
constexpr double line_tolerance = 0.12;  // of a step of the grid

std::vector<Line> level_lines(const GridValues& grid, double level, const std::string& text,
                              std::optional<double> shade) {
  std::vector<Line> result;
  for (const Polyline& line : contour(grid, level))
    if (Polyline simple = simplified(line, line_tolerance * grid.step); simple.size() > 1)
      result.push_back({std::move(simple), text, shade});
  return result;
}

/// Values that part the grid's into as many shares, denser at the bottom.
std::vector<double> levels_of(const GridValues& grid) {
  std::vector<double> values;
  for (const double v : grid.values)
    if (std::isfinite(v)) values.push_back(v);
  std::ranges::sort(values);
  std::vector<double> result;
  if (values.empty()) return result;
  for (int k = 1; k < lines; ++k) {
    const double share = std::pow(static_cast<double>(k) / lines, 1.5);
    const double value = values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
    if (value > values.front() && (result.empty() || value > result.back())) result.push_back(value);
  }
  return result;
}

struct Style {
  const char* name;
  Colour colour;
  Shape shape;
};
const std::map<std::string, Style>& styles() {
  static const std::map<std::string, Style> table{{"minimum", {"minima", Colour::blue, Shape::disc}},
                                                  {"saddle", {"saddles", Colour::red, Shape::diamond}},
                                                  {"maximum", {"maxima", Colour::green, Shape::triangle}},
                                                  {"degenerate", {"singular Hessian", Colour::purple, Shape::square}},
                                                  {"zero loss", {"zero loss", Colour::green, Shape::dot}}};
  return table;
}
Style style_of(const std::string& kind) {
  const auto found = styles().find(kind);
  return found == styles().end() ? Style{"critical points", Colour::ochre, Shape::cross} : found->second;
}

}  // namespace

Figure slice_figure(const Slice& s) {
  Figure f{s.name, s.title};
  f.x.label = "length along the first direction";
  f.y.label = "length along the second direction";
  f.same_unit = true;
  f.height = 0.85;
  const auto end = [&](int axis) {
    return s.loss.corner[axis] + s.loss.step * static_cast<double>(s.loss.nodes[axis] - 1);
  };
  f.x.range = {s.loss.corner[0], end(0)};
  f.y.range = {s.loss.corner[1], end(1)};
  const std::vector<double> levels = levels_of(s.loss);
  Lines contours{"", Colour::blue, false, {}};
  for (std::size_t k = 0; k < levels.size(); ++k) {
    const double shade = static_cast<double>(k) / static_cast<double>(levels.size());
    for (Line& line : level_lines(s.loss, levels[k], fmt::format("loss {:.4g}", levels[k]), shade))
      contours.lines.push_back(std::move(line));
  }
  f.series.emplace_back(std::move(contours));
  Lines passes{"level of a saddle", Colour::red, true, {}};
  for (const SlicePoint& p : s.through)
    if (p.kind == "saddle")
      for (Line& line : level_lines(s.loss, p.loss, fmt::format("loss {:.6g}, that of a saddle", p.loss), std::nullopt))
        passes.lines.push_back(std::move(line));
  if (!passes.lines.empty()) f.series.emplace_back(std::move(passes));
  std::map<std::string, Points> points;
  for (const auto* list : {&s.through, &s.on_plane})
    for (const SlicePoint& p : *list) {
      const Style style = style_of(p.kind);
      Points& into = points.try_emplace(style.name, Points{style.name, style.colour, style.shape, {}}).first->second;
      into.marks.push_back({p.at[0], p.at[1], p.text, p.label, p.anchor});
    }
  if (!s.zeros.empty()) {
    const Style style = style_of("zero loss");
    Points& into = points.try_emplace(style.name, Points{style.name, style.colour, style.shape, {}}).first->second;
    for (const auto& at : s.zeros) into.marks.push_back({at[0], at[1], "zero loss"});
  }
  for (auto& [name, series] : points) f.series.emplace_back(std::move(series));
  f.caption = s.plane;
  if (!levels.empty())
    f.caption += fmt::format(" Level lines from {:.3g} to {:.3g}, at quantiles of the loss over the plane.",
                             levels.front(), levels.back());
  if (!s.zero_set.empty()) f.caption += " " + s.zero_set;
  return f;
}

}  // namespace polyscape::plot
