#include "polyscape/eval/point.hpp"

#include <map>
#include <mutex>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/linear_solve_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"

namespace polyscape::eval {

using algebra::GaussianRational;

Point exact_point(std::span<const std::complex<double>> coordinates) {
  Point point;
  for (const auto& z : coordinates) point.push_back(GaussianRational::from_complex(z));
  return point;
}

std::vector<std::complex<double>> rounded(const Point& point) {
  std::vector<std::complex<double>> result;
  for (const GaussianRational& z : point) result.push_back(z.to_complex());
  return result;
}

Point rounded_to(const Point& point, int bits) {
  Point result;
  for (const GaussianRational& z : point)
    result.emplace_back(Multiprecision(z.re, bits).to_exact(), Multiprecision(z.im, bits).to_exact());
  return result;
}

double distance(const Point& a, const Point& b) {
  if (a.size() != b.size()) throw ArgumentError("distance: points of different dimension");
  double largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs((a[i] - b[i]).to_complex()));
  return largest;
}

double magnitude(const Point& a) {
  double largest = 0;
  for (const GaussianRational& z : a) largest = std::max(largest, std::abs(z.to_complex()));
  return largest;
}

namespace {
using R = Multiprecision;
using T = Complex<R>;

T exact_zero(int bits) { return from_exact<R>(GaussianRational(0), bits); }

Point exact(const std::vector<T>& x) {
  Point point;
  for (const T& z : x) point.push_back(std::isfinite(size(z)) ? to_exact(z) : GaussianRational(0));
  return point;
}
}  // namespace

namespace {

constexpr int double_bits = 53, double_double_bits = 106;

/// One scalar's Newton iteration; see NewtonSolver.
template <class Real>
NewtonOutcome newton(const BoundTape<Real>& tape, std::size_t n, const Point& start, int bits, int max_iterations) {
  using Z = Complex<Real>;
  const TapeCode& code = *tape.code;
  TapeWorkspace<Real> work(tape, 0);
  LinearSolver<Real> solver(n);
  std::vector<Z> x, dx(n);
  for (const GaussianRational& z : start) x.push_back(from_exact<Real>(z, bits));

  NewtonOutcome outcome;
  const Z zero = from_exact<Real>(GaussianRational(0), bits);
  std::vector<double> row_terms(n);
  const auto measure_residual = [&] {
    outcome.residual = 0;
    for (std::size_t i = 0; i < n; ++i)
      outcome.residual = std::max(outcome.residual, size(work.value(i)) / std::max(row_terms[i], 1e-300));
  };
  for (int iteration = 0;; ++iteration) {
    work.jacobian(x, {});
    double scale = 1;
    for (const Z& z : x) scale = std::max(scale, size(z));
    std::ranges::fill(solver.matrix(), zero);
    std::ranges::fill(row_terms, 0.0);
    for (std::size_t k = 0; k < code.entries.size(); ++k) {
      const auto [row, column] = code.entries[k];
      solver.matrix()[row * n + column] = work.entry(k);
      row_terms[row] += size(work.entry(k)) * std::max(size(x[column]), 1e-3);
    }
    measure_residual();
    if (iteration == max_iterations || !solver.factorise()) {
      if (iteration < max_iterations) outcome.condition = HUGE_VAL;
      break;
    }
    for (std::size_t i = 0; i < n; ++i) dx[i] = work.value(i);
    solver.solve(dx);
    double correction = 0;
    for (const Z& d : dx) correction = std::isfinite(size(d)) ? std::max(correction, size(d) / scale) : HUGE_VAL;
    outcome.last_correction = correction;
    if (iteration == 0) outcome.first_correction = correction;
    ++outcome.iterations;
    if (!std::isfinite(correction)) break;
    for (std::size_t i = 0; i < n; ++i) x[i] -= dx[i];
    outcome.converged = correction <= std::ldexp(1.0, -bits * 3 / 4);  // leaves a quarter of the digits to the condition
    if (!outcome.converged) continue;
    std::vector<double> row_sums(n, 0.0);
    for (std::size_t k = 0; k < code.entries.size(); ++k) row_sums[code.entries[k].row] += size(work.entry(k));
    double norm = 0;
    for (std::size_t i = 0; i < n; ++i) norm = std::max(norm, row_sums[i] * solver.row_scale(i));
    const std::vector<double> ones(n, 1.0);
    outcome.condition = norm * solver.inverse_norm(ones);
    work.values(x, {});
    measure_residual();
    break;
  }
  for (const Z& z : x) outcome.point.push_back(std::isfinite(size(z)) ? to_exact(z) : GaussianRational(0));
  return outcome;
}

}  // namespace

struct NewtonSolver::Impl {
  std::size_t n;
  TapeCode code;
  std::unique_ptr<const BoundTape<double>> in_double;
  std::unique_ptr<const BoundTape<DoubleDouble>> double_double;
  std::mutex mutex;
  std::map<int, std::unique_ptr<const BoundTape<R>>> tapes;  // by precision

  const BoundTape<R>& tape(int bits) {
    const std::lock_guard lock(mutex);
    auto& entry = tapes[bits];
    if (!entry) entry = std::make_unique<const BoundTape<R>>(code, bits);
    return *entry;
  }
};

NewtonSolver::NewtonSolver(const algebra::Program& system) : impl_(std::make_unique<Impl>()) {
  if (system.outputs.size() != system.variables() || system.parameters() != 0)
    throw ArgumentError("NewtonSolver: needs as many outputs as variables and no parameters");
  impl_->n = system.variables();
  impl_->code = compile(algebra::differentiate(system));
  impl_->in_double = std::make_unique<const BoundTape<double>>(impl_->code, double_bits);
  impl_->double_double = std::make_unique<const BoundTape<DoubleDouble>>(impl_->code, double_double_bits);
}
NewtonSolver::~NewtonSolver() = default;

NewtonOutcome NewtonSolver::operator()(const Point& start, int bits, int max_iterations) const {
  if (start.size() != impl_->n) throw ArgumentError("NewtonSolver: the start point has another dimension");
  if (bits <= double_bits) return newton(*impl_->in_double, impl_->n, start, bits, max_iterations);
  if (bits <= double_double_bits) return newton(*impl_->double_double, impl_->n, start, bits, max_iterations);
  return newton(impl_->tape(bits), impl_->n, start, bits, max_iterations);
}

NewtonOutcome NewtonSolver::least_squares(const Point& start, std::span<const Point> extra, int bits,
                                          int max_iterations) const {
  const std::size_t n = impl_->n, rows = n + extra.size();
  const TapeCode& code = impl_->code;
  TapeWorkspace<R> work(impl_->tape(bits), 0);
  LinearSolver<R> solver(n);
  const T zero = exact_zero(bits);
  std::vector<T> x, jacobian(rows * n, zero), value(rows);
  for (const GaussianRational& z : start) x.push_back(from_exact<R>(z, bits));
  for (std::size_t e = 0; e < extra.size(); ++e)
    for (std::size_t j = 0; j < n; ++j) jacobian[(n + e) * n + j] = from_exact<R>(extra[e][j], bits);
  const auto conjugated = [](const T& z) { return T{z.re, -z.im}; };

  NewtonOutcome outcome;
  for (; outcome.iterations <= max_iterations; ++outcome.iterations) {
    work.jacobian(x, {});
    for (std::size_t k = 0; k < code.entries.size(); ++k)
      jacobian[code.entries[k].row * n + code.entries[k].column] = work.entry(k);
    outcome.residual = 0;
    double largest = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      value[i] = i < n ? work.value(i) : -from_exact<R>(extra[i - n][n], bits);
      if (i >= n)
        for (std::size_t j = 0; j < n; ++j) value[i] += jacobian[i * n + j] * x[j];
      outcome.residual = std::max(outcome.residual, size(value[i]));
      for (std::size_t j = 0; j < n; ++j) largest = std::max(largest, size(jacobian[i * n + j]));
    }
    outcome.converged = outcome.residual <= std::ldexp(1.0, 16 - bits / 2) * std::max(largest, 1.0);
    if (outcome.converged || !std::isfinite(outcome.residual)) break;
    // Normal equations: their squared condition is paid for by the working precision.
    std::vector<T> step(n, zero);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        T sum = zero;
        for (std::size_t r = 0; r < rows; ++r) sum += conjugated(jacobian[r * n + i]) * jacobian[r * n + j];
        solver.matrix()[i * n + j] = sum;
      }
      for (std::size_t r = 0; r < rows; ++r) step[i] += conjugated(jacobian[r * n + i]) * value[r];
      solver.matrix()[i * n + i].re += R(outcome.residual * std::max(largest, 1e-30));
    }
    if (!solver.factorise()) break;
    solver.solve(step);
    outcome.last_correction = 0;
    for (std::size_t j = 0; j < n; ++j) {
      outcome.last_correction = std::max(outcome.last_correction, size(step[j]));
      x[j] -= step[j];
    }
    if (outcome.iterations == 0) outcome.first_correction = outcome.last_correction;
  }
  outcome.point = exact(x);
  return outcome;
}

}  // namespace polyscape::eval
