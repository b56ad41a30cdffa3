#pragma once
/// The kernels of one instruction set; instantiated by a source with flags of its own.
#include "kernels.hpp"
#include "polyscape/eval/lane_evaluator_kernel.hpp"
#include "polyscape/eval/lane_solver_kernel.hpp"

namespace polyscape::bench {

template <class L>
struct KernelsOf {
  using Real = typename L::Real;
  using Complex = typename L::Complex;
  using Evaluator = eval::LaneEvaluator<L>;
  using Solver = eval::LaneSolver<L>;

  static void peak(long repeats, double* sink) {
    Real chain[12];
    for (int i = 0; i < 12; ++i) chain[i] = L::all(1 + 1e-3 * i);
    const Real factor = L::all(0.999999), term = L::all(1e-6);
    for (long r = 0; r < repeats; ++r)
      for (Real& x : chain) x = x * factor + term;
    for (const Real& x : chain) *sink += x[0];
  }

  static std::size_t linear_solve_bytes(std::size_t n) {
    return sizeof(Complex) * (n * n + Solver::memory(n) + n) + sizeof(typename Solver::Exchange) * n * L::width;
  }
  static void linear_solve(std::size_t n, const double* matrix, void* memory, long repeats, double* sink) {
    Complex* const numbers = static_cast<Complex*>(memory);
    Complex* const b = numbers + n * n + Solver::memory(n);
    Solver solver(n, numbers, numbers + n * n, reinterpret_cast<typename Solver::Exchange*>(b + n));
    for (long r = 0; r < repeats; ++r) {
      for (std::size_t k = 0; k < n * n; ++k) numbers[k] = reinterpret_cast<const Complex*>(matrix)[k];
      for (std::size_t i = 0; i < n; ++i) b[i] = {L::all(1), L::all(static_cast<double>(i))};
      solver.factorise();
      solver.solve(b);
      *sink += b[0].re[0];
    }
  }

  static std::size_t evaluator_bytes(const eval::LaneView& p) {
    return sizeof(Complex) * (Evaluator::memory(p) + p.variables);
  }
  static Complex* start(Evaluator& evaluator, const eval::LaneView& p, void* memory) {
    Complex* const x = static_cast<Complex*>(memory) + Evaluator::memory(p);
    for (std::size_t i = 0; i < p.variables; ++i) x[i] = {L::all(0.3 + 0.01 * static_cast<double>(i)), L::all(0.2)};
    for (std::size_t i = 0; i < p.parameters; ++i) evaluator.parameters(0)[i] = {L::all(0.5), L::all(0)};
    evaluator.set_variables(x);
    return x;
  }
  static void jacobian(const eval::LaneView& p, void* memory, long repeats, double* sink) {
    Evaluator evaluator(p, static_cast<Complex*>(memory));
    const Complex* const x = start(evaluator, p, memory);
    for (long r = 0; r < repeats; ++r) {
      evaluator.set_variables(x);
      evaluator.jacobian();
      *sink += evaluator.value(0).re[0];
    }
  }
  static void series(const eval::LaneView& p, void* memory, long repeats, double* sink) {
    Evaluator evaluator(p, static_cast<Complex*>(memory));
    const Complex* const x = start(evaluator, p, memory);
    evaluator.jacobian();
    for (long r = 0; r < repeats; ++r)
      for (int k = 1; k <= Evaluator::order; ++k) {
        evaluator.taylor_first(k);
        *sink += evaluator.coefficient(0, k).re[0];
        if (k < Evaluator::order) evaluator.taylor_second(k, x);
      }
  }

  static constexpr Kernels kernels(const char* name) {
    return {name, L::width, peak, linear_solve_bytes, linear_solve, evaluator_bytes, jacobian, series};
  }
};

}  // namespace polyscape::bench
