#include "output.hpp"
#include "polyscape/study/component_study.hpp"
#include "verbs.hpp"

namespace polyscape::program {

int components(const Command& command) {
  return finish_either(
      command,
      [](const auto& specification, const auto& options, const auto& observer) {
        return study::decompose_network(specification, options, observer);
      },
      study::decompose_system);
}

}  // namespace polyscape::program
