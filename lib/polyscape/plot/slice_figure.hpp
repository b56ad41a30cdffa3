#pragma once
/// The landscape on a plane.
#include <string>
#include <vector>

#include "polyscape/plot/contour.hpp"
#include "polyscape/plot/drawing.hpp"

namespace polyscape::plot {

/// A point in the plane's own coordinates.
struct SlicePoint {
  std::array<double, 2> at{};
  std::string kind;  ///< minimum, saddle, ..., zero loss
  std::string label, text, anchor;
  double loss = 0;
};

/// The loss on a plane through some points. The plane's coordinates are lengths along an orthonormal pair.
struct Slice {
  std::string name, title;
  GridValues loss;
  std::vector<SlicePoint> through;           ///< the plane was chosen by these
  std::vector<SlicePoint> on_plane;          ///< others that lie in it
  std::vector<std::array<double, 2>> zeros;  ///< where every residual vanishes on the plane, as far as found
  std::string plane;                         ///< how it was chosen, a sentence
  std::string zero_set;                      ///< what is known of it on the plane, a sentence; empty without one
};

/// Level lines between quantiles of the loss over the plane, so that they are as dense at the bottom as at the top, and
/// those at the losses of the saddles that the plane goes through, dashed.
Figure slice_figure(const Slice& slice);

}  // namespace polyscape::plot
