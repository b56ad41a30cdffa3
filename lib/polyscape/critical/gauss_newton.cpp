#include "polyscape/critical/gauss_newton.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/critical/real_form.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/eval/real_kernel.hpp"

namespace polyscape::critical {

using algebra::Rational;
using eval::Real;
using eval::RealEvaluator;

namespace {

constexpr int quadratic_steps = 16;  // from 2^-5 to 2^-4096 quadratic convergence takes ten
constexpr int guard_bits = 48;       // working precision beyond what is asked for
const double start_scales[] = {1, 0.3, 3};
constexpr double gap_bits = 8;     // a ratio of singular values that may be the edge of the rank
constexpr double slack_bits = 24;  // how far above the rounding level |F| may stay

double largest_log2(std::span<const Real> x) {
  double result = -std::numeric_limits<double>::infinity();
  for (const Real& value : x) result = std::max(result, value.log2());
  return result;
}

double size_log2(std::span<const Real> x) { return std::max(0.0, largest_log2(x)); }

struct Iterate {
  std::vector<Real> x;
  bool converged = false;
  double log2_residual = 0;
};

double relative_residual(const RealEvaluator<Real>& f, const std::vector<Real>& x) {
  const auto all = f(x);
  return largest_log2(all.value) - std::max(0.0, largest_log2(all.jacobian.entries) + size_log2(x));
}

/// Further from `start` than that is from the origin: against such sizes the values of anything look small.
bool far_from(const std::vector<Real>& start, const std::vector<Real>& x) {
  const double reach = size_log2(start) + 1;
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!((x[i] - start[i]).log2() <= reach)) return true;
  return false;
}

// kept = 0: square, by elimination. Stops early when steps no longer shrink fast enough to be quadratic.
Iterate iterate(const RealEvaluator<Real>& f, std::vector<Real> x, std::size_t kept, int bits, int max_steps,
                bool quadratic) {
  const std::vector<Real> start = x;
  double last = std::numeric_limits<double>::infinity();
  for (int step = 0; step < max_steps; ++step) {
    stop_if_cancelled();
    auto all = f(x);
    std::optional<std::vector<Real>> dx;
    // With nothing left out elimination solves the same, for a hundredth of the work.
    if (kept == 0 || (kept == x.size() && all.value.size() == x.size()))
      dx = eval::solve_square(all.jacobian, all.value);
    if (kept > 0 && !dx)
      dx = eval::least_squares(eval::singular_values(all.jacobian, f.bits()), all.value, x.size(), kept);
    if (!dx) return {x, false, 0};
    for (std::size_t i = 0; i < x.size(); ++i) x[i] -= (*dx)[i];
    const double size = largest_log2(*dx) - size_log2(x);
    if (size > 40) return {x, false, 0};
    if (size <= -bits) {
      if (far_from(start, x)) return {x, false, 0};
      const double residual = relative_residual(f, x);
      return {std::move(x), residual <= slack_bits - bits, residual};
    }
    // Once small, a quadratic step loses well over half as many digits again.
    if (quadratic && step >= 4 && size > 1.3 * last && last < -8) return {x, false, 0};
    last = size;
  }
  return {x, false, 0};
}

}  // namespace

struct Refiner::Impl {
  eval::PreciseEvaluators precise;
  RealEvaluator<double> doubles;
  std::size_t equations, variables;
  explicit Impl(algebra::Differentiated differentiated)
      : precise(std::move(differentiated)),
        doubles(precise.program(), 53),
        equations(precise.program().values),
        variables(precise.program().program.variables()) {}
};

Refiner::Refiner(const algebra::Program& program) : Refiner(algebra::differentiate(program)) {}
Refiner::Refiner(algebra::Differentiated differentiated) : impl_(std::make_unique<Impl>(std::move(differentiated))) {}
Refiner::~Refiner() = default;
Refiner::Refiner(Refiner&&) noexcept = default;
Refiner& Refiner::operator=(Refiner&&) noexcept = default;
std::size_t Refiner::variables() const { return impl_->variables; }
std::size_t Refiner::equations() const { return impl_->equations; }

std::optional<std::vector<double>> Refiner::approach(std::vector<double> x, int max_iterations) const {
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const auto n = static_cast<Eigen::Index>(impl_->variables), m = static_cast<Eigen::Index>(impl_->equations);
  double damping = 1e-2;
  auto all = impl_->doubles(x);
  for (int step = 0; step < max_iterations; ++step) {
    stop_if_cancelled();
    const Eigen::Map<const Eigen::VectorXd> r(all.value.data(), m);
    const Eigen::Map<const Matrix> jacobian(all.jacobian.entries.data(), m, n);
    const double norm = r.norm();
    if (!std::isfinite(norm) || Eigen::Map<const Eigen::VectorXd>(x.data(), n).norm() > 1e6) return std::nullopt;
    if (norm < 1e-13) return x;
    const Eigen::VectorXd gradient = jacobian.transpose() * r;
    const Eigen::MatrixXd normal = jacobian.transpose() * jacobian;
    bool better = false;
    for (int attempt = 0; attempt < 30 && !better; ++attempt) {
      Eigen::MatrixXd damped = normal;
      damped.diagonal().array() += damping;
      const Eigen::VectorXd dx = damped.ldlt().solve(gradient);
      std::vector<double> next = x;
      for (Eigen::Index i = 0; i < n; ++i) next[static_cast<std::size_t>(i)] -= dx[i];
      auto there = impl_->doubles(next);
      better = Eigen::Map<const Eigen::VectorXd>(there.value.data(), m).norm() < norm;
      damping = better ? std::max(damping / 5, 1e-30) : std::min(damping * 4, 1e12);
      if (better) {
        x = std::move(next);
        all = std::move(there);
      }
    }
    if (!better) return norm < 1e-8 ? std::optional(x) : std::nullopt;  // rounding level, or a minimum of |F|
  }
  return Eigen::Map<const Eigen::VectorXd>(all.value.data(), m).norm() < 1e-8 ? std::optional(x) : std::nullopt;
}

std::vector<std::vector<double>> Refiner::search(int starts, Random random, int threads,
                                                 const std::function<void()>& done) const {
  std::vector<std::optional<std::vector<double>>> found(static_cast<std::size_t>(starts));
  parallel_for(found.size(), static_cast<std::size_t>(threads), [&](std::size_t i) {
    Random stream = random.stream(i);
    std::vector<double> start(variables());
    for (double& x : start) x = start_scales[i % std::size(start_scales)] * stream.normal();
    found[i] = approach(std::move(start));
    if (done) done();
  });
  std::vector<std::vector<double>> result;
  for (auto& point : found)
    if (point) result.push_back(std::move(*point));
  return result;
}

std::vector<Rational> exact(const std::vector<double>& place) {
  std::vector<Rational> result;
  for (const double x : place) result.push_back(Rational::from_double(x));
  return result;
}

std::size_t Refiner::approximate_rank(const std::vector<double>& point) const {
  auto all = impl_->doubles(point);
  using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Map<const Matrix> jacobian(all.jacobian.entries.data(), static_cast<Eigen::Index>(equations()),
                                          static_cast<Eigen::Index>(variables()));
  if (jacobian.size() == 0) return 0;
  const Eigen::VectorXd s = Eigen::BDCSVD<Eigen::MatrixXd>(jacobian).singularValues();
  return static_cast<std::size_t>((s.array() > 1e-5 * std::max(s[0], 1e-300)).count());
}

Refinement Refiner::refine(std::span<const Rational> start, int bits, bool quadratic_only) const {
  if (start.size() != variables()) throw ArgumentError("Refiner::refine: wrong number of coordinates");
  Refinement result;
  const std::size_t full = std::min(equations(), variables());
  const auto accept = [&](Iterate&& found, Convergence convergence, std::size_t kept) {
    result = {convergence, eval::to_rational(found.x), bits, kept, found.log2_residual};
    return result;
  };
  if (full == 0) {
    result.convergence = equations() == 0 ? Convergence::quadratic : Convergence::none;
    result.point.assign(start.begin(), start.end());
    result.bits = bits;
    return result;
  }
  const RealEvaluator<Real>& f = impl_->precise.at(bits + guard_bits);
  const std::vector<Real> x = eval::to_real(start, f.bits());
  if (equations() == variables())
    if (Iterate found = iterate(f, x, 0, bits, quadratic_steps, true); found.converged)
      return accept(std::move(found), Convergence::quadratic, full);
  std::vector<std::pair<double, std::size_t>> candidates;  // (-gap, how many to keep)
  const auto values = eval::singular_values(f(x).jacobian, f.bits()).values;
  for (std::size_t k = 1; k < full; ++k)
    if (const double gap = values[k - 1].log2() - values[k].log2(); gap > gap_bits) candidates.emplace_back(-gap, k);
  std::sort(candidates.begin(), candidates.end());
  candidates.resize(std::min<std::size_t>(candidates.size(), 3));
  candidates.emplace_back(0, full);
  for (const auto& [gap, kept] : candidates)
    if (Iterate found = iterate(f, x, kept, bits, quadratic_steps, true); found.converged)
      return accept(std::move(found), Convergence::quadratic, kept);
  if (quadratic_only) return result;
  // At a zero of multiplicity m, |F| falls to the m-th power of the distance: three times the digits serve m <= 3.
  const RealEvaluator<Real>& wide = impl_->precise.at(3 * bits + guard_bits);
  if (Iterate found = iterate(wide, eval::to_real(start, wide.bits()), full, bits, 3 * bits, false); found.converged)
    return accept(std::move(found), Convergence::linear, full);
  return result;
}

algebra::RationalMatrix Refiner::jacobian(std::span<const Rational> point, int bits) const {
  const RealEvaluator<Real>& f = impl_->precise.at(bits);
  const auto all = f(eval::to_real(point, bits));
  algebra::RationalMatrix result(equations(), std::vector<Rational>(variables()));
  for (std::size_t i = 0; i < equations(); ++i)
    for (std::size_t j = 0; j < variables(); ++j) result[i][j] = all.jacobian(i, j).to_rational();
  return result;
}

std::vector<Rational> Refiner::values(std::span<const Rational> point, int bits) const {
  const RealEvaluator<Real>& f = impl_->precise.at(bits);
  return eval::to_rational(f(eval::to_real(point, bits)).value);
}

std::optional<std::vector<Rational>> RefinedZero::at(int bits) {
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

std::optional<std::size_t> complex_rank(const Refiner& real_form,
                                        const std::function<std::optional<std::vector<Rational>>(int bits)>& point,
                                        const eval::RankOptions& options) {
  const eval::RankDecision decision = eval::decide_rank(
      [&](int bits) -> std::optional<algebra::RationalMatrix> {
        const auto x = point(bits);
        if (!x) return std::nullopt;
        return real_form.jacobian(*x, bits);
      },
      options);
  return decision.decided ? std::optional(decision.rank / 2) : std::nullopt;
}

eval::RankDecision jacobian_rank(const algebra::Program& system, std::span<const algebra::GaussianRational> point,
                                 const eval::RankOptions& options) {
  bool real = true;
  for (const auto& z : point) real = real && z.is_real();
  for (algebra::Program::Node i = 0; i < system.size(); ++i)
    real = real && (!system.is_constant(i) || system.constant_value(i).is_real());
  std::vector<Rational> parts = split(point);
  if (real) parts.resize(point.size());
  const Refiner refiner(real ? system : real_form(system));
  RefinedZero zero(refiner, parts);
  const auto source = [&](int bits) -> std::optional<algebra::RationalMatrix> {
    const auto refined = zero.at(bits);
    if (!refined) return std::nullopt;
    return refiner.jacobian(*refined, bits);
  };
  eval::RankDecision result = eval::decide_rank(source, options);
  if (!real) {  // every singular value of the complex Jacobian occurs twice in its real form
    result.rank /= 2;
    result.rows /= 2;
    result.columns /= 2;
    std::vector<double> once;
    for (std::size_t i = 0; i < result.log10_singular_values.size(); i += 2)
      once.push_back(result.log10_singular_values[i]);
    result.log10_singular_values = once;
  }
  return result;
}

}  // namespace polyscape::critical
