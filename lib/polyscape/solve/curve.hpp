#pragma once
/// Curves {g(x) = p} and their sections by hyperplanes, as p and the hyperplane move.
#include <complex>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/solve/same_point.hpp"
#include "polyscape/track/layout.hpp"
#include "polyscape/track/path.hpp"

namespace polyscape::solve {

/// {g(x) = p}: for section() an irreducible curve that lies in no coordinate hyperplane.
struct Curve {
  algebra::Program map{0};                        ///< g: n - 1 outputs in n variables, without parameters
  std::vector<algebra::GaussianRational> values;  ///< p
  Coordinates seed;                               ///< a smooth point of it, accurate to double precision
};

/// Sum of form[i] x_i = value.
struct Hyperplane {
  Coordinates form;
  std::complex<double> value;
};

/// g - p as nodes of a program whose first n variables are x.
std::vector<algebra::Program::Node> append_curve(algebra::Program& program, const Curve& curve);
/// The form minus its value.
algebra::Program::Node append_plane(algebra::Program& program, const Hyperplane& plane);
/// The equations of the curve's section by the plane, whose value is moved by an exact offset.
algebra::Program section_of(const Curve& curve, const Hyperplane& plane, const algebra::GaussianRational& offset = 0);

/// A p and a hyperplane.
struct Cut {
  std::vector<std::complex<double>> values;
  Hyperplane plane;
};

using CutPath = std::vector<track::ParameterPath>;
/// Straight from one to the other.
CutPath segment(const Cut& from, const Cut& to);

/// Tight settings for ways. A path that takes very many steps is given up: it passes close to a singularity by
/// accident, and another way will do as well.
track::PathOptions way_settings(int max_precision);

/// Points of a curve with a coordinate that is zero.
enum class ZeroCoordinates {
  lost,    ///< they are no points of the curve, which lies in no coordinate hyperplane: a path has left it
  belong,  ///< to it like others
};

/// The homotopies between all cuts of one map.
class MovingCut {
 public:
  MovingCut(const algebra::Program& map, Random random, ZeroCoordinates zeros = ZeroCoordinates::lost);

  /// Point k of `count`, start(k), carried along way(k); none where its path was lost.
  std::vector<Coordinates> carry(std::size_t count, const std::function<const Coordinates&(std::size_t)>& start,
                                 const std::function<const CutPath&(std::size_t)>& way, track::PathOptions settings,
                                 std::size_t threads) const;
  /// The same for points that all go along one way.
  std::vector<Coordinates> carry(const std::vector<Coordinates>& points, const CutPath& way,
                                 const track::PathOptions& settings, std::size_t threads) const;
  /// The same for points that double precision cannot tell from others: with as many digits as their
  /// paths took. failures: reasons, each with the number of paths.
  std::vector<eval::Point> carry(const std::vector<eval::Point>& points, const CutPath& way,
                                 track::PathOptions settings, std::size_t threads,
                                 std::map<std::string, std::size_t>& failures) const;

 private:
  bool belongs(const Coordinates& x) const;
  track::Homotopy homotopy_;
  track::Layout layout_;
  track::Tracker tracker_;
  ZeroCoordinates zeros_;
};

}  // namespace polyscape::solve
