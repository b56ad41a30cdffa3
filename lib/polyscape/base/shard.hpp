#pragma once
/// Jobs in parts that know nothing of each other: processes that each follow some of the paths, into checkpoints that
/// are put together afterwards (study/checkpoint.hpp).
#include <cstddef>
#include <optional>

namespace polyscape {

/// The part with that number, from 1, of `of` of about the same size.
struct Shard {
  std::size_t number = 1, of = 1;

  /// Its items of `count`: from begin on, to below end.
  std::size_t begin(std::size_t count) const { return share(count, number - 1); }
  std::size_t end(std::size_t count) const { return share(count, number); }
  bool operator==(const Shard&) const = default;

 private:
  /// count * k / of, without overflow.
  std::size_t share(std::size_t count, std::size_t k) const { return count / of * k + count % of * k / of; }
};

/// Thrown where the shard's paths are followed, and the job has come as far as it can alone.
struct ShardDone {
  std::size_t followed = 0, of = 0;  ///< paths
};

/// While it is there, this thread's jobs follow that part of their paths alone. Scopes do not nest.
class ShardScope {
 public:
  explicit ShardScope(Shard shard);
  ~ShardScope();
  ShardScope(const ShardScope&) = delete;
  ShardScope& operator=(const ShardScope&) = delete;
};

/// Of this thread's jobs; nullopt: all of the paths.
std::optional<Shard> current_shard();

}  // namespace polyscape
