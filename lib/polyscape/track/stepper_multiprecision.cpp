#include "polyscape/track/stepper_kernel.hpp"

namespace polyscape::track {

std::unique_ptr<Stepper> multiprecision_stepper(const eval::TapeCode& code, const Layout& layout, int bits) {
  return std::make_unique<StepperOf<eval::Multiprecision>>(code, layout, bits);
}

}  // namespace polyscape::track
