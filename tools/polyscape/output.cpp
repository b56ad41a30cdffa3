#include "output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <memory>
#include <mutex>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/summary.hpp"

namespace polyscape::program {

namespace {

using Clock = std::chrono::steady_clock;

/// What has been shown, so that it is not shown too often.
class Display {
 public:
  explicit Display(bool terminal) : terminal_(terminal) {}
  ~Display() { erase(); }

  void show(const study::Progress& p) {
    const std::lock_guard lock(mutex_);
    const auto now = Clock::now();
    if (p.stage != stage_) {
      erase();
      stage_ = p.stage;
      started_ = now;
      shown_ = now - std::chrono::hours(1);
      if (!terminal_) line(p);
      if (!terminal_) shown_ = now;
    }
    const auto pause = terminal_ ? std::chrono::milliseconds(100) : std::chrono::milliseconds(10000);
    if (now - shown_ < pause) return;
    shown_ = now;
    terminal_ ? bar(p) : line(p);
  }

 private:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - started_).count(); }
  void line(const study::Progress& p) const {
    if (p.total == 0)
      fmt::print(stderr, "{}\n", p.stage);
    else
      fmt::print(stderr, "{}: {} of {} after {:.0f} s\n", p.stage, p.done, p.total, seconds());
  }
  void bar(const study::Progress& p) {
    constexpr std::uint64_t cells = 40;
    const std::uint64_t full = p.total == 0 ? 0 : cells * p.done / p.total;
    const std::string text = p.total == 0 ? p.stage + " ..."
                                          : fmt::format("{} [{}{}] {}/{} {:.0f} s", p.stage, std::string(full, '#'),
                                                        std::string(cells - full, ' '), p.done, p.total, seconds());
    fmt::print(stderr, "\r{:<{}}", text, length_);
    std::fflush(stderr);
    length_ = text.size();
  }
  void erase() {
    if (length_ == 0) return;
    fmt::print(stderr, "\r{:<{}}\r", "", length_);
    std::fflush(stderr);
    length_ = 0;
  }

  const bool terminal_;
  std::mutex mutex_;
  std::string stage_;
  Clock::time_point started_, shown_;
  std::size_t length_ = 0;
};

}  // namespace

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw InputError("stdout", "a place to write to", "one that takes nothing", "check where the output goes");
}

void write_out(const Command& command, const std::vector<study::OutputFile>& files) {
  if (command.out.empty()) return;
  study::write_folder({command.out, command.overwrite}, files);
  if (!command.quiet) fmt::print(stderr, "wrote {}\n", command.out);
}

int finish(const Command& command, const report::Result& result, std::vector<study::OutputFile> beside) {
  // The folder first: should stdout be a closed pipe, the work is still saved.
  if (!command.out.empty()) {
    for (study::OutputFile& file : study::result_files(result)) beside.push_back(std::move(file));
    write_out(command, beside);
  }
  print(command.json ? report::to_json(result) : report::summary(result));
  return report::complete(result) && !cancellation_requested() ? 0 : 1;
}

study::Observer progress_on_stderr(const Command& command) {
  if (command.quiet) return {};
  const auto display = std::make_shared<Display>(isatty(STDERR_FILENO) == 1);
  return [display](const study::Progress& progress) { display->show(progress); };
}

}  // namespace polyscape::program
