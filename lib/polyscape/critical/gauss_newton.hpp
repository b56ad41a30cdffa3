#pragma once
/// Real zeros of systems of any shape: damped Gauss-Newton in doubles, then Gauss-Newton at any precision.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/rank.hpp"

namespace polyscape::critical {

enum class Convergence {
  none,
  linear,     ///< the zero is singular: the Jacobian's rank falls there
  quadratic,  ///< the Jacobian's rank is constant near the zero
};

struct Refinement {
  Convergence convergence = Convergence::none;
  std::vector<algebra::Rational> point;  ///< dyadic; error about 2^-bits of max(1, |point|)
  int bits = 0;
  std::size_t kept = 0;      ///< singular values that the iteration inverted
  double log2_residual = 0;  ///< of the largest |F_i|, relative to max(1, |J| |x|)
};

/// Refines zeros of one program (no parameters, real constants). Thread-safe: calls do not share state. approach(),
/// search() and refine() throw Cancelled when the job is.
class Refiner {
 public:
  /// Throws ArgumentError for parameters or complex constants.
  explicit Refiner(const algebra::Program& program);
  explicit Refiner(algebra::Differentiated differentiated);
  ~Refiner();
  Refiner(Refiner&&) noexcept;
  Refiner& operator=(Refiner&&) noexcept;

  std::size_t variables() const;
  std::size_t equations() const;

  /// Levenberg-Marquardt in doubles from `start`: a point near which |F| looks like zero, or nullopt when it ends in a
  /// minimum of |F| that does not, or runs away.
  std::optional<std::vector<double>> approach(std::vector<double> start, int max_iterations = 400) const;

  /// Where approach() leads from normally distributed starts of three sizes, in the order of the starts. threads 0:
  /// every core. `done` is called, from several threads at once, after each.
  std::vector<std::vector<double>> search(int starts, Random random, int threads,
                                          const std::function<void()>& done = {}) const;

  /// Singular values of the Jacobian above 1e-5 of the largest, in doubles: a first guess that decides nothing.
  std::size_t approximate_rank(const std::vector<double>& point) const;

  /// The zero near `start` to `bits` bits. Newton or Gauss-Newton with small singular values left out where a gap shows
  /// them; where that does not converge quadratically to a zero of all equations, with all of them (linear convergence,
  /// unless `quadratic_only`). Whether F vanishes is seen at the precision asked for, never in doubles.
  Refinement refine(std::span<const algebra::Rational> start, int bits, bool quadratic_only = false) const;

  /// The Jacobian at the point, computed and rounded at `bits` bits.
  algebra::RationalMatrix jacobian(std::span<const algebra::Rational> point, int bits) const;
  /// The values there.
  std::vector<algebra::Rational> values(std::span<const algebra::Rational> point, int bits) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The place's coordinates exactly.
std::vector<algebra::Rational> exact(const std::vector<double>& place);

/// One zero at rising precision: each refinement starts from the best one so far.
class RefinedZero {
 public:
  /// `refiner` must outlive this; `start`: the approximation.
  RefinedZero(const Refiner& refiner, std::vector<algebra::Rational> start) : refiner_(&refiner), best_{} {
    best_.point = std::move(start);
  }
  /// The zero rounded to multiples of about 2^-bits max(1, |zero|), hence with errors of that size; nullopt when
  /// Gauss-Newton does not get there.
  std::optional<std::vector<algebra::Rational>> at(int bits);
  /// How the last refinement converged.
  Convergence convergence() const { return best_.convergence; }

 private:
  const Refiner* refiner_;
  Refinement best_;
  bool failed_ = false;
};

/// The rank over C of the Jacobian at a point of C^n, of a refiner of a real form: half of what is decided in R^2n;
/// nullopt where that is not. point: its parts to any precision in bits, or nullopt.
std::optional<std::size_t> complex_rank(
    const Refiner& real_form, const std::function<std::optional<std::vector<algebra::Rational>>(int bits)>& point,
    const eval::RankOptions& options = {});

/// The decided rank of the Jacobian of `system` (square or not, in complex variables) at the zero near `point`,
/// singular or not: the point is refined to each precision first. Undecided when the point cannot be refined. At real
/// points of real systems in real arithmetic.
eval::RankDecision jacobian_rank(const algebra::Program& system, std::span<const algebra::GaussianRational> point,
                                 const eval::RankOptions& options = {});

}  // namespace polyscape::critical
