#include "polyscape/dynamics/march_kernel.hpp"
#include "polyscape/dynamics/march_sets.hpp"

namespace polyscape::dynamics {

namespace {
struct Isa;
}
const Advance baseline_advance = MarchOf<RealLanes<Isa, 2>>::advance;

}  // namespace polyscape::dynamics
