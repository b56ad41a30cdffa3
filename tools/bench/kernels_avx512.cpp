#include "kernels_kernel.hpp"

namespace polyscape::bench {

namespace {
struct Isa;
}
const Kernels avx512_kernels = KernelsOf<eval::Lanes<Isa, 8>>::kernels("avx512");

}  // namespace polyscape::bench
