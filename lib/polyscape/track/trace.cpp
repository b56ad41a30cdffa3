#include "polyscape/track/trace.hpp"

namespace polyscape::track {

const char* name(StepLimit limit) {
  switch (limit) {
    case StepLimit::start:
      return "start";
    case StepLimit::region:
      return "region";
    case StepLimit::error:
      return "error";
    case StepLimit::growth:
      return "growth";
    case StepLimit::rejection:
      return "rejection";
    case StepLimit::target:
      return "target";
  }
  return "";
}

}  // namespace polyscape::track
