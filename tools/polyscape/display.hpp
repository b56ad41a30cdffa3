#pragma once
/// Progress on stderr: how far a stage has come, and how long it may take.
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "polyscape/study/progress.hpp"

namespace polyscape::program {

/// A stage and the seconds that it has taken.
struct StageState {
  study::Progress progress;
  double seconds = 0;       ///< since the stage began
  std::uint64_t first = 0;  ///< what was done when it began
  double newest = 0;        ///< the seconds after which `done` last rose
};

/// What is left at the pace so far, in seconds; nullopt where the total is not known, or nothing is done yet.
std::optional<double> seconds_left(const StageState& standing);
/// "3 s", "12 min", "2.5 h".
std::string duration(double seconds);
/// "paths: 100 of 400 after 12 s, 8.3 a second, about 36 s left"; "monodromy: 36 points after 12 s, the last one
/// after 8 s" where the total is not known.
std::string progress_line(const StageState& standing);
/// The same with a bar, in at most `width` characters.
std::string progress_bar(const StageState& standing, std::size_t width);

/// Shows what it is told, and goes on to show how time passes where it is told nothing: a bar on a terminal, else a
/// line where a stage begins and one every ten seconds. Thread-safe.
class Display {
 public:
  explicit Display(bool terminal);
  ~Display();
  Display(const Display&) = delete;
  Display& operator=(const Display&) = delete;

  void show(const study::Progress& progress);

 private:
  void show_now();
  void erase();

  const bool terminal_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool over_ = false;
  std::optional<StageState> state_;
  std::int64_t started_ = 0, shown_ = 0;  // milliseconds of the steady clock
  std::size_t length_ = 0;                // of the bar on the terminal
  std::thread ticker_;
};

}  // namespace polyscape::program
