#include "polyscape/eval/double_double_sweep_kernel.hpp"

namespace polyscape::eval {

void run_baseline(const DoubleDoubleSweep& sweep) { sweep_over(sweep); }

void run(const DoubleDoubleSweep& sweep) {
#ifdef POLYSCAPE_X86
  static const bool fused = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (fused) return run_fused(sweep);
#endif
  run_baseline(sweep);
}

}  // namespace polyscape::eval
