#pragma once
/// Generic ranks of programs, by exact arithmetic modulo a prime at random points.
#include <cstdint>
#include <vector>

#include "polyscape/algebra/program.hpp"

namespace polyscape::critical {

/// The rank of the program's Jacobian at a generic point: the largest over three random points modulo a prime near
/// 2^62. Never too large; too small only when every random minor vanished by accident (Schwartz-Zippel: below 10^-15
/// for any program of this world). For the outputs of a network: the dimension of its function space on the samples.
/// Throws ArgumentError for parameters or complex constants.
std::size_t generic_rank(const algebra::Program& program, std::uint64_t seed = 1);

}  // namespace polyscape::critical
