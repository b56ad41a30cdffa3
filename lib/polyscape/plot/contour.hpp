#pragma once
/// Level lines of a function that is known on a grid.
#include <array>
#include <cstddef>
#include <vector>

namespace polyscape::plot {

/// Values of a function at the nodes of a grid with the same step both ways.
struct GridValues {
  std::array<double, 2> corner{};  ///< x, y of node (0, 0)
  double step = 1;                 ///< > 0
  std::array<std::size_t, 2> nodes{};
  std::vector<double> values;  ///< row by row: node (i, j) at [j * nodes[0] + i]

  double at(std::size_t i, std::size_t j) const { return values[j * nodes[0] + i]; }
};

using Polyline = std::vector<std::array<double, 2>>;

/// The lines where the function, linear on the grid's edges, has that value: marching squares. A line is closed (its
/// last point is the first one) unless it ends at the border, or at a cell with a value that is not finite: such cells
/// have none. In a cell with two lines the mean of its corners says which corners they part. Points are shared by the
/// cells on both sides of an edge, so that no line has gaps.
std::vector<Polyline> contour(const GridValues& grid, double level);

/// Fewer points: those dropped lie within `tolerance` of the line that is left. The ends stay. Douglas, Peucker 1973.
Polyline simplified(const Polyline& line, double tolerance);

}  // namespace polyscape::plot
