#include "polyscape/eval/double_double_sweep_kernel.hpp"

namespace polyscape::eval {

void run_fused(const DoubleDoubleSweep& sweep) { sweep_over(sweep); }

}  // namespace polyscape::eval
