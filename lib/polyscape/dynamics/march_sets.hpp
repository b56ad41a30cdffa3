#pragma once
/// The kernels of each instruction set. For sources.
#include "polyscape/dynamics/march_view.hpp"

namespace polyscape::dynamics {

extern const Advance baseline_advance;
#ifdef POLYSCAPE_X86
extern const Advance avx2_advance;
#endif

}  // namespace polyscape::dynamics
