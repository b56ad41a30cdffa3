#pragma once
/// Newton's method on the gradient, and what the Hessian says at a point.
#include <optional>
#include <span>
#include <vector>

#include "polyscape/dynamics/potential.hpp"

namespace polyscape::dynamics {

/// Of the Hessian at a point. Eigenvalues below spectrum_zero times the largest modulus count as zero.
struct Spectrum {
  int negative = 0, nullity = 0;
  double largest = 0;               ///< the largest eigenvalue
  double smallest_nonzero = 0;      ///< the smallest modulus of those that are not zero; 0 where all are
  double log_determinant = 0;       ///< of the nonzero ones' moduli
  std::vector<double> eigenvalues;  ///< ascending
};
inline constexpr double spectrum_zero = 1e-7;
Spectrum spectrum_at(const Potential& potential, std::span<const double> x);

/// Newton's method without the directions of small eigenvalues; nullopt where it does not settle.
std::optional<std::vector<double>> newton_limit(const Potential& potential, std::span<const double> start);

/// How far a point may be from the critical point that it stands for, of 1 + its modulus.
inline constexpr double near_a_place = 1e-3;

/// Newton's limit where it is near, and the Hessian has no negative eigenvalue there.
std::optional<std::vector<double>> settled(const Potential& potential, std::span<const double> x);

double distance(std::span<const double> a, std::span<const double> b);
double modulus(std::span<const double> a);

}  // namespace polyscape::dynamics
