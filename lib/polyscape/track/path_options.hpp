#pragma once
/// The constants of path tracking, with what each is for.

#include <limits>

namespace polyscape::track {

struct PathOptions {
  double contraction = 0.125;  ///< a: what Newton must contract by at the predicted point
  double error_divisor = 2;    ///< of the step that the local error alone allows
  double region_share = 0.5;   ///< part of the radius of convergence that one step may cross
  double max_growth = 10;      ///< against the step before
  /// Of the prediction in the step that ends at t = 0: no series shows a late turn to another end, whose residue is
  /// small.
  double end_error = 1e-4;
  /// Of the inverse Jacobian at a regular end. Where a path that seemed to end regularly could not be refined, this
  /// asks for a Cauchy loop: a point of a curve looks like an ill-conditioned regular end in any one precision.
  double regular_norm = std::numeric_limits<double>::infinity();
  double weight_floor = 1e-4;      ///< of the weights in double precision, relative to the group's largest coordinate
  double infinity_ratio = 0.02;    ///< the homogenising coordinate of a path to infinity stays below
  double infinity_window = 3;      ///< in log t, over which its valuation must be stable
  double infinity_growth = 1e4;    ///< and the condition number must have grown by this factor
  double cauchy_agreement = 1e-8;  ///< of the limits of two loops
  double first_loop = -26;         ///< log t from which Cauchy loops are tried on paths that seem finite
  double last_log_t = -200;        ///< a path that is undecided here fails
  double stop_log_t =
      -std::numeric_limits<double>::infinity();  ///< where the path is left instead of followed to t = 0
  int max_winding = 40;
  int max_precision = 2048;  ///< bits
  int max_steps = 20000;
};

/// The floor of the weights in arithmetic of that many bits: the same share of the digits. A coordinate below it is
/// known to rounding errors of the others only, which is enough for one that is zero.
double weight_floor(const PathOptions& options, int bits);

/// The options for a path that has to be followed again: smaller steps, stricter acceptance, later decisions.
PathOptions tightened(const PathOptions& options, int round);

}  // namespace polyscape::track
