#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

int bounds(const Command& command) {
  const std::string& path = command.files.front();
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const std::string text = study::read_text(path);
  if (algebra::recognize_format(text)) {
    Run run(command, {{"system.txt", text}});
    const study::Options options = study::solver_options({}, command.options);
    report::Result result =
        study::bound_system(algebra::read_written_system(text, path), std::filesystem::path(path).stem(),
                            study::bound_limits(options), observer);
    result.seed = options.seed;
    observer = nullptr;  // the bar goes
    return run.finish(result);
  }
  const spec::Specification specification = spec::with_file_beside(spec::read_specification(path));
  const study::Options options = study::solver_options(specification.solve, command.options);
  Run run(command, input_files(specification));
  report::Result result = study::bound_specification(specification, study::bound_limits(options), observer);
  result.seed = options.seed;
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

}  // namespace polyscape::program
