#include "polyscape/base/shard.hpp"

namespace polyscape {

namespace {
thread_local std::optional<Shard> present;
}

ShardScope::ShardScope(Shard shard) { present = shard; }
ShardScope::~ShardScope() { present.reset(); }

std::optional<Shard> current_shard() { return present; }

}  // namespace polyscape
