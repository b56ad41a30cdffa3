#include "ranks.hpp"

#include <dlfcn.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "mail_module.hpp"
#include "output.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/shared_loop.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/track/batch.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

// Where the first process finds the same fault in the input, it says so, and ends the others.
constexpr std::chrono::seconds same_fault(3);

std::optional<std::size_t> number_in(const char* variable) {
  const char* const text = std::getenv(variable);
  if (text == nullptr || *text < '0' || *text > '9') return std::nullopt;
  return std::strtoull(text, nullptr, 10);
}

/// Beside the program, where it is built, or where it is installed.
std::string module_path() {
  std::error_code error;
  const fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
  for (const fs::path& path : {folder / POLYSCAPE_MODULE, folder / POLYSCAPE_MODULE_FOLDER / POLYSCAPE_MODULE})
    if (fs::exists(path, error)) return path.lexically_normal().string();
  return "";
}

std::unique_ptr<Mail> open_mail() {
  const std::string path = module_path();
  if (path.empty())
    throw InputError("", "a polyscape that was built where CMake finds MPI",
                     "one without, started as several processes",
                     "start one process, or install MPI (libopenmpi-dev), and build again");
  void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (module == nullptr) throw InputError(path, "a module that can be loaded", dlerror(), "install MPI's libraries");
  const auto open = reinterpret_cast<decltype(&polyscape_open_mail)>(dlsym(module, "polyscape_open_mail"));
  if (open == nullptr) throw InputError(path, "polyscape's module for MPI", "something else", "build or install again");
  return std::unique_ptr<Mail>(open());
}

/// Numbers are the same to the last bit where both are.
std::string kind_of_program() {
  return report::library_version() + " with " + std::string(track::instruction_sets().front());
}

void tell(std::size_t ranks, const Traffic& t) {
  say(
      fmt::format("polyscape: {} ranks; rank 0 sent {} messages, {:.2f} MB, and received {}, {:.2f} MB, in {:.2f} s of "
                  "processor time",
                  ranks, t.messages_sent, 1e-6 * static_cast<double>(t.bytes_sent), t.messages_received,
                  1e-6 * static_cast<double>(t.bytes_received), t.seconds));
}

[[noreturn]] void leave(Team& team, const std::string& why) {
  team.leave(why);
  std::_Exit(0);
}

[[noreturn]] void take_part(Team& team, const Command& command) {
  try {
    const std::string first = common(team, "program", kind_of_program);
    if (first != kind_of_program()) leave(team, "is " + kind_of_program() + ", and rank 0 is " + first);
    if (const auto part = part_of(command)) perform(*part);
  } catch (const InputError& e) {
    std::this_thread::sleep_for(same_fault);
    leave(team, "cannot go on: " + std::string(e.what()));
  } catch (const std::exception& e) {
    leave(team, "cannot go on: internal error: " + std::string(e.what()));
  }
  team.end();
  std::_Exit(0);
}

}  // namespace

std::optional<std::size_t> rank_by_environment() {
  for (const auto& [size, rank] : {std::pair("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK"),
                                   std::pair("PMI_SIZE", "PMI_RANK"), std::pair("SLURM_STEP_NUM_TASKS", "PMIX_RANK")})
    if (number_in(size).value_or(1) > 1)
      if (const auto number = number_in(rank)) return number;
  return std::nullopt;
}

std::unique_ptr<Team> join_ranks() {
  TeamOptions options;
  options.told = [](const std::string& what) { say("polyscape: " + what); };
  options.over = [] { std::_Exit(0); };
  auto team = std::make_unique<Team>(open_mail, options);
  if (team->first()) return team;
  for (const int signal : {SIGINT, SIGTERM}) std::signal(signal, SIG_IGN);
  const int nowhere = open("/dev/null", O_WRONLY);
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);
  return team;
}

std::optional<Command> part_of(const Command& command) {
  constexpr std::array shared{"analyze", "bounds", "certify", "components", "dynamics",
                              "resume",  "solve",  "sweep",   "volume"};
  if (std::ranges::find(shared, command.verb) == shared.end() || command.trace > 0 || command.dry_run || command.shard)
    return std::nullopt;
  Command part = command;
  part.out.clear();
  part.json = true;  // without a folder of the usual name
  part.out_is_input = part.overwrite = false;
  part.quiet = true;
  part.limit_time = 0, part.limit_memory = 0;
  return part;
}

int perform_with(Team& team, const Command& command) {
  const TeamScope scope(team);
  if (!team.first()) take_part(team, command);
  common(team, "program", kind_of_program);
  const int status = perform(command);
  if (!command.quiet) tell(team.size(), team.traffic());
  return status;
}

}  // namespace polyscape::program
