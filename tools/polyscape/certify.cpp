#include <algorithm>
#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/verification.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

// What the run's points solve, from the specification or system that stands in its folder.
struct Source {
  study::Verifier verifier;
  std::vector<study::OutputFile> input;
};
Source source_of(const fs::path& run, const study::Options& options, const study::Observer& observer) {
  if (fs::exists(run / "specification.toml")) {
    const spec::Specification specification =
        spec::with_file_beside(spec::read_specification((run / "specification.toml").string()));
    return {{specification, options, observer}, input_files(specification)};
  }
  const std::string file = (run / "system.txt").string(), text = study::read_text(file);
  return {{study::prepared(algebra::read_written_system(text, file)), file, options, observer}, {{"system.txt", text}}};
}

}  // namespace

int certify(const Command& given) {
  Command command = given;
  const fs::path run = command.files.front();
  if (!fs::is_directory(run))
    throw InputError(run.string(), "a run folder", "none", "name one that polyscape analyze or solve has written");
  study::Options options = study::solver_options({}, command.options);
  if (command.out.empty() && !command.json) {
    command.out = run.string();
    command.out_is_input = true;
  }
  const std::string file = (run / "result.json").string();
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const report::Result said = report::result_from_json(study::read_text(file), file);
  if (!said.points || !said.solutions || !said.paths)
    throw InputError(file, "points to certify", "none", "run polyscape analyze or solve first");
  if (std::ranges::count(command.options, "seed", &spec::SolveEntry::key) == 0) options.seed = said.seed;
  Source source = source_of(run, options, observer);
  Run delivery(command, std::move(source.input));
  const report::Result result = source.verifier(said, file, observer);
  observer = nullptr;  // the bar goes
  return delivery.finish(result);
}

}  // namespace polyscape::program
