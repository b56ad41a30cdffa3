#include "polyscape/track/rounds_kernel.hpp"

namespace polyscape::track {

namespace {
struct Isa;
}
using Set = eval::Lanes<Isa, 8>;
const RoundsMaker avx512_rounds{"avx512", Set::width, Set::parts, RoundsOf<Set>::bytes, RoundsOf<Set>::make};

}  // namespace polyscape::track
