#include "polyscape/dynamics/march_kernel.hpp"
#include "polyscape/dynamics/march_sets.hpp"

namespace polyscape::dynamics {

namespace {
struct Isa;
}
const Advance avx2_advance = MarchOf<RealLanes<Isa, 4>>::advance;

}  // namespace polyscape::dynamics
