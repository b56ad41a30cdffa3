#include <algorithm>
#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
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
study::Verifier verifier_of(const fs::path& run, const solve::Options& options, const study::Observer& observer) {
  if (fs::exists(run / "specification.toml")) return {spec::read_specification((run / "specification.toml").string()), options, observer};
  const std::string file = (run / "system.txt").string();
  return {algebra::with_real_equations(study::without_zeros(algebra::read_system(study::read_text(file), file))), file, options, observer};
}

// All files of a run, to be written again around the new result.
std::vector<study::OutputFile> files_of(const fs::path& run) {
  std::vector<study::OutputFile> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(run))
    if (entry.is_regular_file()) files.push_back({entry.path().filename().string(), study::read_text(entry.path().string())});
  return files;
}

}  // namespace

int certify(const Command& given) {
  Command command = given;
  const fs::path run = command.files.front();
  if (!fs::is_directory(run)) throw InputError(run.string(), "a run folder", "none", "name one that polyscape analyze or solve has written");
  solve::Options options = study::solver_options({}, command.options);
  if (command.out.empty() && !command.json) {
    command.out = run.string();
    command.overwrite = true;
  }
  if (!command.out.empty()) study::require_writable({command.out, command.overwrite});
  const std::string file = (run / "result.json").string();
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const report::Result said = report::result_from_json(study::read_text(file), file);
  if (!said.points || !said.solutions || !said.paths) throw InputError(file, "points to certify", "none", "run polyscape analyze or solve first");
  if (std::ranges::count(command.options, "seed", &spec::SolveEntry::key) == 0) options.seed = said.seed;
  const report::Result result = verifier_of(run, options, observer)(said, file, observer);
  observer = nullptr;  // the bar goes
  std::vector<study::OutputFile> beside = files_of(run);
  const std::vector<study::OutputFile> written = study::result_files(result);
  std::erase_if(beside, [&](const study::OutputFile& f) { return std::ranges::count(written, f.name, &study::OutputFile::name) > 0; });
  return finish(command, result, std::move(beside));
}

}  // namespace polyscape::program
