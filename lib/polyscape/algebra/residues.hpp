#pragma once
/// Programs modulo a prime: what is not zero there is not zero over Q(i), at a small part of the price.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::algebra {

/// The integers modulo a prime p = 1 mod 4, so that -1 has a square root: Q(i) maps to them, but for numbers with a
/// multiple of p in a denominator.
class ResidueField {
 public:
  /// A random prime of 62 bits.
  explicit ResidueField(Random random);
  /// Of this prime. Throws ArgumentError unless it is one, 1 modulo 4 and below 2^63.
  explicit ResidueField(std::uint64_t prime);

  std::uint64_t prime() const { return prime_; }
  /// A root of -1: what i becomes.
  std::uint64_t root() const { return root_; }
  /// In [0, p); nullopt where p divides a denominator.
  std::optional<std::uint64_t> residue(const GaussianRational& z) const;
  std::uint64_t add(std::uint64_t a, std::uint64_t b) const { return a >= prime_ - b ? a - (prime_ - b) : a + b; }
  std::uint64_t multiply(std::uint64_t a, std::uint64_t b) const {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(static_cast<Wide>(a) * b % prime_);
  }

 private:
  std::uint64_t prime_, root_;
};

/// The program's first `count` outputs modulo p at a point of residues; nullopt where p divides the denominator of a
/// constant. Throws ArgumentError for parameters, another number of coordinates than variables, or of outputs than
/// there are.
std::optional<std::vector<std::uint64_t>> evaluate(const Program& program, std::size_t count,
                                                   std::span<const std::uint64_t> point, const ResidueField& field);

/// Whether the program's first `count` outputs are all 0 modulo p at the point. Where one is not, it is not 0 at all;
/// nullopt where p divides the denominator of a coordinate or constant, which says nothing. Throws as above.
std::optional<bool> vanish(const Program& program, std::size_t count, std::span<const GaussianRational> point,
                           const ResidueField& field);

}  // namespace polyscape::algebra
