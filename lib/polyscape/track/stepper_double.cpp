#include "polyscape/track/stepper_kernel.hpp"

namespace polyscape::track {

std::unique_ptr<Stepper> double_stepper(const eval::TapeCode& code, const Layout& layout) {
  return std::make_unique<StepperOf<double>>(code, layout, 53);
}

}  // namespace polyscape::track
