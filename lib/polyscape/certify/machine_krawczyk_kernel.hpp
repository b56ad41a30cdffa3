#pragma once
/// Krawczyk's test in machine numbers: residuals in double-double, Jacobians and inverses in double, each number with a
/// bound of its error (eval/bounded_kernel.hpp). A twentieth of what balls of 128 bits cost, for the zeros that are
/// well-conditioned.
#include <memory>
#include <optional>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/eval/bounded_kernel.hpp"
#include "polyscape/eval/tapes_kernel.hpp"

namespace polyscape::certify {

/// Tapes of one square system, shared by all proofs. Thread-safe.
struct MachineTapes {
  eval::Tapes<double> rough;
  eval::Tapes<eval::DoubleDouble> fine;
  eval::Tapes<eval::Bounded<double>> bounded;
  eval::Tapes<eval::Bounded<eval::DoubleDouble>> fine_bounded;
  explicit MachineTapes(const std::shared_ptr<const eval::TapeCode>& code)
      : rough(code), fine(code), bounded(code), fine_bounded(code) {}
};

/// One proof; the same steps as those in balls (krawczyk.cpp), which they precede. polished() comes first.
class MachineKrawczyk {
 public:
  static constexpr int bits = 106;
  explicit MachineKrawczyk(const MachineTapes& tapes) : tapes_(tapes) {}

  /// Newton's method from the approximation with one inverse in doubles; decimals. nullopt where it does not get to the
  /// end of double-double's digits, of a point of that size, or to another place.
  std::optional<std::vector<algebra::GaussianRational>> polished(const std::vector<algebra::GaussianRational>& near,
                                                                 const algebra::Rational& scale);
  /// The radius, more than twice the least one, of a polydisc around the centre that is mapped into its interior;
  /// nullopt when none is found, and where it is larger than 2^-80 of the size: that takes more digits.
  std::optional<algebra::Rational> radius(const std::vector<algebra::GaussianRational>& centre,
                                          const algebra::Rational& scale, const algebra::Rational& least) const;

 private:
  using Box = std::vector<eval::Complex<eval::Bounded<double>>>;
  bool invert(const std::vector<eval::ComplexDouble>& x);
  double longest_step(const std::vector<algebra::GaussianRational>& centre) const;
  double contraction(const Box& polydisc) const;

  const MachineTapes& tapes_;
  std::vector<eval::ComplexDouble> inverse_;  ///< row by row, near that of the Jacobian: any is right where it proves
};

}  // namespace polyscape::certify
