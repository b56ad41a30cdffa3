#pragma once
/// Programs as the benchmarks run them.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace polyscape::bench {

/// What a program took; negative when it is missing or fails, infinity when it was ended.
struct Took {
  double user = -1;     ///< CPU seconds in user mode, of all threads
  double elapsed = -1;  ///< seconds by the clock
};

/// What decides that a program has failed, or is not to go on.
struct Allowed {
  int status = 0;      ///< exit statuses above have failed
  unsigned limit = 0;  ///< CPU seconds after which it is ended; 0: any
};

/// A program run in the folder, its output in folder/out.
inline Took timed(const std::filesystem::path& folder, std::vector<std::string> words, const Allowed& allowed = {}) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string out = (folder / "out").string();
  const auto begin = std::chrono::steady_clock::now();
  const pid_t child = fork();
  if (child == 0) {
    const rlimit seconds{allowed.limit, allowed.limit};
    if (allowed.limit > 0) setrlimit(RLIMIT_CPU, &seconds);
    const int in = open("/dev/null", O_RDONLY), file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (chdir(folder.c_str()) != 0 || dup2(in, 0) < 0 || dup2(file, 1) < 0 || dup2(file, 2) < 0) _exit(126);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return {};
  constexpr double never = std::numeric_limits<double>::infinity();
  const auto seconds = static_cast<unsigned>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec);
  if (allowed.limit > 0 && WIFSIGNALED(status) && seconds + 1 >= allowed.limit) return {never, never};
  if (!WIFEXITED(status) || WEXITSTATUS(status) > allowed.status) return {};
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return {static_cast<double>(usage.ru_utime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec), elapsed};
}

/// User CPU seconds alone.
inline double run(const std::filesystem::path& folder, std::vector<std::string> words, unsigned limit = 0) {
  return timed(folder, std::move(words), {0, limit}).user;
}

}  // namespace polyscape::bench
