#include "polyscape/base/parallel.hpp"

#include "polyscape/base/parallel_kernel.hpp"

namespace polyscape {

void parallel_for(std::size_t count, std::size_t threads, const std::function<void(std::size_t)>& body) {
  if (threads == 0) threads = hardware_threads();
  if (threads == 1 || count < 2) {
    for (std::size_t i = 0; i < count; ++i) body(i);
    return;
  }
  on_threads(count, threads, body);
}

}  // namespace polyscape
