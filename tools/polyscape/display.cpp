#include "display.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace polyscape::program {

namespace {

constexpr std::int64_t bar_pause = 100, line_pause = 10000, tick = 500;  // milliseconds

std::int64_t now() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

std::size_t terminal_width() {
  constexpr std::size_t usual = 80;
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

std::string numbers(const study::Progress& p) {
  if (p.total > 0) return fmt::format("{} of {}", p.done, p.total);
  if (p.done > 0) return fmt::format("{} {}", p.done, p.of);
  return "";
}

/// "8.3 a second": of what is counted since the stage began.
std::string pace(double count, double seconds) {
  constexpr double minute = 60, hour = 3600;
  const auto [unit, name] = count >= seconds            ? std::pair(1.0, "a second")
                            : count * minute >= seconds ? std::pair(minute, "a minute")
                                                        : std::pair(hour, "an hour");
  return fmt::format("{:.{}f} {}", count / seconds * unit, count / seconds * unit < 10 ? 1 : 0, name);
}

std::string times(const StageState& s) {
  std::string text = duration(s.seconds);
  if (s.progress.total == 0 && s.progress.done > s.first) text += ", the last one after " + duration(s.newest);
  if (const auto left = seconds_left(s); left && s.seconds > 0)
    text +=
        ", " + pace(static_cast<double>(s.progress.done - s.first), s.seconds) + ", about " + duration(*left) + " left";
  return text;
}

}  // namespace

std::optional<double> seconds_left(const StageState& s) {
  const study::Progress& p = s.progress;
  if (p.total == 0 || p.done <= s.first || p.done > p.total) return std::nullopt;
  return s.seconds * static_cast<double>(p.total - p.done) / static_cast<double>(p.done - s.first);
}

std::string duration(double seconds) {
  constexpr double minute = 60, hour = 3600;
  if (seconds < 2 * minute) return fmt::format("{:.0f} s", seconds);
  if (seconds < 2 * hour) return fmt::format("{:.0f} min", seconds / minute);
  return fmt::format("{:.1f} h", seconds / hour);
}

std::string progress_line(const StageState& s) {
  const std::string counted = numbers(s.progress);
  return s.progress.stage + ": " + (counted.empty() ? "" : counted + " after ") + times(s);
}

std::string progress_bar(const StageState& s, std::size_t width) {
  constexpr std::size_t most_cells = 40, frame = 3;
  const study::Progress& p = s.progress;
  const std::string text = progress_line(s);
  if (p.total == 0 || text.size() + frame >= width) return text.substr(0, width);
  const std::size_t cells = std::min(most_cells, width - text.size() - frame);
  const auto full = static_cast<std::size_t>(static_cast<double>(cells) *
                                             std::min(1.0, static_cast<double>(p.done) / static_cast<double>(p.total)));
  return "[" + std::string(full, '#') + std::string(cells - full, ' ') + "] " + text;
}

Display::Display(bool terminal) : terminal_(terminal) {
  ticker_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!ended_.wait_for(lock, std::chrono::milliseconds(tick), [this] { return over_; }))
      if (state_ && now() - shown_ >= (terminal_ ? tick : line_pause)) show_now();
  });
}

Display::~Display() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    erase();
  }
  ended_.notify_all();
  ticker_.join();
}

void Display::show(const study::Progress& p) {
  const std::lock_guard lock(mutex_);
  const bool begins = !state_ || state_->progress.stage != p.stage;
  if (begins) {
    erase();
    started_ = now();
    state_ = StageState{p, 0, p.done};
  }
  if (p.done > state_->progress.done) state_->newest = static_cast<double>(now() - started_) / 1000;
  state_->progress = p;
  if (begins || now() - shown_ >= (terminal_ ? bar_pause : line_pause)) show_now();
}

void Display::show_now() {
  shown_ = now();
  state_->seconds = static_cast<double>(shown_ - started_) / 1000;
  if (!terminal_) {
    std::fputs((progress_line(*state_) + "\n").c_str(), stderr);
    return;
  }
  const std::string text = progress_bar(*state_, terminal_width() - 1);
  std::fputs(fmt::format("\r{:<{}}", text, length_).c_str(), stderr);
  std::fflush(stderr);
  length_ = text.size();
}

void Display::erase() {
  if (length_ == 0) return;
  std::fputs(fmt::format("\r{:<{}}\r", "", length_).c_str(), stderr);
  std::fflush(stderr);
  length_ = 0;
}

}  // namespace polyscape::program
