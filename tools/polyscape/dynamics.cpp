#include <filesystem>

#include "output.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/study/dynamics_study.hpp"
#include "polyscape/study/input_digest.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

int walk_potential(const Command& command, const spec::PotentialSpecification& specification,
                   study::Observer observer) {
  const study::Options options = study::solver_options(specification.solve, command.options);
  const dynamics::Options how = study::dynamics_options(specification.dynamics, command.dynamics);
  Run run(command, {{"specification.toml", specification.text}});
  const report::Result result = study::walk_potential(specification, how, options, observer);
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

/// What a run found, where the command names one; else the network is analysed first.
report::Result critical_points(const Command& command, const spec::Specification& specification,
                               const study::Options& options, const study::Observer& observer) {
  const fs::path run = command.files.front();
  if (!fs::is_directory(run)) return study::analyze(specification, options, observer);
  const std::string file = (run / "result.json").string();
  report::Result result = report::result_from_json(study::read_text(file), file);
  if (!result.points) throw InputError(file, "critical points", "none", "run polyscape analyze without --gauge first");
  if (result.input_digest != study::input_digest(specification))
    throw InputError(file, "the result of the specification beside it", "that of another one",
                     "run polyscape analyze again");
  result.threads = options.threads;
  return result;
}

}  // namespace

int dynamics(const Command& command) {
  fs::path path = command.files.front();
  if (fs::is_directory(path)) {
    if (!fs::exists(path / "specification.toml"))
      throw InputError(path.string(), "a run of polyscape analyze", "a folder without specification.toml",
                       "name one that polyscape analyze has written");
    path /= "specification.toml";
  }
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const auto landscape = spec::read_landscape(
      path.string(), command.dimension > 0 ? std::optional<std::size_t>(command.dimension) : std::nullopt);
  if (const auto* potential = std::get_if<spec::PotentialSpecification>(&landscape))
    return walk_potential(command, *potential, observer);
  const spec::Specification specification = spec::with_file_beside(std::get<spec::Specification>(landscape));
  const study::Options options = study::solver_options(specification.solve, command.options);
  const dynamics::Options how = study::dynamics_options(specification.dynamics, command.dynamics);
  Run run(command, input_files(specification));
  report::Result result = critical_points(command, specification, options, observer);
  study::add_dynamics(specification, how, options, observer, result);
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

}  // namespace polyscape::program
