#pragma once
/// Programs as the benchmarks run them.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace polyscape::bench {

/// User CPU seconds of a program run in the folder, its output in folder/out; negative when it is missing or fails,
/// infinity when it takes more than `limit` CPU seconds (0: any) and is ended.
inline double run(const std::filesystem::path& folder, std::vector<std::string> words, unsigned limit = 0) {
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string out = (folder / "out").string();
  const pid_t child = fork();
  if (child == 0) {
    const rlimit seconds{limit, limit};
    if (limit > 0) setrlimit(RLIMIT_CPU, &seconds);
    const int in = open("/dev/null", O_RDONLY), file = open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (chdir(folder.c_str()) != 0 || dup2(in, 0) < 0 || dup2(file, 1) < 0 || dup2(file, 2) < 0) _exit(126);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) < 0) return -1;
  if (limit > 0 && WIFSIGNALED(status) && usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + 1 >= limit)
    return std::numeric_limits<double>::infinity();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return -1;
  return static_cast<double>(usage.ru_utime.tv_sec) + 1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

}  // namespace polyscape::bench
