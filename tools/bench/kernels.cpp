/// bench_kernels [SYSTEM...]: on one thread, for each instruction set of the machine: the processor's peak, batched LU
/// with one solve, and for each system evaluation, Taylor series, and tracking against what its evaluations and
/// factorisations cost alone. Times are the best of several runs, a path (lane).
#include "kernels.hpp"

#include <chrono>
#include <cstdio>
#include <memory>
#include <new>
#include <vector>

#include "files.hpp"
#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/eval/lane_program.hpp"
#include "polyscape/eval/tape.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/strategy.hpp"
#include "polyscape/track/batch.hpp"
#include "polyscape/track/path.hpp"

using namespace polyscape;
using namespace polyscape::bench;

namespace {

double sink = 0;

double now() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

/// Seconds that one repeat takes: the best of five runs of at least 20 ms.
template <class Run>
double seconds(Run run) {
  long repeats = 1;
  for (double taken = 0; taken < 0.02; repeats *= 2) {
    const double begin = now();
    run(repeats);
    taken = now() - begin;
  }
  double best = 1e300;
  for (int i = 0; i < 5; ++i) {
    const double begin = now();
    run(repeats);
    best = std::min(best, (now() - begin) / static_cast<double>(repeats));
  }
  return best;
}

struct Free {
  void operator()(void* p) const { ::operator delete (p, std::align_val_t{64}); }
};
using Memory = std::unique_ptr<void, Free>;
Memory memory(std::size_t bytes) { return Memory(::operator new (bytes, std::align_val_t{64})); }

const Kernels& kernels(std::string_view set) {
#ifdef POLYSCAPE_X86
  if (set == "avx512") return avx512_kernels;
  if (set == "avx2") return avx2_kernels;
#endif
  return baseline_kernels;
}

/// Seconds of LU and one solve a path.
double linear_solve(const Kernels& k, std::size_t n) {
  const Memory matrix = memory(sizeof(double) * 2 * n * n * static_cast<std::size_t>(k.width)),
               work = memory(k.linear_solve_bytes(n));
  Random random(n);
  for (std::size_t i = 0; i < 2 * n * n * static_cast<std::size_t>(k.width); ++i)
    static_cast<double*>(matrix.get())[i] = random.uniform() - 0.5;
  return seconds([&](long r) { k.linear_solve(n, static_cast<const double*>(matrix.get()), work.get(), r, &sink); }) /
         k.width;
}

/// Real operations of complex LU and one solve.
double linear_solve_flops(double n) { return 8 * (n * n * n / 3 + n * n); }

void system(const std::string& file, const Kernels& k, double peak) {
  solve::Problem problem;
  problem.system = bench::system_in(file);
  const solve::Plan plan = solve::plan(problem, {});
  const auto code = eval::compile(algebra::differentiate(plan.homotopy.program));
  const eval::LaneProgram program(code);
  const eval::LaneView view = program.view();
  const Memory work = memory(k.evaluator_bytes(view));
  const double jacobian = seconds([&](long r) { k.jacobian(view, work.get(), r, &sink); }) / k.width;
  const double series = seconds([&](long r) { k.series(view, work.get(), r, &sink); }) / k.width;
  const std::size_t n = view.variables;
  const double lu = linear_solve(k, n);
  const auto rate = [&](double flops, double time) { return 1e-9 * flops / time; };
  const double jacobian_rate = rate(static_cast<double>(program.jacobian_flops()), jacobian);
  const double series_rate = rate(static_cast<double>(program.taylor_flops()), series);
  std::printf(
      "  %s, n = %zu: value and Jacobian %.3f us (%.1f Gflop/s, %.0f %% of peak), series %.3f us (%.1f, %.0f %%), LU "
      "and solve %.3f us\n",
      file.c_str(), n, 1e6 * jacobian, jacobian_rate, 100 * jacobian_rate / peak, 1e6 * series, series_rate,
      100 * series_rate / peak, 1e6 * lu);
  const track::Tracker tracker(plan.homotopy, k.name);
  const auto start = [&](std::size_t i) { return eval::rounded(plan.start->point(i)); };
  const double begin = now();
  const auto arrivals = tracker.advance(plan.start->count(), start, {}, 1);
  const double taken = now() - begin;
  double iterations = 0, steps = 0;
  for (const track::Arrival& a : arrivals) iterations += a.iterations, steps += a.steps;
  // A step solves for four coefficients with the last factorisation: each about 1 / (n / 3 + 1) of LU and one solve.
  const double counted = iterations * (jacobian + lu) + steps * (series + 4 * lu / (static_cast<double>(n) / 3 + 1));
  std::printf("    tracking %.3f s: %.0f paths, %.0f steps, %.0f iterations; these alone %.3f s: ratio %.2f\n", taken,
              static_cast<double>(arrivals.size()), steps, iterations, counted, taken / counted);
}

}  // namespace

int main(int count, char** words) {
  for (const std::string_view set : track::instruction_sets()) {
    const Kernels& k = kernels(set);
    const double peak = 1e-9 * 24 * k.width / seconds([&](long r) { k.peak(r, &sink); });
    std::printf("%s, %d lanes: peak %.1f Gflop/s\n  LU and one solve, a path:", k.name, k.width, peak);
    for (const std::size_t n : {8, 10, 14, 20}) {
      const double time = linear_solve(k, n), rate = 1e-9 * linear_solve_flops(static_cast<double>(n)) / time;
      std::printf("  n = %zu %.2f us (%.0f %% of peak)", n, 1e6 * time, 100 * rate / peak);
    }
    std::printf("\n");
    for (int i = 1; i < count; ++i) system(words[i], k, peak);
  }
  return sink == 0.123 ? 1 : 0;  // never: keeps the sink
}
