#pragma once
/// Arithmetic modulo a prime below 2^60, for inner loops: sums of products are kept in 128 bits and reduced late.
#include <flint/nmod_vec.h>

#include <cstdint>

namespace polyscape::exact {

__extension__ using Wide = unsigned __int128;

class Modulus {
 public:
  explicit Modulus(std::uint64_t prime) : correction_(folded - folded % prime) { nmod_init(&mod_, prime); }
  std::uint64_t prime() const { return mod_.n; }
  std::uint64_t reduce(Wide x) const {
    std::uint64_t result;
    const auto high = static_cast<std::uint64_t>(x >> 64), low = static_cast<std::uint64_t>(x);
    NMOD2_RED2(result, high, low, mod_);
    return result;
  }
  std::uint64_t multiply(std::uint64_t a, std::uint64_t b) const { return reduce(static_cast<Wide>(a) * b); }
  std::uint64_t negate(std::uint64_t a) const { return a == 0 ? 0 : prime() - a; }
  std::uint64_t inverse(std::uint64_t a) const { return nmod_inv(a, mod_); }

  /// A sum in 128 bits stays correct for so many products of residues after fold() or reduce().
  static constexpr int products = 127;
  /// Something congruent below 2^127 + 2^60.
  Wide fold(Wide x) const { return x - ((x >> 127) != 0 ? correction_ : 0); }

 private:
  static constexpr Wide folded = static_cast<Wide>(1) << 127;
  nmod_t mod_;
  Wide correction_;  // the largest multiple of the prime up to 2^127
};

}  // namespace polyscape::exact
