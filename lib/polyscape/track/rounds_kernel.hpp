#pragma once
/// The rounds of one instruction set; instantiated by a source with flags of its own.
#include "polyscape/eval/lane_evaluator_kernel.hpp"
#include "polyscape/eval/lane_solver_kernel.hpp"
#include "polyscape/track/rounds.hpp"
#include "polyscape/track/series_kernel.hpp"

namespace polyscape::track {

template <class L>
class RoundsOf final : public Rounds {
  using Real = typename L::Real;
  using Mask = typename L::Mask;
  using Complex = typename L::Complex;
  using Plain = typename L::Plain;
  using D = typename L::Base;
  using Evaluator = eval::LaneEvaluator<L>;
  using Solver = eval::LaneSolver<L>;
  static constexpr int order = Evaluator::order;

 public:
  static std::size_t bytes(const RoundsShape& shape) {
    const std::size_t n = shape.program.variables;
    return sizeof(RoundsOf) + 64 +
           sizeof(Complex) * (Evaluator::memory(shape.program) + Solver::memory(n) + (3 + Solver::norm_columns) * n) +
           sizeof(Plain) * (order + 1) * n + sizeof(Real) * (2 * n + 2 * shape.groups.count) +
           sizeof(typename Solver::Exchange) * n * L::width;
  }
  static Rounds* make(const RoundsShape& shape, void* memory) { return new (memory) RoundsOf(shape, memory); }
  static void* operator new(std::size_t, void* memory) { return memory; }  // the standard one is an inline function
  static void operator delete(void*) {}

  double* coordinates() override { return reinterpret_cast<double*>(x_); }
  const double* endpoints() const override { return reinterpret_cast<const double*>(y_); }
  const double* coefficients(int k) const override { return reinterpret_cast<const double*>(series_[k]); }
  double* parameters(int k) override { return reinterpret_cast<double*>(evaluator_.parameters(k)); }

  void run(const LaneRequest* requests, const RoundsOptions& options, LaneReport* reports) override {
    predict(requests);
    weigh(y_, options.weight_floor);
    for (int lane = 0; lane < L::width; ++lane) {
      reports[lane] = LaneReport{};
      if (requests[lane].task == LaneTask::idle) reports[lane].newton.verdict = Verdict::rejected;
    }
    bool norms = false;
    for (int lane = 0; lane < L::width; ++lane) norms = norms || requests[lane].norms;
    correct(requests, options.acceptance, norms, reports);
    Mask accepted{}, moved{};
    bool any_moved = false;
    norms = false;
    for (int lane = 0; lane < L::width; ++lane) {
      const bool good = reports[lane].newton.verdict == Verdict::accepted;
      accepted[lane] = good ? -1 : 0;
      moved[lane] = good && requests[lane].task != LaneTask::finish ? -1 : 0;
      any_moved = any_moved || moved[lane] != 0;
      norms = norms || (requests[lane].norms && good);
    }
    for (std::size_t i = 0; i < n_; ++i) y_[i] = L::select(accepted, L::minus(y_[i], dx_[i]), y_[i]);
    if (norms) report_norms(reports);
    if (!any_moved) return;
    for (std::size_t i = 0; i < n_; ++i) x_[i] = L::select(moved, y_[i], x_[i]);
    expand(moved);
    weigh(x_, options.weight_floor);
    report_sizes(reports);
  }

 private:
  RoundsOf(const RoundsShape& shape, void* memory)
      : n_(shape.program.variables),
        groups_(shape.groups),
        evaluator_(shape.program, complex_memory(memory)),
        solver_(n_, evaluator_.matrix(), complex_memory(memory) + Evaluator::memory(shape.program),
                reinterpret_cast<typename Solver::Exchange*>(tail(shape, memory))) {
    Complex* next = complex_memory(memory) + Evaluator::memory(shape.program) + Solver::memory(n_);
    const auto take = [&](std::size_t blocks = 1) {
      Complex* const block = next;
      for (std::size_t i = 0; i < blocks * n_; ++i) block[i] = Complex{};
      next += blocks * n_;
      return block;
    };
    x_ = take();
    y_ = take();
    dx_ = take();
    column_ = take(Solver::norm_columns);
    Plain* const plain = reinterpret_cast<Plain*>(next);
    for (std::size_t i = 0; i < (order + 1) * n_; ++i) plain[i] = Plain{};
    for (int k = 1; k <= order; ++k) series_[k] = plain + static_cast<std::size_t>(k - 1) * n_;
    row_sizes_ = reinterpret_cast<Real*>(plain + order * n_);
    inverse_weights_ = reinterpret_cast<Real*>(plain + (order + 1) * n_);
    largest_ = inverse_weights_ + n_;
    for (std::size_t i = 0; i < n_; ++i) inverse_weights_[i] = Real{} + 1.0;
  }
  static Complex* complex_memory(void* memory) {
    const auto address = reinterpret_cast<std::uintptr_t>(memory) + sizeof(RoundsOf);
    return reinterpret_cast<Complex*>((address + 63) & ~std::uintptr_t{63});
  }
  static char* tail(const RoundsShape& shape, void* memory) {
    return static_cast<char*>(memory) + bytes(shape) -
           sizeof(typename Solver::Exchange) * shape.program.variables * L::width;
  }

  /// y = x + increment: Pade (2,2) of the series in s, for lanes that finish of the series in t.
  void predict(const LaneRequest* requests) {
    Real h{};
    Mask finish{}, still{};  // where nothing moves, series left by another path must not, either
    bool any_finish = false;
    for (int lane = 0; lane < L::width; ++lane) {
      const LaneTask task = requests[lane].task;
      h[lane] = task == LaneTask::step ? requests[lane].length : task == LaneTask::finish ? -1 : 0;
      finish[lane] = task == LaneTask::finish ? -1 : 0;
      still[lane] = task == LaneTask::load || task == LaneTask::idle ? -1 : 0;
      any_finish = any_finish || task == LaneTask::finish;
    }
    const Real h2 = h * h, h3 = h2 * h, h4 = h2 * h2;
    for (std::size_t i = 0; i < n_; ++i) {
      Plain c[order + 1];
      series(i, c);
      if (any_finish) {
        Plain linear[order + 1];
        to_linear_time<D>(c, linear);
        for (int k = 2; k <= order; ++k) c[k] = D::select(finish, linear[k], c[k]);
      }
      const Plain dx = pade_increment<D>(D::times(h, c[1]), D::times(h2, c[2]), D::times(h3, c[3]), D::times(h4, c[4]),
                                         inverse_weights_[i]);
      y_[i] = L::select(still, x_[i], L::plus(x_[i], L::widened(dx)));
    }
  }

  void series(std::size_t i, Plain* c) const {
    c[0] = Plain{};
    for (int k = 1; k <= order; ++k) c[k] = series_[k][i];
  }

  void weigh(const Complex* x, double floor) {
    for (std::size_t i = 0; i < n_; ++i) inverse_weights_[i] = L::size(x[i]);
    raise_to_floor<D>(inverse_weights_, largest_, groups_, floor);
    for (std::size_t i = 0; i < n_; ++i) inverse_weights_[i] = 1.0 / inverse_weights_[i];
  }

  /// Newton in all lanes until each is decided. A lane that is decided stays where it is, so that how long others take
  /// changes nothing in it; its last correction is left in dx.
  void correct(const LaneRequest* requests, const Acceptance& rule, bool norms, LaneReport* reports) {
    for (;;) {
      evaluator_.set_variables(y_);
      evaluator_.jacobian();
      if (norms) solver_.row_sizes(row_sizes_);
      solver_.factorise();
      for (std::size_t i = 0; i < n_; ++i) dx_[i] = evaluator_.value(i);
      solver_.solve(dx_);
      Real largest{}, sum{};
      for (std::size_t i = 0; i < n_; ++i) {
        const Real change = L::size(dx_[i]) * inverse_weights_[i];
        largest = D::larger(largest, change);
        sum += change;
      }
      Mask open{};
      bool any_open = false;
      for (int lane = 0; lane < L::width; ++lane) {
        Corrections& newton = reports[lane].newton;
        if (newton.verdict != Verdict::open) continue;
        const bool finite = sum[lane] < 1e300;
        newton.add(finite ? largest[lane] : __builtin_inf(), requests[lane].wanted, rule);
        open[lane] = newton.verdict == Verdict::open ? -1 : 0;
        any_open = any_open || open[lane] != 0;
      }
      if (!any_open) return;
      for (std::size_t i = 0; i < n_; ++i) y_[i] = L::select(open, L::minus(y_[i], dx_[i]), y_[i]);
    }
  }

  /// Taylor coefficients at x in the lanes of `moved`, with the last factorisation: it was made at a point that differs
  /// from x by Newton's last correction, which changes nothing that a prediction could notice.
  void expand(Mask moved) {
    for (int k = 1; k <= order; ++k) {
      evaluator_.taylor_first(k);
      for (std::size_t i = 0; i < n_; ++i) {
        const Complex c = evaluator_.coefficient(i, k);
        column_[i] = L::negative(c);
      }
      solver_.solve(column_);
      for (std::size_t i = 0; i < n_; ++i) series_[k][i] = D::select(moved, L::rounded(column_[i]), series_[k][i]);
      if (k < order) evaluator_.taylor_second(k, column_);
    }
  }

  void report_sizes(LaneReport* reports) const {
    Real third{}, fourth{}, linear_third{}, linear_fourth{};
    for (std::size_t i = 0; i < n_; ++i) {
      const Real w = inverse_weights_[i];
      Plain c[order + 1], linear[order + 1];
      series(i, c);
      to_linear_time<D>(c, linear);
      third = D::larger(third, D::size(c[3]) * w);
      fourth = D::larger(fourth, D::size(c[4]) * w);
      linear_third = D::larger(linear_third, D::size(linear[3]) * w);
      linear_fourth = D::larger(linear_fourth, D::size(linear[4]) * w);
    }
    Real ratio = Real{} + 1.0;
    for (std::size_t g = 0; g < groups_.count; ++g) {
      const Real own = L::size(x_[n_ - groups_.count + g]) / largest_[g];
      ratio = own < ratio ? own : ratio;
    }
    for (int lane = 0; lane < L::width; ++lane) {
      reports[lane].ratio = ratio[lane];
      reports[lane].third = third[lane];
      reports[lane].fourth = fourth[lane];
      reports[lane].linear_third = linear_third[lane];
      reports[lane].linear_fourth = linear_fourth[lane];
    }
  }

  void report_norms(LaneReport* reports) {
    Real plain, weighted;
    solver_.inverse_norms(inverse_weights_, row_sizes_, column_, plain, weighted);
    for (int lane = 0; lane < L::width; ++lane) {
      reports[lane].inverse_norm = plain[lane];
      reports[lane].weighted_inverse_norm = weighted[lane];
    }
  }

  std::size_t n_;
  Groups groups_;
  Evaluator evaluator_;
  Solver solver_;
  Complex *x_, *y_, *dx_, *column_;
  Plain* series_[order + 1] = {};
  Real *row_sizes_, *inverse_weights_, *largest_;
};

}  // namespace polyscape::track
