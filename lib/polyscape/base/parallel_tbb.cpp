// Loops on oneTBB.
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/info.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/parallel_kernel.hpp"

namespace polyscape {
namespace {

using Arena = std::unique_ptr<tbb::task_arena>;

/// Arenas that are in no loop now, by their threads. One that is destroyed leaves some 7 kB behind (oneTBB 2021.8); a
/// loop inside of another has one of its own, so that nobody who waits for it begins other work.
class FreeArenas {
 public:
  Arena take(int threads) {
    const std::lock_guard lock(mutex_);
    std::vector<Arena>& free = by_threads_[threads];
    if (free.empty()) return std::make_unique<tbb::task_arena>(threads);
    Arena arena = std::move(free.back());
    free.pop_back();
    return arena;
  }
  void give_back(int threads, Arena arena) {
    const std::lock_guard lock(mutex_);
    by_threads_[threads].push_back(std::move(arena));
  }

 private:
  std::mutex mutex_;
  std::map<int, std::vector<Arena>> by_threads_;
};

class LeasedArena {
 public:
  explicit LeasedArena(int threads) : threads_(threads), arena_(pool().take(threads)) {}
  ~LeasedArena() { pool().give_back(threads_, std::move(arena_)); }
  LeasedArena(const LeasedArena&) = delete;
  LeasedArena& operator=(const LeasedArena&) = delete;
  tbb::task_arena& operator*() const { return *arena_; }

 private:
  static FreeArenas& pool() {
    static auto* const arenas = new FreeArenas;  // loops may outlast statics
    return *arenas;
  }
  int threads_;
  Arena arena_;
};

}  // namespace

std::size_t hardware_threads() { return static_cast<std::size_t>(tbb::info::default_concurrency()); }

void on_threads(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& body) {
  const CancelToken token = current_job();
  const LeasedArena arena(static_cast<int>(threads));
  (*arena).execute([&] {
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count, 1), [&](const tbb::blocked_range<std::size_t>& range) {
      const JobScope scope(token);
      for (std::size_t i = range.begin(); i != range.end(); ++i) body(i);
    });
  });
}

}  // namespace polyscape
