#include "output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "display.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/team.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

/// Keeps the file where there is room for it, in the folders where users look, and says where.
void rescue(const study::OutputFile& essence) {
  const fs::path name(essence.name);
  const std::string own = fmt::format("polyscape-{}-{}{}", name.stem().string(), getpid(), name.extension().string());
  std::vector<fs::path> folders{"."};
  for (const char* variable : {"HOME", "TMPDIR"})
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0') folders.emplace_back(value);
  for (const char* folder : {"/tmp", "/var/tmp", "/dev/shm"}) folders.emplace_back(folder);
  for (const fs::path& folder : folders) {
    const std::string path = (folder / own).lexically_normal().string();
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error))) continue;
    try {
      study::write_file(path, essence, "");
      return say("polyscape: the result is kept in " + fs::absolute(path, error).lexically_normal().string());
    } catch (const InputError&) {
      fs::remove(path, error);
    }
  }
  say("polyscape: nowhere else was room for the result");
}

}  // namespace

void say(const std::string& line) {
  std::fputs((line + "\n").c_str(), stderr);
  std::fflush(stderr);
  std::clearerr(stderr);
}

void print(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw InputError("stdout", "a place to write to", "one that takes nothing", "check where the output goes");
}

study::FolderTarget target_of(const Command& command) {
  if (command.out_is_input)
    return {command.out, command.verb == "report" ? study::Existing::add : study::Existing::keep};
  return {command.out, command.overwrite ? study::Existing::replace : study::Existing::refuse};
}

void require_out(const Command& command, const std::vector<std::string>& names) {
  if (command.out.empty()) return;
  std::error_code error;
  if (fs::exists(study::checkpoint_of(command.out), error) && fs::exists(command.out, error) && !command.overwrite &&
      !command.out_is_input)
    throw InputError(command.out, "a new folder", "one of a job that was ended",
                     "polyscape resume " + command.out + " continues it; or use --overwrite or --out DIR");
  study::require_writable(target_of(command), names);
}

study::CheckpointedJob job_of(const Command& command, const std::vector<study::OutputFile>& input) {
  std::error_code error;
  std::string all;
  for (const study::OutputFile& f : input) all += digest(f.name) + digest(f.text);
  return {command.words, fs::current_path(error).string(), digest(all)};
}

Kept::Kept(const Command& command, const std::vector<study::OutputFile>& input) : command_(command) {
  if (command.out.empty()) return;
  const std::string file = study::checkpoint_of(command.out);
  checkpoint_.emplace(file, job_of(command, input));
  scope_.emplace(*checkpoint_);
  if (continued() && !command.quiet)
    say(fmt::format("polyscape: continues a job that was ended, with {} of its results in {}", checkpoint_->found(),
                    file));
}

void Kept::end() {
  if (!checkpoint_) return;
  const bool ended = cancellation_heeded(), written = checkpoint_->written();
  if (const std::string why = checkpoint_->refused(); !why.empty())
    say(fmt::format("polyscape: {}: {}: {}",
                    !ended     ? "had this job been ended, it could not have been continued"
                    : !written ? "this job cannot be continued"
                               : "what was finished last was not kept",
                    study::checkpoint_of(command_.out), why));
  if (!ended)
    checkpoint_->remove();
  else if (written)
    say("polyscape: continue with polyscape resume " + command_.out);
}

std::optional<study::RowsFile> rows_beside(const Command& command, const Kept* kept) {
  if (command.out.empty()) return std::nullopt;
  const std::string file = study::beside(command.out, ".rows.jsonl");
  std::error_code ignored;
  if (kept != nullptr && kept->continued()) fs::remove(file, ignored);
  return std::optional<study::RowsFile>(file);
}

bool deliver(const Command& command, const Output& output) {
  if (const Team* const team = current_team(); team != nullptr && !team->first()) return true;  // that one does
  const Unbroken until_written;
  const auto succeeds = [](const auto& write) {
    try {
      write();
      return true;
    } catch (const InputError& e) {
      say("polyscape: " + std::string(e.what()));
      return false;
    }
  };
  // The folder first: should stdout be a closed pipe, the work is still saved.
  const bool folder = !command.out.empty();
  const bool written = !folder || succeeds([&] {
    study::write_folder(target_of(command), output.files);
    if (!command.quiet) say("wrote " + command.out);
  });
  const study::OutputFile& essence = output.files[output.essence];
  const bool printed = succeeds([&] {
    if (output.text)
      print(*output.text);
    else
      essence.give(print);
  });
  if (!(folder ? written : printed)) rescue(essence);
  return written && printed;
}

namespace {

/// Names of all files of a run with that input.
std::vector<std::string> run_file_names(const std::vector<study::OutputFile>& input) {
  std::vector<std::string> result;
  for (const study::OutputFile& file : input) result.push_back(file.name);
  for (const std::string& name : study::result_file_names()) {
    const bool taken = std::ranges::find(input, name, &study::OutputFile::name) != input.end();  // by a data set
    result.push_back((taken ? "polyscape." : "") + name);
  }
  return result;
}

const Command& checked(const Command& command, const std::vector<study::OutputFile>& input) {
  require_out(command, run_file_names(input));
  return command;
}

}  // namespace

Run::Run(const Command& command, std::vector<study::OutputFile> input)
    : command_(command), input_(std::move(input)), kept_(checked(command, input_), input_) {}

int Run::finish(const report::Result& result) {
  const Unbroken until_written;
  const std::size_t shown = command_.show.empty()    ? report::screen_of_points
                            : command_.show == "all" ? static_cast<std::size_t>(-1)
                                                     : std::stoul(command_.show);
  Output output{std::move(input_), std::nullopt, 0};
  if (!command_.json) output.text = report::summary(result, shown);
  output.essence = output.files.size();
  const std::vector<std::string> names = run_file_names(output.files);
  for (study::OutputFile& file : study::result_files(result)) {
    file.name = names[output.files.size()];
    output.files.push_back(std::move(file));
  }
  const bool delivered = deliver(command_, output);
  if (delivered) kept_.end();
  return delivered && report::complete(result) && !cancellation_heeded() ? 0 : 1;
}

int finish_either(const Command& command, const OfNetwork& of_network, const OfSystem& of_system) {
  fs::path path = command.files.front();
  if (fs::is_directory(path)) path /= fs::exists(path / "specification.toml") ? "specification.toml" : "system.txt";
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const std::string text = study::read_text(path.string());
  std::optional<Run> run;
  report::Result result;
  if (algebra::recognize_format(text)) {
    const study::Options options = study::solver_options({}, command.options);
    run.emplace(command, std::vector<study::OutputFile>{{"system.txt", text}});
    result = of_system(algebra::read_system(text, path.string()), path.stem().string(), options, observer);
  } else {
    const spec::Specification specification = spec::with_file_beside(spec::read_specification(path.string()));
    const study::Options options = study::solver_options(specification.solve, command.options);
    run.emplace(command, input_files(specification));
    result = of_network(specification, options, observer);
  }
  observer = nullptr;  // the bar goes
  return run->finish(result);
}

std::vector<study::OutputFile> input_files(const spec::Specification& specification) {
  std::vector<study::OutputFile> result{{"specification.toml", specification.text}};
  const fs::path data = fs::path(specification.data.file).lexically_normal();
  if (data.empty() || data.is_absolute() || *data.begin() == "..") return result;  // with_file_beside() left it there
  for (const char* ours : {"specification.toml", "result.json", study::manifest_file})
    if (data == ours)
      throw InputError(specification.path + " data.file", "another name than that of a file that describes the run",
                       "\"" + data.string() + "\"", "rename it");
  result.push_back({data.string(), study::read_text(specification.data.path)});
  return result;
}

study::Observer progress_on_stderr(const Command& command) {
  if (command.quiet) return {};
  const auto display = std::make_shared<Display>(isatty(STDERR_FILENO) == 1);
  return [display](const study::Progress& progress) { display->show(progress); };
}

}  // namespace polyscape::program
