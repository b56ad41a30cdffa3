#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

int solve(const Command& command) {
  const std::string& path = command.files.front();
  const polyscape::solve::Options options = study::solver_options({}, command.options);
  if (!command.out.empty()) study::require_writable({command.out, command.overwrite});
  const std::string text = study::read_text(path);
  const algebra::System system = algebra::read_system(text, path);
  const report::Result result =
      study::solve_system(system, std::filesystem::path(path).stem(), options, progress_on_stderr(command));
  return finish(command, result, {{"system.txt", text}});
}

}  // namespace polyscape::program
