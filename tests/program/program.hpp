#pragma once
/// The built program, run like a user runs it.
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "polyscape/base/random.hpp"

namespace polyscape::program {

/// An empty folder to work in, removed at the end.
class Workplace {
 public:
  Workplace();
  ~Workplace();
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  const std::filesystem::path& path() const { return path_; }
  void write(const std::string& name, const std::string& text) const;
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const { return std::filesystem::exists(path_ / name); }
  /// Names in the folder, or in one below.
  std::set<std::string> names(const std::string& below = ".") const;

 private:
  std::filesystem::path path_;
};

/// How a program ended.
struct Ended {
  int status = -1;  ///< exit status; 128 + signal when a signal ended it
  std::string out, err;
};

/// Runs the program with these words, in the workplace's folder.
Ended run_polyscape(const Workplace& at, const std::vector<std::string>& words);
/// The same; sends `signal` `pause` milliseconds after stderr contains `text` (or when half a minute has passed), and
/// SIGKILL to a program that has not ended three minutes later.
Ended interrupt_polyscape(const Workplace& at, const std::vector<std::string>& words, const std::string& text,
                          int signal, int pause = 0);
/// The same; does something to the folder before it sends the signal.
Ended disturb_polyscape(const Workplace& at, const std::vector<std::string>& words, const std::string& text,
                        const std::function<void()>& disturb, int signal, int pause = 0);
/// A line of the shell, in which $polyscape is the program.
Ended run_shell(const Workplace& at, const std::string& line);
/// Any program. Status 127 when there is none of that name.
Ended run(const Workplace& at, const std::string& program, const std::vector<std::string>& words);
/// Whether a program of that name is installed.
bool installed(const std::string& program);

/// data/<file> of the source tree.
std::string data(const std::string& file);

/// A system of random dense quadrics as JSON: 2^variables solutions.
std::string quadrics(Random random, int variables);

}  // namespace polyscape::program
