#pragma once
/// Where the paths of a tracker begin, by number.
#include <complex>
#include <cstddef>
#include <functional>
#include <vector>

#include "polyscape/eval/point.hpp"
#include "polyscape/track/homotopy.hpp"

namespace polyscape::track {

/// Start solution `index` in the homotopy's coordinates, up to a factor a group.
using StartPoint = std::function<std::vector<std::complex<double>>(std::size_t index)>;

/// The same with all the digits that are known.
using ExactStart = std::function<eval::Point(std::size_t index)>;

/// Parameter paths of path `index`.
using OwnParameters = std::function<const std::vector<ParameterPath>&(std::size_t index)>;

}  // namespace polyscape::track
