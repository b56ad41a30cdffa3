#include "kernels_kernel.hpp"

namespace polyscape::bench {

namespace {
struct Isa;
}
const Kernels baseline_kernels = KernelsOf<eval::Lanes<Isa, 2>>::kernels("baseline");

}  // namespace polyscape::bench
