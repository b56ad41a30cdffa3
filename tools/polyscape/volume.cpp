#include "output.hpp"
#include "polyscape/study/volume_study.hpp"
#include "verbs.hpp"

namespace polyscape::program {

int volume(const Command& command) {
  return finish_either(
      command,
      [&](const auto& specification, const auto& options, const auto& observer) {
        report::Result result = study::measure_network(specification, command.at, options, observer);
        if (command.sample) study::sample_volume(specification, command.at, *command.sample, options, result, observer);
        return result;
      },
      [&](const auto& system, const auto& title, const auto& options, const auto& observer) {
        report::Result result = study::measure_system(system, title, command.at, options, observer);
        if (command.sample) study::sample_volume(system, command.at, *command.sample, options, result, observer);
        return result;
      });
}

}  // namespace polyscape::program
