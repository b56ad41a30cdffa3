#include "polyscape/variety/gauss_newton.hpp"

#include <Eigen/Cholesky>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/eval/linearised_kernel.hpp"

namespace polyscape::variety {

using eval::column_of;
using eval::ComplexMultiprecision;
using eval::Linearised;
using eval::Multiprecision;
using eval::Point;
using solve::Coordinates;

namespace {

// At any precision.
constexpr int quadratic_steps = 16;     // from 2^-5 to 2^-4096 quadratic convergence takes ten
constexpr int guard_bits = 48;          // working precision beyond what is asked for
constexpr double gap_bits = 8;          // a ratio of singular values that may be the edge of the rank
constexpr std::size_t most_gaps = 3;    // that are tried
constexpr double slack_bits = 24;       // how far above the rounding level |F| may stay
constexpr double runaway_bits = 40;     // of a step against the point
constexpr double quadratic_gain = 1.3;  // of the digits that a step must add, once it is small
constexpr double small_step_bits = -8;
constexpr int first_slow_step = 4;
// In doubles.
constexpr double start_scales[] = {1, 0.3, 3};
constexpr int most_steps = 400, most_dampings = 30;
constexpr double first_damping = 1e-2, least_damping = 1e-30, most_damping = 1e12;
constexpr double damping_falls = 5, damping_rises = 4;    // Marquardt 1963: slowly up, somewhat faster down
constexpr double converged = 1e-13, small_enough = 1e-8;  // |F|; the second where it falls no further
constexpr double far_away = 1e6;
constexpr double rank_gap = 1e-5;

template <class T>
double largest_log2(std::span<const T> x) {
  double result = -std::numeric_limits<double>::infinity();
  for (const T& value : x) result = std::max(result, eval::log2_size(value));
  return result;
}
template <class T>
double size_log2(const std::vector<T>& x) {
  return std::max(0.0, largest_log2(std::span(x)));
}

/// The program at one precision.
template <class T>
struct Function {
  const eval::Tapes<Multiprecision>& tapes;
  int bits;
  eval::ValueAndJacobian<T> operator()(const std::vector<T>& x) const { return tapes(std::span<const T>(x), bits); }
};

/// |F| against max(1, |J| |x|).
template <class T>
double relative_residual(const Function<T>& f, const std::vector<T>& x) {
  const auto all = f(x);
  return largest_log2(std::span<const T>(all.value)) -
         std::max(0.0, largest_log2(std::span<const T>(all.jacobian.entries)) + size_log2(x));
}

/// Further from `start` than that is from the origin: against such sizes the values of anything look small.
template <class T>
bool far_from(const std::vector<T>& start, const std::vector<T>& x) {
  const double reach = size_log2(start) + 1;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!(eval::log2_size(x[i] - start[i]) <= reach)) return true;
  return false;
}

enum class Speed { quadratic, any };

// kept = 0: square, by elimination. Where it has to be quadratic, stops early when steps no longer shrink fast enough.
template <class T>
std::optional<std::vector<T>> iterate(const Function<T>& f, std::vector<T> x, std::size_t kept, int bits, int max_steps,
                                      Speed speed) {
  const std::vector<T> start = x;
  double last = std::numeric_limits<double>::infinity();
  for (int step = 0; step < max_steps; ++step) {
    stop_if_cancelled();
    auto all = f(x);
    std::optional<std::vector<T>> dx;
    // With nothing left out elimination solves the same, for a hundredth of the work.
    if (kept == 0 || (kept == x.size() && all.value.size() == x.size()))
      dx = eval::solve_square(all.jacobian, all.value);
    if (kept > 0 && !dx)
      dx = eval::least_squares(eval::singular_values(all.jacobian, f.bits), std::span<const T>(all.value), x.size(),
                               kept);
    if (!dx) return std::nullopt;
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= (*dx)[i];
    const double size = largest_log2(std::span<const T>(*dx)) - size_log2(x);
    if (size > runaway_bits) return std::nullopt;
    if (size <= -bits) {
      if (far_from(start, x) || relative_residual(f, x) > slack_bits - bits) return std::nullopt;
      return x;
    }
    // Once small, a quadratic step loses well over half as many digits again.
    if (speed == Speed::quadratic && step >= first_slow_step && size > quadratic_gain * last && last < small_step_bits)
      return std::nullopt;
    last = size;
  }
  return std::nullopt;
}

template <class T>
Refinement refined(const eval::Evaluator& evaluator, const Point& start, int bits) {
  const std::size_t n = evaluator.variables(), m = evaluator.equations(), full = std::min(m, n);
  const auto& tapes = evaluator.tapes().precise;
  const Function<T> f{tapes, bits + guard_bits};
  const std::vector<T> x = eval::to_scalars<T>(start, f.bits);
  const auto quadratic = [&](std::size_t kept) { return iterate(f, x, kept, bits, quadratic_steps, Speed::quadratic); };
  const auto result = [&](Convergence convergence, const std::vector<T>& zero) {
    return Refinement{convergence, eval::to_exact_point(zero), bits};
  };
  if (m == n)
    if (const auto zero = quadratic(0)) return result(Convergence::quadratic, *zero);
  std::vector<std::pair<double, std::size_t>> candidates;  // (-gap, how many to keep)
  const auto values = eval::singular_values(f(x).jacobian, f.bits).values;
  for (std::size_t k = 1; k < full; ++k)
    if (const double gap = values[k - 1].log2() - values[k].log2(); gap > gap_bits) candidates.emplace_back(-gap, k);
  std::ranges::sort(candidates);
  candidates.resize(std::min(candidates.size(), most_gaps));
  candidates.emplace_back(0, full);
  for (const auto& [gap, kept] : candidates)
    if (const auto zero = quadratic(kept)) return result(Convergence::quadratic, *zero);
  // At a zero of multiplicity m, |F| falls to the m-th power of the distance: three times the digits serve m <= 3.
  const Function<T> wide{tapes, 3 * bits + guard_bits};
  if (const auto zero = iterate(wide, eval::to_scalars<T>(start, wide.bits), full, bits, 3 * bits, Speed::any))
    return result(Convergence::linear, *zero);
  return {};
}

template <class S>
std::optional<Coordinates> approached(const eval::Evaluator& evaluator, typename Linearised<S>::Vector x) {
  const auto found = [&]() { return Coordinates(x.begin(), x.end()); };
  double damping = first_damping;
  Linearised<S> here(evaluator, x);
  for (int step = 0; step < most_steps; ++step) {
    stop_if_cancelled();
    const double norm = here.value.norm();
    if (!std::isfinite(norm) || x.norm() > far_away) return std::nullopt;
    if (norm < converged) return found();
    const typename Linearised<S>::Vector gradient = here.jacobian.adjoint() * here.value;
    const typename Linearised<S>::Matrix normal = here.jacobian.adjoint() * here.jacobian;
    bool better = false;
    for (int attempt = 0; attempt < most_dampings && !better; ++attempt) {
      typename Linearised<S>::Matrix damped = normal;
      damped.diagonal().array() += damping;
      const typename Linearised<S>::Vector next = x - damped.ldlt().solve(gradient);
      Linearised<S> there(evaluator, next);
      better = there.value.norm() < norm;
      damping =
          better ? std::max(damping / damping_falls, least_damping) : std::min(damping * damping_rises, most_damping);
      if (better) {
        x = next;
        here = std::move(there);
      }
    }
    if (!better) break;  // rounding level, or a minimum of |F|
  }
  return here.value.norm() < small_enough ? std::optional(found()) : std::nullopt;
}

bool real_place(const Coordinates& x) {
  return std::ranges::all_of(x, [](const std::complex<double>& z) { return z.imag() == 0; });
}

}  // namespace

std::optional<Coordinates> Refiner::approach(Coordinates start) const {
  return evaluator_.real() && real_place(start)
             ? approached<double>(evaluator_, column_of<double>(start))
             : approached<std::complex<double>>(evaluator_, column_of<std::complex<double>>(start));
}

std::vector<Coordinates> Refiner::search(Field field, int starts, Random random, int threads,
                                         const std::function<void()>& done) const {
  std::vector<std::optional<Coordinates>> found(static_cast<std::size_t>(starts));
  parallel_for(found.size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
    Random stream = random.stream(i);
    Coordinates start(evaluator_.variables());
    const double scale = start_scales[i % std::size(start_scales)];
    for (auto& z : start) z.real(scale * stream.normal());
    if (field == Field::complex)
      for (auto& z : start) z.imag(scale * stream.normal());
    found[i] = approach(std::move(start));
    if (done) done();
  });
  std::vector<Coordinates> result;
  for (auto& point : found)
    if (point) result.push_back(std::move(*point));
  return result;
}

std::size_t Refiner::approximate_rank(const Coordinates& point) const {
  const Eigen::MatrixXcd jacobian = eval::linearised(evaluator_, point).jacobian;
  if (jacobian.size() == 0) return 0;
  const Eigen::VectorXd s = Eigen::JacobiSVD<Eigen::MatrixXcd>(jacobian).singularValues();
  return static_cast<std::size_t>((s.array() > rank_gap * std::max(s[0], 1e-300)).count());
}

Refinement Refiner::refine(const Point& start, int bits) const {
  if (start.size() != evaluator_.variables()) throw ArgumentError("Refiner::refine: wrong number of coordinates");
  if (evaluator_.equations() == 0) return {Convergence::quadratic, start, bits};
  if (start.empty()) return {};
  return evaluator_.real() && eval::is_real(start) ? refined<Multiprecision>(evaluator_, start, bits)
                                                   : refined<ComplexMultiprecision>(evaluator_, start, bits);
}

std::optional<Point> RefinedZero::at(int bits) {
  if (failed_) return std::nullopt;
  if (best_.bits < bits) {
    Refinement next = refiner_->refine(best_.point, bits);
    if (next.convergence == Convergence::none) {
      failed_ = true;
      return std::nullopt;
    }
    best_ = std::move(next);
  }
  return eval::on_grid(best_.point, bits);
}

eval::RankDecision jacobian_rank(const algebra::Program& system, const Point& point, const eval::RankOptions& options) {
  const Refiner refiner(system);
  RefinedZero zero(refiner, point);
  return eval::rank_at(refiner.evaluator(), zero.source(), options);
}

}  // namespace polyscape::variety
