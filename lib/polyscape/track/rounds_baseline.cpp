#include "polyscape/track/rounds_kernel.hpp"

namespace polyscape::track {

namespace {
struct Isa;
}
using Set = eval::Lanes<Isa, 2>;
const RoundsMaker baseline_rounds{"baseline", Set::width, Set::parts, RoundsOf<Set>::bytes, RoundsOf<Set>::make};

}  // namespace polyscape::track
