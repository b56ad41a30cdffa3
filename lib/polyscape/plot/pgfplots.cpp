#include "polyscape/plot/pgfplots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "polyscape/plot/palette.hpp"
#include "polyscape/report/escape.hpp"

namespace polyscape::plot {

using report::latex_escaped;

namespace {

std::string number(double value) { return fmt::format("{:.9g}", value); }
std::string colour(Colour c) { return fmt::format("polyscape{}", static_cast<int>(c)); }

/// Lines of a comment.
std::string comment(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  std::ranges::replace(text, '\r', ' ');
  return "% " + text + "\n";
}

/// A label; "10^k" at its end as a power, with what is before as a factor.
std::string label_text(const std::string& text) {
  const std::size_t power = text.rfind("10^");
  if (power == std::string::npos) return latex_escaped(text);
  std::string before = text.substr(0, power);
  const std::string dot = "·";
  const bool factor = before.size() >= dot.size() && before.ends_with(dot);
  if (factor) before.erase(before.size() - dot.size());
  return fmt::format("${}{}10^{{{}}}$", before, factor ? "\\cdot " : "", text.substr(power + 3));
}

std::string mark_of(Shape shape) {
  switch (shape) {
    case Shape::disc:
      return "mark=*,mark size=2.2pt";
    case Shape::ring:
      return "mark=o,mark size=2pt";
    case Shape::diamond:
      return "mark=diamond*,mark size=3pt";
    case Shape::cross:
      return "mark=x,mark size=2.6pt";
    case Shape::square:
      return "mark=square,mark size=2pt";
    case Shape::triangle:
      return "mark=triangle*,mark size=2.6pt";
    case Shape::dot:
      return "mark=*,mark size=1.2pt";
  }
  return "";
}

std::string side(const char* axis, const Axis& description, const Side& found) {
  std::string places, texts;
  for (const Tick& t : found.ticks) {
    places += (places.empty() ? "" : ",") + number(t.at);
    texts += (texts.empty() ? "{" : ",{") + label_text(t.text) + "}";
  }
  return fmt::format("  {0}label={{{1}}},{0}min={2},{0}max={3},\n  {0}tick={{{4}}},{0}ticklabels={{{5}}},\n", axis,
                     latex_escaped(description.label), number(found.low), number(found.high), places, texts);
}

std::string legend(const std::string& name) {
  return name.empty() ? "" : "\\addlegendentry{" + latex_escaped(name) + "}\n";
}
/// pgfplots numbers the entries of the legend by plots: one without a name says that it has none.
std::string options(const std::string& name, const std::string& text) {
  return text + (name.empty() ? ",forget plot" : "");
}

std::string text_of(const Points& s) {
  const bool bars = std::ranges::any_of(s.marks, [](const Mark& m) { return m.error.has_value(); });
  std::string text =
      fmt::format("\\addplot[{}] {}coordinates {{\n",
                  options(s.name, fmt::format("only marks,color={},{}", colour(s.colour), mark_of(s.shape))),
                  bars ? "plot[error bars/.cd,y dir=both,y explicit] " : "");
  std::string labels;
  bool any = false;
  for (const Mark& m : s.marks) {
    if (!finite(m)) continue;
    any = true;
    text += fmt::format("({},{})", number(m.x), number(m.y));
    if (m.error) text += fmt::format(" += (0,{}) -= (0,{})", number((*m.error)[1] - m.y), number(m.y - (*m.error)[0]));
    text += "\n";
    if (!m.label.empty())
      labels += fmt::format("\\node[right,font=\\footnotesize] at (axis cs:{},{}) {{{}}};\n", number(m.x), number(m.y),
                            label_text(m.label));
  }
  return any ? text + "};\n" + legend(s.name) + labels : "";
}

std::string text_of(const Lines& s) {
  std::string text;
  bool named = s.name.empty();
  for (const Line& line : s.lines) {
    if (!finite(line) || line.at.size() < 2) continue;
    const std::string shade =
        line.level ? fmt::format("polyscapelevel{}", level_number(*line.level)) : colour(s.colour);
    const std::string name = named ? "" : s.name;
    text += fmt::format("\\addplot[{}] coordinates {{",
                        options(name, fmt::format("no marks,color={}{}", shade, s.dashed ? ",dashed" : "")));
    std::size_t in_line = 0;
    for (const auto& [x, y] : line.at) {
      if (in_line++ % 5 == 0) text += "\n";
      text += fmt::format("({},{})", number(x), number(y));
    }
    text += "};\n" + legend(name);
    named = true;
  }
  return text;
}

std::string text_of(const Bars& s) {
  std::string text, name = s.name;
  for (const Bar& b : s.bars) {
    if (!finite(b)) continue;
    text += fmt::format("\\addplot[{}] coordinates {{({},0)({},{})({},{})({},0)}} \\closedcycle;\n",
                        options(name, fmt::format("area legend,no marks,draw=white,fill={}", colour(s.colour))),
                        number(b.from), number(b.from), number(b.height), number(b.to), number(b.height), number(b.to));
    text += legend(name);
    name.clear();
  }
  return text;
}

std::string text_of(const Flow& s) {
  std::string text;
  const auto at = [](double x, double y) { return fmt::format("(axis cs:{},{})", number(x), number(y)); };
  for (const Band& b : s.bands) {
    if (!finite(b)) continue;
    const double middle = (b.x[0] + b.x[1]) / 2;
    text += fmt::format(
        "\\path[fill={},fill opacity=0.45] {} .. controls {} and {} .. {} -- {} .. controls {} and {} .. "
        "{} -- cycle;\n",
        colour(b.colour), at(b.x[0], b.high[0]), at(middle, b.high[0]), at(middle, b.high[1]), at(b.x[1], b.high[1]),
        at(b.x[1], b.low[1]), at(middle, b.low[1]), at(middle, b.low[0]), at(b.x[0], b.low[0]));
  }
  for (const Node& n : s.nodes)
    if (finite(n))
      text += fmt::format("\\draw[line width=2.5pt] {} -- {} node[midway,right,font=\\footnotesize] {{{}}};\n",
                          at(n.x, n.low), at(n.x, n.high), latex_escaped(n.label));
  return text;
}

}  // namespace

std::string pgfplots(const Figure& figure) {
  const Frame frame = frame_of(figure);
  std::string text = comment(figure.title) + comment(figure.command) +
                     "% needs \\usepackage[T1]{fontenc}, \\usepackage{pgfplots} and \\pgfplotsset{compat=1.16}; then "
                     "\\input{" +
                     figure.name + ".tex}\n\\begin{tikzpicture}\n";
  const auto define = [&](const char* name, std::size_t number, std::string_view hexadecimal) {
    std::string capitals(hexadecimal);
    for (char& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    text += fmt::format("\\definecolor{{{}{}}}{{HTML}}{{{}}}\n", name, number, capitals);
  };
  for (std::size_t i = 0; i < light.colours.size(); ++i) define("polyscape", i, light.colours[i]);
  for (std::size_t i = 0; i < light.levels.size(); ++i) define("polyscapelevel", i, light.levels[i]);
  text += "\\begin{axis}[title={" + latex_escaped(figure.title) + "},\n";
  text += fmt::format("  width=\\linewidth,height={:.3f}\\linewidth,{}{}\n", figure.height + 0.12,
                      figure.same_unit ? "axis equal image," : "scale only axis=false,",
                      figure.axes ? "grid=major,grid style={black!12}," : "hide axis,clip=false,");
  text +=
      "  axis lines=left,axis line style={-},enlargelimits=false,tick align=outside,\n"
      "  scaled ticks=false,legend style={draw=none,font=\\footnotesize,at={(0.5,-0.22)},anchor=north,legend "
      "columns=3},legend cell align=left,\n";
  if (figure.x.scale == Scale::category) text += "  xticklabel style={rotate=45,anchor=north east},\n";
  text += side("x", figure.x, frame.x) + side("y", figure.y, frame.y) + "]\n";
  for (const Series& s : figure.series) text += std::visit([](const auto& series) { return text_of(series); }, s);
  return text + "\\end{axis}\n\\end{tikzpicture}\n";
}

}  // namespace polyscape::plot
