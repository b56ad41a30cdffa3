#pragma once
/// The rank of a matrix that is known to any precision, decided by what its singular values do as the precision rises:
/// those that shrink with it are zero, those that stay are not. One threshold at one precision decides nothing.
#include <functional>
#include <optional>
#include <vector>

#include "polyscape/eval/evaluator.hpp"

namespace polyscape::eval {

/// The matrix as exact dyadic numbers, with entries correct to about `bits` bits relative to its largest entry; nullopt
/// when it cannot be had that precisely.
using MatrixSource = std::function<std::optional<algebra::GaussianMatrix>(int bits)>;

struct RankOptions {
  int first_bits = 64;  ///< the precisions double from here
  int last_bits = 512;  ///< a value is called zero only when it shrank all the way to this precision
  int max_bits = 4096;  ///< how far to go while something is undecided
};

struct RankDecision {
  std::size_t rank = 0, rows = 0, columns = 0;
  bool decided = false;    ///< every singular value either shrank or stayed
  int precision_bits = 0;  ///< the last precision computed
  int settled_bits = 0;    ///< from this precision on the answer was the same; 0 if undecided
  /// log10 of the singular values at the last precision, falling; -infinity for an exact zero.
  std::vector<double> log10_singular_values;
  double log10_gap =
      0;  ///< between the smallest nonzero and the largest zero one; infinity when one side is empty or 0
};

/// Decides the rank over C. When all singular values stay at the first doubling the rank is full and no higher
/// precision is needed. A source that fails leaves the decision open: `rank` then counts the values that did not
/// shrink. Throws ArgumentError when the shape changes between precisions.
RankDecision decide_rank(const MatrixSource& source, const RankOptions& options = {});
/// Of the Jacobian at a point, in real numbers where program and point are real.
RankDecision rank_at(const Evaluator& evaluator, const PointSource& point, const RankOptions& options = {});

/// The Jacobian at a point, computed with some bits to spare.
MatrixSource jacobian_at(const Evaluator& evaluator, const PointSource& point);

/// What a quantity does between two precisions.
enum class Trend { stays, shrinks, open };

/// log2_before, log2_after: log2 of its modulus at `bits` and at 2 * `bits`, relative to the scale of its problem.
/// It stays when it changes by less than one binary digit and stands eight clear of the coarser precision's rounding
/// errors (2^-bits); it shrinks when it falls by at least bits / 4 digits, counted from that rounding level where it
/// was below it before. Anything else is open: a higher precision decides.
Trend trend(double log2_before, double log2_after, int bits);

/// Whether numbers are all zero, by what they do between two precisions: yes when all shrink, no when one stays, else
/// open (nullopt). As many before as after.
std::optional<bool> vanish(const std::vector<double>& log2_before, const std::vector<double>& log2_after, int bits);

}  // namespace polyscape::eval
