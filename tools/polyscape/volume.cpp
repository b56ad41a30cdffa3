#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/volume_study.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

int volume(const Command& command) {
  fs::path path = command.files.front();
  if (fs::is_directory(path)) path /= fs::exists(path / "specification.toml") ? "specification.toml" : "system.txt";
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const std::string text = study::read_text(path.string());
  if (algebra::recognize_format(text)) {
    const study::Options options = study::solver_options({}, command.options);
    Run run(command, {{"system.txt", text}});
    const algebra::System system = algebra::read_system(text, path.string());
    report::Result result = study::measure_system(system, path.stem().string(), command.at, options, observer);
    if (command.sample) study::sample_volume(system, command.at, *command.sample, options, result, observer);
    observer = nullptr;  // the bar goes
    return run.finish(result);
  }
  const spec::Specification specification = spec::with_file_beside(spec::read_specification(path.string()));
  const study::Options options = study::solver_options(specification.solve, command.options);
  Run run(command, input_files(specification));
  report::Result result = study::measure_network(specification, command.at, options, observer);
  if (command.sample) study::sample_volume(specification, command.at, *command.sample, options, result, observer);
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

}  // namespace polyscape::program
