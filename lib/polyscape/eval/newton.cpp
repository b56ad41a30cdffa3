#include "polyscape/eval/newton.hpp"

#include <cmath>

#include "polyscape/base/error.hpp"
#include "polyscape/eval/linear_solve_kernel.hpp"
#include "polyscape/eval/tapes_kernel.hpp"

namespace polyscape::eval {

using algebra::GaussianRational;
using algebra::Rational;

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
constexpr std::size_t stagnation_window = 40;  // long: near a curved component damped steps gain little at first
constexpr double least_coordinate = 1e-3;      // what counts as the size of a smaller one, when terms are added up

/// How large the terms are that make up each row of the Jacobian, whatever of them cancels: the tape run on moduli. A
/// row that vanishes at a multiple zero is small against this, not against itself.
class TermSizes {
 public:
  explicit TermSizes(const TapeCode& code) : tape_(moduli_of(code)) {}
  struct Rows {
    std::vector<double> jacobian, value;  ///< sums over j of |J_ij|, and of |J_ij x_j|
  };
  Rows at(const std::vector<double>& moduli) const {
    TapeWorkspace<double> work(tape_);
    std::vector<Complex<double>> x;
    for (const double m : moduli) x.push_back({std::max(m, least_coordinate), 0});
    work.jacobian(x, {});
    const auto& entries = tape_.code->entries;
    Rows rows{std::vector<double>(moduli.size(), 0.0), std::vector<double>(moduli.size(), 0.0)};
    for (std::size_t k = 0; k < entries.size(); ++k) {
      rows.jacobian[entries[k].row] += work.entry(k).re;
      rows.value[entries[k].row] += work.entry(k).re * x[entries[k].column].re;
    }
    return rows;
  }

 private:
  static BoundTape<double> moduli_of(const TapeCode& code) {
    BoundTape<double> tape(code, double_bits);
    for (auto& c : tape.constants) c = {std::hypot(c.re, c.im), 0};
    for (double& f : tape.real_factors) f = std::abs(f);
    return tape;
  }
  BoundTape<double> tape_;
};

/// log2 of the largest modulus, about, over the scale, also where that is too small for a double; -infinity for 0.
template <class Z>
double log2_size(const std::vector<Z>& x, double scale) {
  double largest = -HUGE_VAL;
  for (const Z& z : x) largest = std::max(largest, log2_sizes({to_exact(z)}).front());
  return largest - std::log2(scale);
}

/// One scalar's Newton iteration; see NewtonSolver.
template <class Real>
NewtonOutcome newton(const BoundTape<Real>& tape, const TermSizes& terms, std::size_t n, const Point& start, int bits,
                     int max_iterations) {
  using Z = Complex<Real>;
  TapeWorkspace<Real> work(tape);
  LinearSolver<Real> solver(n);
  std::vector<Z> x, dx(n);
  for (const GaussianRational& z : start) x.push_back(from_exact<Real>(z, bits));

  NewtonOutcome outcome;
  const Z zero = from_exact<Real>(GaussianRational(0), bits);
  const auto sizes = [&] {
    std::vector<double> moduli;
    for (const Z& z : x) moduli.push_back(size(z));
    return terms.at(moduli);
  };
  const auto residual = [&](const TermSizes::Rows& rows) {
    double largest = 0;
    for (std::size_t i = 0; i < n; ++i)
      largest = std::max(largest, size(work.value(i)) / std::max(rows.value[i], 1e-300));
    return largest;
  };
  for (int iteration = 0;; ++iteration) {
    work.jacobian(x, {});
    double scale = 1;
    for (const Z& z : x) scale = std::max(scale, size(z));
    std::ranges::fill(solver.matrix(), zero);
    work.scatter(solver.matrix());
    const bool singular = !solver.factorise();
    if (iteration == max_iterations || singular) {
      const TermSizes::Rows rows = sizes();
      outcome.condition =
          singular ? HUGE_VAL : solver.weighted_inverse_norm(std::vector<double>(n, 1.0), rows.jacobian);
      outcome.residual = residual(rows);
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
    // Leaves a quarter of the digits to the condition.
    outcome.converged =
        correction > 0 ? correction <= std::ldexp(1.0, -bits * 3 / 4) : log2_size(dx, scale) <= -bits * 3 / 4;
    if (!outcome.converged) continue;
    const TermSizes::Rows rows = sizes();
    const std::vector<double> ones(n, 1.0);
    outcome.condition = solver.weighted_inverse_norm(ones, rows.jacobian);
    work.values(x, {});
    outcome.residual = residual(rows);
    break;
  }
  outcome.point.reserve(x.size());
  for (const Z& z : x) outcome.point.push_back(std::isfinite(size(z)) ? to_exact(z) : GaussianRational(0));
  return outcome;
}

/// The same with one factorisation in double precision, residuals alone in `bits`. nullopt where the Jacobian is not
/// well-conditioned or corrections do not contract: it takes Newton's method proper there.
template <class Real>
std::optional<NewtonOutcome> with_one_factorisation(const BoundTape<Real>& tape, const BoundTape<double>& in_double,
                                                    const TermSizes& terms, std::size_t n, const Point& start,
                                                    int bits) {
  constexpr double well_conditioned = 1e8, contraction = 1e-4;
  constexpr int most_bits = 800;  // residuals stay in the range of a double
  if (bits > most_bits) return std::nullopt;
  TapeWorkspace<double> rough(in_double);
  LinearSolver<double> solver(n);
  std::vector<Complex<double>> y, dx(n);
  std::vector<Complex<Real>> x;
  std::vector<double> moduli;
  for (const GaussianRational& z : start) {
    x.push_back(from_exact<Real>(z, bits));
    const std::complex<double> rounded = to_complex(x.back());
    y.push_back({rounded.real(), rounded.imag()});
    moduli.push_back(size(y.back()));
  }
  rough.jacobian(y, {});
  rough.scatter(solver.matrix());
  if (!solver.factorise()) return std::nullopt;
  const TermSizes::Rows rows = terms.at(moduli);
  NewtonOutcome outcome;
  outcome.condition = solver.weighted_inverse_norm(std::vector<double>(n, 1.0), rows.jacobian);
  if (!(outcome.condition < well_conditioned)) return std::nullopt;
  const double scale = std::max(1.0, std::ranges::max(moduli));
  TapeWorkspace<Real> work(tape);
  double correction = HUGE_VAL;
  for (const double target = std::ldexp(1.0, -bits * 3 / 4); !(correction <= target);) {
    work.values(x, {});
    for (std::size_t i = 0; i < n; ++i) {
      const std::complex<double> value = to_complex(work.value(i));
      dx[i] = {value.real(), value.imag()};
    }
    solver.solve(dx);
    double now = 0;
    for (const auto& d : dx) now = std::isfinite(size(d)) ? std::max(now, size(d) / scale) : HUGE_VAL;
    if (!std::isfinite(now) || (outcome.iterations > 0 && !(now <= target) && !(now < contraction * correction)))
      return std::nullopt;
    correction = now;
    if (outcome.iterations++ == 0) outcome.first_correction = now;
    for (std::size_t i = 0; i < n; ++i) x[i] -= from_complex<Real>({dx[i].re, dx[i].im});
  }
  outcome.last_correction = correction;
  outcome.converged = outcome.contracted = true;
  work.values(x, {});
  for (std::size_t i = 0; i < n; ++i)
    outcome.residual = std::max(outcome.residual, size(work.value(i)) / std::max(rows.value[i], 1e-300));
  outcome.point.reserve(x.size());
  for (const auto& z : x) outcome.point.push_back(to_exact(z));
  return outcome;
}

}  // namespace

struct NewtonSolver::Impl : EvaluatorTapes {
  TermSizes terms{*code};
  Tapes<DoubleDouble> double_doubles{code};
  std::size_t size() const { return code->variables; }
  /// f of the tape in arithmetic of at least so many bits.
  auto with_tape(int bits, auto f) const {
    if (bits <= double_bits) return f(doubles.at(double_bits));
    if (bits <= double_double_bits) return f(double_doubles.at(double_double_bits));
    return f(precise.at(bits));
  }
};

NewtonSolver::NewtonSolver(const algebra::Program& system) {
  if (system.outputs.size() != system.variables() || system.parameters() != 0)
    throw ArgumentError("NewtonSolver: needs as many outputs as variables and no parameters");
  impl_.reset(new Impl{{std::make_shared<const TapeCode>(compile(algebra::differentiate(system)))}});
}
NewtonSolver::~NewtonSolver() = default;

NewtonOutcome NewtonSolver::operator()(const Point& start, int bits, int max_iterations) const {
  if (start.size() != impl_->size()) throw ArgumentError("NewtonSolver: the start point has another dimension");
  return impl_->with_tape(bits, [&](const auto& tape) {
    if (bits > double_bits && max_iterations > 0)
      if (auto outcome =
              with_one_factorisation(tape, impl_->doubles.at(double_bits), impl_->terms, impl_->size(), start, bits))
        return std::move(*outcome);
    return newton(tape, impl_->terms, impl_->size(), start, bits, max_iterations);
  });
}

std::size_t NewtonSolver::vanishing(const Point& x, int bits) const {
  if (x.size() != impl_->size()) throw ArgumentError("NewtonSolver: the point has another dimension");
  return impl_->with_tape(bits, [&]<class Real>(const BoundTape<Real>& tape) {
    TapeWorkspace<Real> work(tape);
    std::vector<Complex<Real>> at;
    for (const GaussianRational& z : x) at.push_back(from_exact<Real>(z, bits));
    work.values(at, {});
    std::size_t count = 0;
    for (std::size_t i = 0; i < x.size(); ++i) count += size(work.value(i)) == 0;
    return count;
  });
}

NewtonOutcome NewtonSolver::least_squares(const Point& start, std::span<const Point> extra, int bits,
                                          int max_iterations) const {
  const std::size_t n = impl_->size(), rows = n + extra.size();
  TapeWorkspace<R> work(impl_->precise.at(bits));
  LinearSolver<R> solver(n);
  const T zero = exact_zero(bits);
  std::vector<T> x, jacobian(rows * n, zero), value(rows);
  for (const GaussianRational& z : start) x.push_back(from_exact<R>(z, bits));
  for (std::size_t e = 0; e < extra.size(); ++e)
    for (std::size_t j = 0; j < n; ++j) jacobian[(n + e) * n + j] = from_exact<R>(extra[e][j], bits);
  const auto conjugated = [](const T& z) { return T{z.re, -z.im}; };

  NewtonOutcome outcome;
  std::vector<double> residuals;
  for (; outcome.iterations <= max_iterations; ++outcome.iterations) {
    work.jacobian(x, {});
    work.scatter(jacobian);
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
    residuals.push_back(outcome.residual);
    if (residuals.size() > stagnation_window &&
        outcome.residual > 0.5 * residuals[residuals.size() - 1 - stagnation_window])
      break;
    // Normal equations: their squared condition is paid for by the working precision.
    std::vector<T> step(n, zero);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) {
        T sum = zero;
        for (std::size_t r = 0; r < rows; ++r) sum += conjugated(jacobian[r * n + i]) * jacobian[r * n + j];
        solver.matrix()[i * n + j] = sum;
      }
      for (std::size_t r = 0; r < rows; ++r) step[i] += conjugated(jacobian[r * n + i]) * value[r];
      solver.matrix()[i * n + i].re += R(outcome.residual * outcome.residual);
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
