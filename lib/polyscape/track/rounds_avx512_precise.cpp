#include "polyscape/eval/double_double_lanes_kernel.hpp"
#include "polyscape/track/rounds_kernel.hpp"

namespace polyscape::track {

namespace {
struct Isa;
}
using Set = eval::Lanes<Isa, 8>;
using Precise = eval::DoubleDoubleLanes<Set, eval::FusedProduct<Set>>;
const RoundsMaker avx512_precise_rounds{"avx512", Precise::width, Precise::parts, RoundsOf<Precise>::bytes,
                                        RoundsOf<Precise>::make};

}  // namespace polyscape::track
