#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "output.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/study/checkpoint.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

/// The words without the option and its value.
std::vector<std::string> without(const std::vector<std::string>& words, const std::string& option) {
  std::vector<std::string> result;
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == option)
      ++i;
    else if (!words[i].starts_with(option + "="))
      result.push_back(words[i]);
  return result;
}

/// What decides the result.
std::map<std::string, std::string> deciding(const Command& command) {
  std::map<std::string, std::string> options;
  for (const spec::SolveEntry& option : command.options) options[option.key] = option.text;
  options.erase("threads");
  return options;
}

struct Part {
  std::string file;
  study::CheckpointedJob job;
  Command command;
};

Part read_part(const std::string& file) {
  if (!fs::is_regular_file(file))
    throw InputError(file, "a file that solve --shard has left", "none", "check the name");
  Part part{file, study::read_checkpoint(file), {}};
  part.command = command_of(part.job, file);
  if (!part.command.shard)
    throw InputError(file, "a part of a job, left by solve --shard", "the checkpoint of a whole one",
                     "continue it with polyscape resume");
  return part;
}

/// Throws InputError unless they are all the parts of one job.
void require_whole(const std::vector<Part>& parts) {
  const Part& first = parts.front();
  const std::size_t count = first.command.shard->of;
  std::map<std::size_t, std::string> there;
  for (const Part& part : parts) {
    if (part.job.input != first.job.input || part.command.shard->of != count ||
        deciding(part.command) != deciding(first.command))
      throw InputError(part.file, "a part of the job that " + first.file + " is of",
                       "one of another system, another number of parts or other options",
                       "merge the parts of one job, made with the same options");
    const auto [other, fresh] = there.try_emplace(part.command.shard->number, part.file);
    if (!fresh)
      throw InputError(part.file, "every part once",
                       fmt::format("part {}, which {} is, too", part.command.shard->number, other->second),
                       "leave one of the two out");
  }
  for (std::size_t number = 1; number <= count; ++number)
    if (!there.contains(number))
      throw InputError("polyscape merge", fmt::format("all of {} parts", count), fmt::format("no part {}", number),
                       fmt::format("name its file, or make it with --shard {}/{}", number, count));
}

}  // namespace

int merge(const Command& given) {
  std::vector<Part> parts;
  for (const std::string& file : given.files) parts.push_back(read_part(file));
  require_whole(parts);
  const std::string out = given.out.empty() ? parts.front().command.out : given.out;
  if (fs::exists(fs::symlink_status(out)) && !given.overwrite)
    throw InputError(out, "a new folder", "one that is there", "use --overwrite, or --out DIR with another name");
  const std::string run = fs::absolute(out).lexically_normal().string();
  study::CheckpointedJob job = parts.front().job;
  job.words = without(job.words, "--shard");
  job.folder = fs::current_path().string();
  std::vector<std::string> files;
  for (const Part& part : parts) files.push_back(part.file);
  const std::string joined = study::checkpoint_of(run);
  study::join_checkpoints(joined, job, files);
  Command rest = given;
  rest.verb = "resume";
  rest.files = {run};
  try {
    return resume(rest);
  } catch (const InputError&) {  // such as a system that has changed since
    fs::remove(joined);
    throw;
  }
}

}  // namespace polyscape::program
