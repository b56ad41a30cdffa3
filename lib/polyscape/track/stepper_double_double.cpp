#include "polyscape/track/stepper_kernel.hpp"

namespace polyscape::track {

std::unique_ptr<Stepper> double_double_stepper(const eval::TapeCode& code, const Layout& layout) {
  return std::make_unique<StepperOf<eval::DoubleDouble>>(code, layout, 106);
}

}  // namespace polyscape::track
