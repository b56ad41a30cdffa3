#pragma once
/// Zeros of systems of any shape, real or complex: damped Gauss-Newton in doubles, then Gauss-Newton at any precision.
#include <functional>
#include <optional>
#include <vector>

#include "polyscape/base/random.hpp"
#include "polyscape/eval/rank.hpp"
#include "polyscape/solve/same_point.hpp"

namespace polyscape::variety {

enum class Field { real, complex };

enum class Convergence {
  none,
  linear,     ///< the zero is singular: the Jacobian's rank falls there
  quadratic,  ///< the Jacobian's rank is constant near the zero
};

struct Refinement {
  Convergence convergence = Convergence::none;
  eval::Point point;  ///< dyadic; error about 2^-bits of max(1, |point|)
  int bits = 0;
};

/// Refines zeros of one program without parameters: in R^n where its constants and the start are real, else in C^n.
/// Thread-safe: calls do not share state. approach(), search() and refine() throw Cancelled when the job is.
class Refiner {
 public:
  /// Throws ArgumentError for parameters.
  explicit Refiner(const algebra::Program& program) : evaluator_(program) {}

  const eval::Evaluator& evaluator() const { return evaluator_; }

  /// Levenberg-Marquardt in doubles from `start`: a point near which |F| looks like zero, or nullopt when it ends in a
  /// minimum of |F| that does not, or runs away.
  std::optional<solve::Coordinates> approach(solve::Coordinates start) const;

  /// Where approach() leads from normally distributed starts of three sizes, in the order of the starts. threads 0:
  /// every core. `done` is called, from several threads at once, after each.
  std::vector<solve::Coordinates> search(Field field, int starts, Random random, int threads,
                                         const std::function<void()>& done = {}) const;

  /// Singular values of the Jacobian above 1e-5 of the largest, in doubles: a first guess that decides nothing.
  std::size_t approximate_rank(const solve::Coordinates& point) const;

  /// The zero near `start` to `bits` bits. Newton or Gauss-Newton with small singular values left out where a gap shows
  /// them; where that does not converge quadratically to a zero of all equations, with all of them (linear
  /// convergence). Whether F vanishes is seen at the precision asked for, never in doubles.
  Refinement refine(const eval::Point& start, int bits) const;

 private:
  eval::Evaluator evaluator_;
};

/// One zero at rising precision: each refinement starts from the best one so far.
class RefinedZero {
 public:
  /// `refiner` must outlive this; `start`: the approximation.
  RefinedZero(const Refiner& refiner, eval::Point start) : refiner_(&refiner) { best_.point = std::move(start); }
  /// The zero rounded to multiples of about 2^-bits max(1, |zero|), hence with errors of that size; nullopt when
  /// Gauss-Newton does not get there.
  std::optional<eval::Point> at(int bits);
  /// The same, for what asks by itself; this must outlive it.
  eval::PointSource source() {
    return [this](int bits) { return at(bits); };
  }
  /// How the last refinement converged.
  Convergence convergence() const { return best_.convergence; }

 private:
  const Refiner* refiner_;
  Refinement best_;
  bool failed_ = false;
};

/// The decided rank of the Jacobian of `system` (square or not, in complex variables) at the zero near `point`,
/// singular or not: the point is refined to each precision first. Undecided when the point cannot be refined.
eval::RankDecision jacobian_rank(const algebra::Program& system, const eval::Point& point,
                                 const eval::RankOptions& options = {});

}  // namespace polyscape::variety
