#include "polyscape/track/rounds_kernel.hpp"

namespace polyscape::track {

namespace {
struct Isa;
}
using Set = eval::Lanes<Isa, 4>;
const RoundsMaker avx2_rounds{"avx2", Set::width, Set::parts, RoundsOf<Set>::bytes, RoundsOf<Set>::make};

}  // namespace polyscape::track
