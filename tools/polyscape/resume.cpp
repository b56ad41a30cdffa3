#include <algorithm>
#include <filesystem>
#include <optional>

#include "polyscape/base/error.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/study/checkpoint.hpp"
#include "ranks.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

Command command_of(const study::CheckpointedJob& job, const std::string& file) {
  std::vector<const char*> words{"polyscape"};
  for (const std::string& word : job.words) words.push_back(word.c_str());
  const auto request = parse(static_cast<int>(words.size()), words.data());
  if (const auto* command = std::get_if<Command>(&request); command != nullptr && command->verb != "resume")
    return *command;
  throw InputError(file, "a checkpoint of a job", "one of something else", "remove it");
}

namespace {

/// What is to be continued; nullopt: a store. Throws InputError where there is nothing.
std::optional<study::CheckpointedJob> job_at(const std::string& name, const std::string& run, const std::string& file) {
  if (fs::is_regular_file(name)) return std::nullopt;
  if (!fs::exists(file))
    throw InputError(name, "the folder of a job that was ended, with its work in " + file, "no such file",
                     fs::exists(run) ? "there is nothing left to do" : "name the folder that the job was to write");
  return study::read_checkpoint(file);
}

/// The same for every member of a team, of which the first alone can open the file.
std::optional<study::CheckpointedJob> common_job_at(const std::string& name, const std::string& run,
                                                    const std::string& file) {
  Team* const team = current_team();
  if (team == nullptr) return job_at(name, run, file);
  const std::string told = common(*team, "what is continued", [&] {
    const auto job = job_at(name, run, file);
    LetterWriter letter(job ? 'j' : 's');
    if (job) letter.text(job->folder);
    if (job)
      for (const std::string& word : job->words) letter.text(word);
    return letter.letter();
  });
  LetterReader letter(told);
  if (letter.kind() == 's') return std::nullopt;
  study::CheckpointedJob job;
  job.folder = letter.text();
  while (!letter.at_end()) job.words.emplace_back(letter.text());
  return job;
}

}  // namespace

int resume(const Command& given) {
  const std::string run = fs::absolute(given.files.front()).lexically_normal().string(),
                    file = study::checkpoint_of(run);
  const auto job = common_job_at(given.files.front(), run, file);
  if (!job) return resume_sweep(given);
  Command command = command_of(*job, file);
  std::error_code error;
  fs::current_path(job->folder, error);
  if (error)
    throw InputError(file, "the folder " + job->folder + ", where the job was begun", error.message(),
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
  const Team* const team = current_team();
  return perform(team == nullptr || team->first() ? command : part_of(command).value_or(command));
}

}  // namespace polyscape::program
