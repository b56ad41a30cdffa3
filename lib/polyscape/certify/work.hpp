#pragma once
/// What arithmetic of many bits costs, in multiplications of one limb (some 10^9 a second): a measure that is the same
/// on every machine.
#include <cmath>

namespace polyscape::certify {

/// Of one multiplication in that many bits, calls included, about.
inline double limb_multiplications(int bits) { return 4 + std::pow(bits / 64.0, 1.6); }

/// What may be spent by everything that shares it.
class WorkLimit {
 public:
  explicit WorkLimit(double most) : left_(most) {}
  /// False when nothing is left.
  bool spend(double work) { return (left_ -= work) > 0; }
  bool spent() const { return left_ <= 0; }

 private:
  double left_;
};

}  // namespace polyscape::certify
