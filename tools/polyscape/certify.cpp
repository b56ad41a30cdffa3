#include <algorithm>
#include <filesystem>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/certification.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

struct Equations {
  study::CertifiedSystem prepared;
  algebra::System expanded;
  std::optional<algebra::Program> residuals;  ///< of a network
};

// What the run's points solve, from the specification or system that stands in its folder.
Equations equations_of(const fs::path& run) {
  if (fs::exists(run / "specification.toml")) {
    const model::Model model = model::build_model(spec::read_specification((run / "specification.toml").string()));
    return {{model.gradient, model.loss}, model::gradient_system(model), model.residuals};
  }
  const std::string file = (run / "system.txt").string();
  algebra::System system = study::without_zeros(algebra::read_system(study::read_text(file), file));
  if (system.equations.size() != system.names.size())
    throw InputError(file, "as many equations as unknowns", std::to_string(system.equations.size()) + " in " + std::to_string(system.names.size()),
                     "square systems alone have certificates");
  return {{algebra::program_of(system), {}}, std::move(system), {}};
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
  const solve::Options options = study::solver_options({}, command.options);
  if (command.out.empty() && !command.json) {
    command.out = run.string();
    command.overwrite = true;
  }
  if (!command.out.empty()) study::require_writable({command.out, command.overwrite});
  const std::string file = (run / "result.json").string();
  report::Result result = report::result_from_json(study::read_text(file), file);
  if (!result.points || !result.solutions) throw InputError(file, "points to certify", "none", "run polyscape analyze or solve first");
  const Equations equations = equations_of(run);
  if (equations.expanded.names != result.names)
    throw InputError(file + " names", "the unknowns of the equations beside it", "others", "keep the files of a run together");

  // What the file claims, as it stands; then the proofs anew, and those checked like the old ones.
  const auto check = [&] {
    study::recheck(result, equations.expanded, equations.prepared.loss, file, options.threads);
    if (equations.residuals) study::recheck_zero_loss(result, *equations.residuals, file);
  };
  check();
  const report::Recheck claimed = *result.recheck;
  if (options.certify != "never") {
    study::certify(result, equations.prepared, options, progress_on_stderr(command));
    check();
    if (claimed.held < claimed.of || !claimed.distinct) result.recheck = claimed;
  }
  std::vector<study::OutputFile> beside = files_of(run);
  const std::vector<study::OutputFile> written = study::result_files(result);
  std::erase_if(beside, [&](const study::OutputFile& f) { return std::ranges::count(written, f.name, &study::OutputFile::name) > 0; });
  return finish(command, result, std::move(beside));
}

}  // namespace polyscape::program
