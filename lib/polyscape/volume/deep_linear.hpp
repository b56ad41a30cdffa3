#pragma once
/// Deep linear networks, in closed form.
#include <span>

#include "polyscape/volume/pole.hpp"

namespace polyscape::volume {

/// Of ||W_L .. W_1 - C||^2, widths H_1 .. H_{L+1} from the input on, C of the given rank (at most the least width;
/// ArgumentError otherwise): M. Aoyagi, Consideration on the learning efficiency of multiple-layered neural networks
/// with linear units, Neural Networks 172 (2024), theorem 1.
Pole deep_linear(std::span<const long> widths, long rank);

}  // namespace polyscape::volume
