#pragma once
/// Sections of a curve sorted by its irreducible components without moving far: by linear traces alone.
#include <optional>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::components {

/// As the generic hyperplane moves, the sum of the points of a component is an affine function of its offset, that of a
/// proper part of them is not: second derivatives sum to zero over components, and over no part of one (Sommese,
/// Verschelde, Wampler 2002; Sasaki 2001). These are taken from steps so small that Newton's method leaves no point for
/// another, at two precisions up to max_bits, where sums that are zero shrink: points may be as near to each other as
/// the digits tell apart. section: a square system whose last equation, a hyperplane in all `coordinates` first
/// variables, moves; points: all of its zeros that count, simple. Groups of indices; nullopt when they are more than
/// most_zero_sum_points, the sums do not come out, or the precision does not suffice.
std::optional<std::vector<std::vector<std::size_t>>> zero_sum_groups(const algebra::Program& section,
                                                                     std::size_t coordinates,
                                                                     const std::vector<eval::Point>& points,
                                                                     int max_bits);

inline constexpr std::size_t most_zero_sum_points = 12;

/// Smallest distance between two of the points, relative to the larger of them or 1; 1 for fewer than two.
double least_gap(const std::vector<eval::Point>& points);

}  // namespace polyscape::components
