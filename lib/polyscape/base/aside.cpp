#include "polyscape/base/aside.hpp"

#include <atomic>

namespace polyscape {
namespace {

std::atomic<bool> left = false;

}  // namespace

bool left_behind() { return left; }
void detail::leave_behind() { left = true; }

}  // namespace polyscape
