#pragma once
/// Zeros that are proven to differ from each other.
#include <span>
#include <utility>
#include <vector>

#include "polyscape/certify/polydisc.hpp"

namespace polyscape::certify {

/// Pairs (i, j), i < j, ordered, of polydiscs that may meet: no coordinate's real or imaginary parts are further apart
/// than the radii together. All others are disjoint, exactly. All have the same number of coordinates (ArgumentError).
std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc* const> polydiscs);
std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc> polydiscs);

}  // namespace polyscape::certify
