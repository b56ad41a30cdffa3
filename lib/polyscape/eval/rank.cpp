#include "polyscape/eval/rank.hpp"

#include <cmath>
#include <limits>

#include "polyscape/base/limit.hpp"
#include "polyscape/eval/dense_kernel.hpp"

namespace polyscape::eval {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double log10_of_2 = 0.30102999566398120;

struct Level {
  int bits;
  std::size_t rows, columns;
  std::vector<double> log2;  // singular values, falling
};

template <class T>
std::vector<double> log2_singular_values(const algebra::GaussianMatrix& matrix, int bits) {
  std::vector<double> result;
  for (const Multiprecision& value : singular_values(to_dense<T>(matrix, bits), bits).values)
    result.push_back(value.log2());
  return result;
}

std::optional<Level> level_at(const MatrixSource& source, int bits) {
  stop_if_cancelled();
  const std::optional<algebra::GaussianMatrix> matrix = source(bits);
  if (!matrix) return std::nullopt;
  Level level{bits, matrix->size(), matrix->empty() ? 0 : matrix->front().size(), {}};
  if (level.rows == 0 || level.columns == 0) return level;
  level.log2 = std::ranges::all_of(*matrix, is_real) ? log2_singular_values<Multiprecision>(*matrix, bits)
                                                     : log2_singular_values<ComplexMultiprecision>(*matrix, bits);
  return level;
}

// Values that do not shrink from a to b, and whether each of them stays. `scale`: log2 of the largest value at any
// precision; against the largest of its own level a matrix that shrinks as a whole would seem to stay.
struct Comparison {
  std::size_t nonzero = 0;
  bool open = false;
};
Comparison compare(const Level& a, const Level& b, double scale) {
  Comparison result;
  for (std::size_t i = 0; i < a.log2.size(); ++i) {
    const Trend t = trend(a.log2[i] - scale, b.log2[i] - scale, a.bits);
    if (t != Trend::shrinks) ++result.nonzero;
    if (t == Trend::open) result.open = true;
  }
  return result;
}

}  // namespace

Trend trend(double log2_before, double log2_after, int bits) {
  if (log2_after == -infinity) return Trend::shrinks;
  if (std::abs(log2_before - log2_after) < 1) return log2_after > 8 - bits ? Trend::stays : Trend::open;
  // What is below the rounding level of the coarser precision (a lucky 0, say) counts as being there.
  if (std::max(log2_before, -static_cast<double>(bits)) - log2_after >= bits / 4.0) return Trend::shrinks;
  return Trend::open;
}

std::optional<bool> vanish(const std::vector<double>& log2_before, const std::vector<double>& log2_after, int bits) {
  bool all_shrink = true;
  for (std::size_t i = 0; i < log2_before.size(); ++i) {
    const Trend t = trend(log2_before[i], log2_after[i], bits);
    if (t == Trend::stays) return false;
    all_shrink = all_shrink && t == Trend::shrinks;
  }
  return all_shrink ? std::optional(true) : std::nullopt;
}

RankDecision decide_rank(const MatrixSource& source, const RankOptions& options) {
  RankDecision result;
  std::vector<Level> levels;
  Comparison last;
  double scale = -infinity;
  for (int bits = options.first_bits; bits <= std::max(options.max_bits, options.last_bits); bits *= 2) {
    const std::optional<Level> level = level_at(source, bits);
    if (!level) break;
    if (!levels.empty() && (level->rows != levels[0].rows || level->columns != levels[0].columns))
      throw ArgumentError("decide_rank: the matrix changes its shape");
    levels.push_back(*level);
    if (!level->log2.empty()) scale = std::max(scale, level->log2[0]);
    if (level->log2.empty() || level->log2[0] == -infinity) {  // no entries, or exactly zero ones
      result.decided = true;
      if (bits >= options.last_bits || level->log2.empty()) break;
      continue;
    }
    result.decided = false;
    if (levels.size() < 2) continue;
    last = compare(levels[levels.size() - 2], levels.back(), scale);
    const bool full = last.nonzero == level->log2.size();
    result.decided = !last.open && (full || bits >= options.last_bits);
    if (result.decided) break;
  }
  if (levels.empty()) return result;
  const Level& final = levels.back();
  result.rows = final.rows;
  result.columns = final.columns;
  result.precision_bits = final.bits;
  result.rank = last.nonzero;
  for (const double value : final.log2) result.log10_singular_values.push_back(value * log10_of_2);
  if (levels.size() >= 2 && final.log2.size() > 0 && final.log2[0] != -infinity)
    for (std::size_t k = levels.size() - 1; result.decided && k > 0; --k) {
      const Comparison c = compare(levels[k - 1], levels[k], scale);
      if (c.open || c.nonzero != result.rank) break;
      result.settled_bits = levels[k].bits;
    }
  else if (result.decided)
    result.settled_bits = final.bits;
  const auto& values = result.log10_singular_values;
  result.log10_gap =
      result.rank == 0 || result.rank == values.size() ? infinity : values[result.rank - 1] - values[result.rank];
  return result;
}

MatrixSource jacobian_at(const Evaluator& evaluator, const PointSource& point) {
  constexpr int spare_bits = 32;
  return [&evaluator, point](int bits) -> std::optional<algebra::GaussianMatrix> {
    const auto x = point(bits);
    if (!x) return std::nullopt;
    return evaluator.jacobian(*x, bits + spare_bits);
  };
}

RankDecision rank_at(const Evaluator& evaluator, const PointSource& point, const RankOptions& options) {
  return decide_rank(jacobian_at(evaluator, point), options);
}

}  // namespace polyscape::eval
