#include "polyscape/track/acceptance.hpp"

#include <algorithm>
#include <cmath>

namespace polyscape::track {

Digits digits_of(int bits) {
  // Sizes are doubles: in more than 1300 bits or so they end before the digits do.
  const auto at = [&](double in_double) {
    return std::max(1e-300, std::pow(in_double, bits / static_cast<double>(double_bits)));
  };
  // Increments are doubles, which no precision makes better.
  return {.bits = bits, .noise = at(1e-9), .accuracy = at(1e-12), .prediction_noise = std::max(1e-14, at(1e-10))};
}

Acceptance acceptance(double contraction, const Digits& digits) {
  return {contraction, digits.noise, digits.bits == double_bits ? 0 : digits.noise};
}

}  // namespace polyscape::track
