#include "polyscape/eval/double_double_lanes_kernel.hpp"
#include "polyscape/track/rounds_kernel.hpp"

namespace polyscape::track {

namespace {
struct Isa;
}
using Set = eval::Lanes<Isa, 2>;
using Precise = eval::DoubleDoubleLanes<Set, eval::SplitProduct<Set>>;
const RoundsMaker baseline_precise_rounds{"baseline", Precise::width, Precise::parts, RoundsOf<Precise>::bytes,
                                          RoundsOf<Precise>::make};

}  // namespace polyscape::track
