#include "output.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

int analyze(const Command& given) {
  Command command = given;
  const std::string& path = command.files.front();
  if (command.out.empty() && !command.json) command.out = study::default_run_folder(path);
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const spec::Specification specification = spec::with_file_beside(spec::read_specification(path));
  const study::Options options = study::solver_options(specification.solve, command.options);
  Run run(command, input_files(specification));
  const report::Result result = study::analyze(specification, options, observer, command.generic);
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

}  // namespace polyscape::program
