#pragma once
/// The interpolation variety {w : f(x_i; w) = y_i for all i}, where the loss without regularisation is zero: is it
/// empty, of which dimension, are there real points, is the loss Morse-Bott there.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/program.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/critical/zero_loss_search.hpp"
#include "polyscape/variety/nullstellensatz.hpp"
#include "polyscape/variety/regular_zero.hpp"

namespace polyscape::critical {

struct ZeroLoss {
  std::size_t equations = 0, variables = 0;
  long expected_dimension = 0;               ///< variables - equations
  std::size_t function_space_dimension = 0;  ///< generic rank of the residuals' Jacobian: never too large
  double function_space_error_log2 = 0;      ///< of the probability that it is too small; see variety::GenericRank
  std::optional<int> dimension;              ///< the largest found over C; -1 when proved empty
  Evidence dimension_by = Evidence::numerical;
  std::optional<std::size_t> jacobian_rank;  ///< at a point of that dimension
  Evidence jacobian_rank_by = Evidence::numerical;
  /// true: found; false: there are none, as proved or as none of the solutions of the nearest-point equations is real.
  std::optional<bool> real_points;
  Evidence real_points_by = Evidence::numerical;
  std::optional<int> real_dimension;  ///< the largest local one at the real smooth points found
  Evidence real_dimension_by = Evidence::numerical;
  std::optional<bool> degenerate;  ///< dimension >= 1
  Evidence degenerate_by = Evidence::numerical;
  bool empty_proved = false;
  std::optional<variety::Infeasibility> certificate;  ///< of emptiness over C
  /// Indices of equations that are linearly independent over Q and imply the others.
  std::vector<std::size_t> independent;
  /// A real point where the Jacobian of the independent equations has full row rank, proved: there the set is a real
  /// manifold of dimension variables - rank, all of the loss's Hessian but its tangent space is positive, and zero loss
  /// is degenerate when that dimension is 1 or more.
  std::optional<variety::RegularZero> proof;
  std::vector<ZeroLossPoint> points;  ///< largest local dimension first, then smooth, then real ones
  std::vector<std::string> reasons;   ///< how each answer is known, a sentence each
};

/// Analyses the variety of the residuals f(x_i; w) - y_i, a program in the weights (rational constants, no parameters;
/// ArgumentError otherwise). The dimension at a point lies between M - (generic rank), by the theorem on the dimension
/// of fibres, and M - rank J there; where they differ, random slices near the point decide. Deterministic in
/// options.seed, whatever the threads. Throws Cancelled when the job is.
ZeroLoss analyze_zero_loss(const algebra::Program& residuals, const ZeroLossOptions& options = {});

}  // namespace polyscape::critical
