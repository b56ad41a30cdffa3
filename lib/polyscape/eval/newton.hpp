#pragma once
/// Newton's method at any precision.
#include <memory>
#include <span>

#include "polyscape/algebra/program.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::eval {

/// Where Newton's method ended.
struct NewtonOutcome {
  Point point;             ///< the last iterate
  bool converged = false;  ///< the last correction is at most 2^(-3/4 bits) of the point's size (or of 1)
  double first_correction = 0, last_correction = 0;  ///< largest modulus, relative to max(1, |point|)
  bool contracted = false;  ///< one inverse, from double precision, made every correction at least 10^4 times smaller
  double condition = 0;     ///< |J^-1 R|, infinity norm, R the rows' sizes before cancellation; infinity if singular
  double residual = 0;      ///< largest |F_i| over the sum of the terms of |J_ij x_j|, at the last iterate
  int iterations = 0;
};

/// Newton's method for one system, prepared once; share it between threads.
class NewtonSolver {
 public:
  /// Throws ArgumentError unless the program has as many outputs as variables and no parameters.
  explicit NewtonSolver(const algebra::Program& system);
  ~NewtonSolver();
  /// Newton in arithmetic of at least `bits` bits (double up to 53, double-double up to 106, MPFR
  /// beyond) from `start`, at most `max_iterations` steps; with 0 of them condition and residual are those at `start`.
  NewtonOutcome operator()(const Point& start, int bits, int max_iterations = 12) const;
  /// Equations whose value at the point is exactly 0, in arithmetic of at least `bits` bits.
  std::size_t vanishing(const Point& x, int bits) const;
  /// Levenberg-Marquardt with damping |F|^2, for zeros where the Jacobian is singular: converges
  /// quadratically to smooth sets of zeros (Fan, Yuan 2005), linearly to multiple ones; stops when the residual
  /// halves no more within six steps. `extra`: linear forms a.x - b as rows (a, b) that have to vanish, too. converged:
  /// residual at most 2^(16 - bits / 2); no condition.
  NewtonOutcome least_squares(const Point& start, std::span<const Point> extra, int bits,
                              int max_iterations = 60) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::eval
