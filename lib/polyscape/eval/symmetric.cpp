#include "polyscape/eval/symmetric.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/base/limit.hpp"
#include "polyscape/eval/dense_kernel.hpp"

namespace polyscape::eval {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Eigenvalues by falling modulus: the zero ones are the last.
struct Spectrum {
  int bits = 0;
  std::vector<double> log2, value;
  std::vector<int> sign;
};

std::optional<Spectrum> spectrum_at(const MatrixSource& source, int bits) {
  stop_if_cancelled();
  const auto matrix = source(bits);
  if (!matrix) return std::nullopt;
  if (!matrix->empty() && matrix->size() != matrix->front().size())
    throw ArgumentError("decide_inertia: the matrix is not square");
  if (!std::ranges::all_of(*matrix, is_real)) throw ArgumentError("decide_inertia: the matrix is not real");
  auto values = symmetric_eigenvalues(to_dense<Multiprecision>(*matrix, bits), bits);
  std::ranges::stable_sort(values, [](const Multiprecision& a, const Multiprecision& b) { return abs(a) > abs(b); });
  Spectrum result;
  result.bits = bits;
  for (const Multiprecision& x : values) {
    result.log2.push_back(x.log2());
    result.value.push_back(x.to_double());
    result.sign.push_back(x.sign());
  }
  return result;
}

struct Comparison {
  std::vector<Trend> trends;
  bool open = false;
  bool all_stay = true;
};
// `scale`: log2 of the largest modulus at any precision.
Comparison compare(const Spectrum& a, const Spectrum& b, double scale) {
  Comparison result;
  for (std::size_t i = 0; i < b.log2.size(); ++i) {
    const Trend t = b.log2[0] == -infinity ? Trend::shrinks : trend(a.log2[i] - scale, b.log2[i] - scale, a.bits);
    // Eigenvalues of equal modulus and opposite sign may change places in the order; that is harmless, since both stay.
    result.trends.push_back(t);
    result.open = result.open || t == Trend::open;
    result.all_stay = result.all_stay && t == Trend::stays;
  }
  return result;
}

void count(InertiaDecision& result, const Spectrum& spectrum, const std::vector<Trend>& trends) {
  double largest = 0, smallest = infinity;
  for (std::size_t i = 0; i < spectrum.value.size(); ++i) {
    const bool zero = spectrum.sign[i] == 0 || (i < trends.size() && trends[i] == Trend::shrinks);
    if (zero)
      ++result.inertia.zero;
    else if (spectrum.sign[i] < 0)
      ++result.inertia.negative;
    else
      ++result.inertia.positive;
    result.eigenvalues.push_back(zero ? 0 : spectrum.value[i]);
    largest = std::max(largest, std::abs(result.eigenvalues.back()));
    smallest = std::min(smallest, std::abs(result.eigenvalues.back()));
  }
  std::sort(result.eigenvalues.begin(), result.eigenvalues.end());
  result.condition = smallest == 0 ? infinity : spectrum.value.empty() ? 1 : largest / smallest;
}

}  // namespace

InertiaDecision decide_inertia(const MatrixSource& source, const RankOptions& options) {
  InertiaDecision result;
  std::optional<Spectrum> before, now;
  Comparison last;
  double scale = -infinity;
  for (int bits = options.first_bits; bits <= std::max(options.max_bits, options.last_bits); bits *= 2) {
    const auto next = spectrum_at(source, bits);
    if (!next) break;
    before = now;
    now = next;
    if (!now->log2.empty()) scale = std::max(scale, now->log2[0]);
    if (!before) continue;
    if (before->log2.size() != now->log2.size()) throw ArgumentError("decide_inertia: the matrix changes its size");
    last = compare(*before, *now, scale);
    result.decided = last.all_stay || (!last.open && bits >= options.last_bits);
    if (result.decided) break;
  }
  if (!now) return result;
  result.precision_bits = now->bits;
  count(result, *now, last.trends);
  return result;
}

InertiaDecision inertia_at(const Evaluator& gradient, const PointSource& point, const RankOptions& options) {
  return decide_inertia(jacobian_at(gradient, point), options);
}

}  // namespace polyscape::eval
