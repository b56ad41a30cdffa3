#pragma once
/// What arithmetic of many bits costs, in multiplications of one limb (some 10^9 a second): a measure that is the same
/// on every machine.
#include <cmath>

#include "polyscape/base/cancel.hpp"

namespace polyscape::certify {

/// Of one multiplication in that many bits, calls included, about.
inline double limb_multiplications(int bits) { return 4 + std::pow(bits / 64.0, 1.6); }

/// What may be spent by everything that shares it.
class WorkLimit {
 public:
  explicit WorkLimit(double most) : left_(most) {}
  /// False when nothing is left; a cancelled job has nothing left.
  bool spend(double work) {
    left_ = cancellation_requested() ? 0 : left_ - work;
    return left_ > 0;
  }
  bool spent() const { return left_ <= 0; }

 private:
  double left_;
};

}  // namespace polyscape::certify
