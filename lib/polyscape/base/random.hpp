#pragma once
/// Seeded random streams, addressed by index: what a stream returns depends on its seed and its indices alone, never
/// on threads or on other streams. SplitMix64 (Steele, Lea, Flood 2014) in counter mode.
#include <complex>
#include <cstdint>
#include <string_view>

namespace polyscape {

class Random {
 public:
  explicit Random(std::uint64_t seed);

  /// An independent stream, the same for the same (seed, index) whatever was drawn from this one.
  Random stream(std::uint64_t index) const;
  /// The same of a name: what one seed is used for by several algorithms, which know nothing of each other.
  Random stream(std::string_view name) const;

  /// Uniform over all 64-bit words.
  std::uint64_t next();
  /// Uniform in [0, bound); bound >= 1.
  std::uint64_t below(std::uint64_t bound);
  /// Uniform in [0, 1), a multiple of 2^-30: short enough to be an exact rational of small size.
  double uniform();
  /// On the unit circle up to rounding; both parts are multiples of 2^-30.
  std::complex<double> unit_complex();
  /// Uniform in the annulus 0.5 <= |z| <= 1.5 (modulus and angle); both parts are multiples of 2^-30.
  std::complex<double> annulus_complex();
  /// Standard normal (Box-Muller).
  double normal();

 private:
  std::uint64_t key_, counter_ = 0;
};

}  // namespace polyscape
