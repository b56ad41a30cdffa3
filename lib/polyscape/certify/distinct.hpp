#pragma once
/// Zeros that are proven to differ from each other.
#include <complex>
#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "polyscape/certify/polydisc.hpp"

namespace polyscape::certify {

/// A polydisc's centre and radius as the nearest doubles.
struct Outline {
  std::span<const std::complex<double>> centre;
  double radius;
};

/// Pairs (i, j), i < j, ordered, of polydiscs that may meet: no coordinate's real or imaginary parts are further apart
/// than the radii together. All others are disjoint, exactly. All have the same number of coordinates (ArgumentError).
std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc* const> polydiscs);
std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Polydisc> polydiscs);
/// The same of polydiscs that are asked for where outlines do not decide.
std::vector<std::pair<std::size_t, std::size_t>> meeting(std::span<const Outline> outlines,
                                                         const std::function<Polydisc(std::size_t)>& polydisc);

}  // namespace polyscape::certify
