#pragma once
/// One zero, alone: proofs by interval Newton methods in machine numbers or balls (Krawczyk 1969; Moore 1977; Rump
/// 1983; Breiding, Rose, Timme, arXiv 2011.05000).
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/algebra/rational.hpp"
#include "polyscape/certify/largest_exponent.hpp"
#include "polyscape/certify/polydisc.hpp"

namespace polyscape::certify {

enum class Reality { real, not_real, undecided };

/// The system has exactly one zero z in the polydisc, whose centre and radius are decimals, and its Jacobian is
/// invertible at every point of it. The proof is repeated by certify/recheck.hpp in exact arithmetic.
struct Certificate : Polydisc {
  Reality reality = Reality::undecided;  ///< of z; undecided, too, for systems with constants that are not real
  int bits = 0;                          ///< of the arithmetic that proved it
};

/// The centre as decimal strings (real part, imaginary part), without loss.
std::vector<std::array<std::string, 2>> centre_text(const Certificate& certificate);

/// Of machine numbers: residuals in double-double.
inline constexpr int machine_bits = 106;

/// From machine_bits on: machine numbers, then balls of 128 bits; from more on: balls of as many.
struct PrecisionRange {
  int first_bits = 128, max_bits = 2048;
};

/// Proves zeros of one square system, prepared once. Thread-safe.
///
/// With Y near J(x)^-1 and N(z) = z - Y F(z), the mean value theorem on the polydisc B of radius r gives |N(x) - x| +
/// |I - Y J(B)| r < r as a condition for N to map B into its interior and to contract it in the maximum norm: Banach's
/// fixed point is the zero, the only one in B, and |I - Y J(z)| < 1 makes J(z) invertible. Everything is evaluated in
/// machine numbers with error bounds, or in balls: rounding is part of the proof.
class Certifier {
 public:
  /// Throws ArgumentError unless the program has as many outputs as variables and no parameters.
  explicit Certifier(const algebra::Program& system);
  ~Certifier();

  /// Proves the zero near the approximation, at rising precision until it is proved and, for a system with real
  /// constants, known to be real or not; with reality left open when max_bits do not suffice for that. nullopt: not
  /// proved, which says nothing about the zero. When the job is cancelled, what the first precision gives.
  std::optional<Certificate> operator()(const std::vector<algebra::GaussianRational>& near,
                                        const PrecisionRange& range = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// An interval of decimals.
struct Enclosure {
  algebra::Rational low, high;
};

/// Where the program's one real value lies on the real part of the certified polydisc, rounded outwards; nullopt where
/// that is not known. Throws ArgumentError unless the program has one output, real constants and no parameters.
class RealEnclosure {
 public:
  explicit RealEnclosure(const algebra::Program& program);
  ~RealEnclosure();
  std::optional<Enclosure> operator()(const Certificate& certificate) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::certify
