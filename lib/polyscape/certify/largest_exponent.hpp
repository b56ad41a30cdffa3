#pragma once

namespace polyscape::certify {

/// The largest decimal exponent, in absolute value, of the numbers that certificates are made of, and are read with:
/// what would need a larger one is not proved.
inline constexpr long largest_exponent = 1000000;

}  // namespace polyscape::certify
