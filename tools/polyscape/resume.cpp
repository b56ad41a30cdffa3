#include <algorithm>
#include <filesystem>

#include "polyscape/base/error.hpp"
#include "polyscape/study/checkpoint.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

Command parsed(const study::CheckpointedJob& job, const std::string& file) {
  std::vector<const char*> words{"polyscape"};
  for (const std::string& word : job.words) words.push_back(word.c_str());
  const auto request = parse(static_cast<int>(words.size()), words.data());
  if (const auto* command = std::get_if<Command>(&request); command != nullptr && command->verb != "resume")
    return *command;
  throw InputError(file, "a checkpoint of a job", "one of something else", "remove it");
}

}  // namespace

int resume(const Command& given) {
  if (fs::is_regular_file(given.files.front())) return resume_sweep(given);
  const std::string run = fs::absolute(given.files.front()).lexically_normal().string(),
                    file = study::checkpoint_of(run);
  if (!fs::exists(file))
    throw InputError(given.files.front(), "the folder of a job that was ended, with its work in " + file,
                     "no such file",
                     fs::exists(run) ? "there is nothing left to do" : "name the folder that the job was to write");
  const study::CheckpointedJob job = study::read_checkpoint(file);
  Command command = parsed(job, file);
  std::error_code error;
  fs::current_path(job.folder, error);
  if (error)
    throw InputError(file, "the folder " + job.folder + ", where the job was begun", error.message(),
                     "bring it back, or begin the job anew");
  command.out = run;
  command.limit_time = 0, command.limit_memory = 0;  // those of this process hold, and are watched already
  command.overwrite = command.verb != "certify";
  command.quiet = command.quiet || given.quiet;
  command.json = command.json || given.json;
  if (!given.show.empty()) command.show = given.show;
  for (const spec::SolveEntry& option : given.options) {
    std::erase_if(command.options, [&](const spec::SolveEntry& o) { return o.key == option.key; });
    command.options.push_back(option);
  }
  return perform(command);
}

}  // namespace polyscape::program
