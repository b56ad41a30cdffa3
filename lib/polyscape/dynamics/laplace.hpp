#pragma once
/// Constants of Laplace and of Morse and Bott: what a minimum, or a manifold of minima, holds of int exp(-L/T) as T
/// falls. As logarithms, of the loss less `base`.
#include <span>
#include <vector>

#include "polyscape/dynamics/places.hpp"

namespace polyscape::dynamics {

/// log of (2 pi T)^(M/2) det(H)^(-1/2) exp(-(L - base)/T) at a nondegenerate minimum; relative error of order T.
double log_laplace(const Place& minimum, double temperature, double base);

/// log of (2 pi T)^(c/2) `integral` exp(-(L - base)/T), of a manifold of codimension c where the loss is L;
/// integral: that of det'(H)^(-1/2) over it, det' the product of the c eigenvalues across.
double log_morse_bott(int codimension, double integral, double loss, double temperature, double base);

/// Mean of |det(A|V)| over d x n matrices A with orthonormal rows, V a space of dimension d: what an integral over a
/// d-dimensional set is reduced by, when it is cut by random spaces of dimension n - d (Crofton).
double crofton_factor(int n, int d);

/// The volume of the d-dimensional ball.
double ball_volume(int d, double radius);

/// d random orthonormal rows of n numbers, evenly spread.
std::vector<std::vector<double>> random_frame(int n, int d, Random& random);

/// An integral by cuts, with its standard error.
struct CutIntegral {
  double value = 0, error = 0;
  std::size_t cuts = 0, points = 0;  ///< points: real ones in the box, of all cuts together
};
/// sums: of det'(H)^(-1/2) over the real points in each cut {A w = b}, b even in the d-dimensional ball of `radius`
/// about A centre.
CutIntegral integral_by_cuts(std::span<const double> sums, int n, int d, double radius);

}  // namespace polyscape::dynamics
