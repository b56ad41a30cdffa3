#pragma once
/// Planes through points of a result.
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/plot/slice_figure.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// A point that a plane can go through.
struct PlanePoint {
  std::vector<double> at;
  plot::SlicePoint shown;  ///< but for its place on a plane; labels name the points
  int index = 0;           ///< of its Hessian
};

/// The real critical points with a known Hessian, labelled by their numbers among the result's points (where it lists
/// none: among its places of dynamics), then its zero-loss points, z1, z2, ..
std::vector<PlanePoint> plane_points(const report::Result& result);

/// A point and an orthonormal pair of directions.
struct Plane {
  std::vector<double> origin, first, second;

  std::array<double, 2> coordinates(const std::vector<double>& x) const;  ///< of the nearest point of the plane
  std::vector<double> point(const std::array<double, 2>& at) const;
  double distance(const std::vector<double>& x) const;
};

struct ChosenPlane {
  Plane plane;
  std::vector<PlanePoint> through;
  std::size_t directions = 0;  ///< of coordinates, where there were not three points
};

/// The plane through the points of these labels; with fewer than three the rest is chosen: the two lowest minima and
/// the lowest saddle of smallest index, then any other critical points, then directions of coordinates. Those that lie
/// on one line with the points before (to 1e-7 of their distance) are passed over. nullopt without a point, or where
/// the points have one coordinate. Throws InputError for labels that there are not, and for given points on one line.
std::optional<ChosenPlane> choose_plane(const std::vector<PlanePoint>& points, const std::vector<std::string>& through);

/// Labels of the lowest minimum, if there is one, and of zero-loss points that span a plane with it; empty where there
/// are not enough.
std::vector<std::string> through_zero_loss(const std::vector<PlanePoint>& points);

}  // namespace polyscape::study
