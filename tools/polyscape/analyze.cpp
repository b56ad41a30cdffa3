#include <filesystem>

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
  const spec::Specification specification = spec::read_specification(path);
  const solve::Options options = study::solver_options(specification.solve, command.options);
  if (!command.out.empty()) study::require_writable({command.out, command.overwrite});
  const report::Result result = study::analyze(specification, options, observer, command.generic);
  observer = nullptr;  // the bar goes
  std::vector<study::OutputFile> beside{{"specification.toml", specification.text}};
  // The data with it, so that the folder can be analysed again by itself.
  const std::filesystem::path data = specification.data.file;
  if (!data.empty() && data == data.filename())
    beside.push_back({data.string(), study::read_text((std::filesystem::path(path).parent_path() / data).string())});
  return finish(command, result, std::move(beside));
}

}  // namespace polyscape::program
