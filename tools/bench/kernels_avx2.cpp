#include "kernels_kernel.hpp"

namespace polyscape::bench {

namespace {
struct Isa;
}
const Kernels avx2_kernels = KernelsOf<eval::Lanes<Isa, 4>>::kernels("avx2");

}  // namespace polyscape::bench
