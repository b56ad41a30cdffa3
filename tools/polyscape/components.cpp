#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

int components(const Command& command) {
  fs::path path = command.files.front();
  if (fs::is_directory(path)) path /= fs::exists(path / "specification.toml") ? "specification.toml" : "system.txt";
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const std::string text = study::read_text(path.string());
  if (algebra::recognize_format(text)) {
    const study::Options options = study::solver_options({}, command.options);
    Run run(command, {{"system.txt", text}});
    const report::Result result =
        study::decompose_system(algebra::read_system(text, path.string()), path.stem().string(), options, observer);
    observer = nullptr;  // the bar goes
    return run.finish(result);
  }
  const spec::Specification specification = spec::with_file_beside(spec::read_specification(path.string()));
  const study::Options options = study::solver_options(specification.solve, command.options);
  Run run(command, input_files(specification));
  const report::Result result = study::decompose_network(specification, options, observer);
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

}  // namespace polyscape::program
