#pragma once
/// The Bezout number, and how large integers are printed.
#include <cstdint>
#include <span>
#include <string>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::bounds {

using algebra::Integer;

/// The product of the degrees: the most isolated solutions that n equations in n variables can have.
/// Throws ArgumentError for a negative degree: with a zero equation the number is undefined.
Integer bezout_number(std::span<const long> degrees);

/// `count` equations of one degree.
struct DegreeCount {
  long degree;
  std::uint64_t count;
};
/// The same for systems too large to be listed, millions of equations included.
Integer bezout_number(std::span<const DegreeCount> degrees);

}  // namespace polyscape::bounds
