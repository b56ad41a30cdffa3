#pragma once
/// What a critical point is: loss, inertia of the Hessian, kind, zero loss, arguments inside their intervals.
#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/kind.hpp"
#include "polyscape/base/certainty.hpp"
#include "polyscape/eval/symmetric.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/solve/solver.hpp"

namespace polyscape::critical {

struct Orbits;

using algebra::Kind;
/// Of an inertia (n-, n0, n+): degenerate when n0 > 0, whatever the rest; a point of no variables is a minimum.
Kind kind_of(const eval::Inertia& inertia);

struct CriticalPoint {
  bool examined = true;       ///< false: the job was cancelled before, and nothing else is known
  std::complex<double> loss;  ///< regularisation included; real at real points
  /// Every residual vanishes: with a square loss only. Left out when undecided.
  std::optional<bool> zero_loss;
  Evidence zero_loss_by = Evidence::numerical;
  double condition = 0;  ///< of the Hessian: extreme singular values; infinity when singular
  // Real points only.
  std::optional<eval::InertiaDecision> inertia;  ///< of the full M x M Hessian
  std::optional<Kind> kind;
  std::optional<bool> in_interval;  ///< arguments of approximated functions, where there are any: inside the intervals
  /// The coordinates as decimal strings (re, im), when doubles do not single the point out (not a certificate).
  std::optional<std::vector<std::array<std::string, 2>>> digits;
};

/// The coordinates as decimal strings (re, im), to all the digits that they are known to, 40 at least.
std::vector<std::array<std::string, 2>> digits_of(const solve::Solution& solution);

/// A model made ready for looking at its critical points. Thread-safe.
class Landscape {
 public:
  explicit Landscape(const model::Model& model);
  ~Landscape();
  Landscape(Landscape&&) noexcept;

  /// Looks at one solution of the gradient system. A real point is refined to each precision first; one that cannot be
  /// (Newton does not converge) has an undecided inertia.
  CriticalPoint examine(const solve::Solution& solution, const eval::RankOptions& options = {}) const;
  /// All solutions of the gradient system, in order; `threads` 0: every core. orbits: of them under the model's
  /// symmetries (orbits.hpp). One of each orbit and its conjugate is looked at, the others share what it is. Points
  /// closer to another one than doubles tell apart get digits. `done` is called, from several threads at once, for each
  /// one, whether it is looked at or shares. Those that a cancelled job does not get to are not `examined`.
  std::vector<CriticalPoint> examine_all(std::span<const solve::Solution> solutions, const Orbits& orbits,
                                         int threads = 0, const std::function<void()>& done = {},
                                         const eval::RankOptions& options = {}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape::critical
