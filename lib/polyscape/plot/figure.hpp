#pragma once
/// A figure, described once for all that write it: SVG (svg.hpp), pgfplots source (pgfplots.hpp).
/// Coordinates are places on the axes (ticks.hpp). What has a coordinate that is not finite, or beyond 1e300, is not
/// drawn.
#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "polyscape/plot/ticks.hpp"

namespace polyscape::plot {

/// Numbers of colours, which a writer chooses; told apart by who does not see colours well.
enum class Colour { blue, red, green, purple, ochre, grey, ink };
enum class Shape { disc, ring, diamond, cross, square, triangle, dot };

struct Mark {
  double x = 0, y = 0;
  std::string text;                              ///< what it is
  std::string label{};                           ///< written beside it
  std::string anchor{};                          ///< in a page: of what tells more of it
  std::optional<std::array<double, 2>> error{};  ///< places on y of the ends of its error bar
};
struct Points {
  std::string name;  ///< in the legend; empty: not there
  Colour colour = Colour::blue;
  Shape shape = Shape::disc;
  std::vector<Mark> marks;
};

struct Line {
  std::vector<std::array<double, 2>> at;
  std::string text;
  std::optional<double> level{};  ///< 0 (lowest) to 1: drawn in the colour of that level
};
struct Lines {
  std::string name;
  Colour colour = Colour::ink;
  bool dashed = false;
  std::vector<Line> lines;
};

/// A bar on the x axis.
struct Bar {
  double from = 0, to = 0, height = 0;
  std::string text;
};
struct Bars {
  std::string name;
  Colour colour = Colour::blue;
  std::vector<Bar> bars;
};

/// A flow between nodes, which are upright lines at an x from a lower to an upper y.
struct Node {
  double x = 0, low = 0, high = 0;
  std::string label;
};
struct Band {
  std::array<double, 2> x{};            ///< from, to
  std::array<double, 2> low{}, high{};  ///< y at each of the two
  Colour colour = Colour::blue;
  std::string text;
};
struct Flow {
  std::vector<Node> nodes;
  std::vector<Band> bands;
};

using Series = std::variant<Points, Lines, Bars, Flow>;

struct Figure {
  std::string name;  ///< of its files, without ending: letters, digits, dashes
  std::string title{};
  std::string caption{};  ///< what it shows and how, sentences
  std::string command{};  ///< that makes it
  Axis x{}, y{};
  std::vector<Series> series{};
  bool axes = true;        ///< drawn
  bool same_unit = false;  ///< one unit is as long on both axes
  double height = 0.6;     ///< of the plot, in its width
};

/// A side of the frame: places at its ends (low < high), and the marks between.
struct Side {
  double low = 0, high = 1;
  std::vector<Tick> ticks;
};
struct Frame {
  Side x, y;
};

/// What the frame of the figure shows: all that is drawn, with some room; at least a thousandth of the largest place,
/// as what is closer cannot be told apart. 0 to 1 where nothing is drawn.
Frame frame_of(const Figure& figure);

/// Whether the mark, line, bar, node or band has finite coordinates.
bool finite(const Mark& mark);
bool finite(const Line& line);
bool finite(const Bar& bar);
bool finite(const Node& node);
bool finite(const Band& band);

/// Marks at the same place (to nine digits) as one, whose text lists theirs.
std::vector<Mark> merged(const std::vector<Mark>& marks);

}  // namespace polyscape::plot
