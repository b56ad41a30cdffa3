#include "output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/summary.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

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
      say(p.stage);
    else
      say(fmt::format("{}: {} of {} after {:.0f} s", p.stage, p.done, p.total, seconds()));
  }
  void bar(const study::Progress& p) {
    constexpr std::uint64_t cells = 40;
    const std::uint64_t full = p.total == 0 ? 0 : cells * p.done / p.total;
    const std::string text = p.total == 0 ? p.stage + " ..."
                                          : fmt::format("{} [{}{}] {}/{} {:.0f} s", p.stage, std::string(full, '#'),
                                                        std::string(cells - full, ' '), p.done, p.total, seconds());
    std::fputs(fmt::format("\r{:<{}}", text, length_).c_str(), stderr);
    std::fflush(stderr);
    length_ = text.size();
  }
  void erase() {
    if (length_ == 0) return;
    std::fputs(fmt::format("\r{:<{}}\r", "", length_).c_str(), stderr);
    std::fflush(stderr);
    length_ = 0;
  }

  const bool terminal_;
  std::mutex mutex_;
  std::string stage_;
  Clock::time_point started_, shown_;
  std::size_t length_ = 0;
};

/// SIGINT and SIGTERM do nothing while one lives: on no thread, which a mask would not say.
class WithoutSignals {
 public:
  ~WithoutSignals() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, terminate_);
  }

 private:
  void (*interrupt_)(int) = std::signal(SIGINT, SIG_IGN);
  void (*terminate_)(int) = std::signal(SIGTERM, SIG_IGN);
};

/// Keeps the file where there is room for it, in the folders where users look, and says where.
void rescue(const study::OutputFile& essence) {
  const fs::path name(essence.name);
  const std::string own = fmt::format("polyscape-{}-{}{}", name.stem().string(), getpid(), name.extension().string());
  std::vector<fs::path> folders{"."};
  for (const char* variable : {"HOME", "TMPDIR"})
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0') folders.emplace_back(value);
  for (const char* folder : {"/tmp", "/var/tmp", "/dev/shm"}) folders.emplace_back(folder);
  for (const fs::path& folder : folders) {
    const std::string path = (folder / own).lexically_normal().string();
    std::error_code error;
    if (fs::exists(fs::symlink_status(path, error))) continue;
    try {
      study::write_text(path, essence.text, "");
      return say("polyscape: the result is kept in " + fs::absolute(path, error).lexically_normal().string());
    } catch (const InputError&) {
      fs::remove(path, error);
    }
  }
  say("polyscape: nowhere else was room for the result");
}

}  // namespace

void say(const std::string& line) {
  std::fputs((line + "\n").c_str(), stderr);
  std::fflush(stderr);
  std::clearerr(stderr);
}

void print(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    throw InputError("stdout", "a place to write to", "one that takes nothing", "check where the output goes");
}

study::FolderTarget target_of(const Command& command) {
  if (command.out_is_input) return {command.out, study::Existing::keep};
  return {command.out, command.overwrite ? study::Existing::replace : study::Existing::refuse};
}

void require_out(const Command& command, const std::vector<std::string>& names) {
  if (!command.out.empty()) study::require_writable(target_of(command), names);
}

bool deliver(const Command& command, const Output& output) {
  [[maybe_unused]] const WithoutSignals until_written;
  bool whole = true, kept = false;
  const auto attempt = [&](const auto& write) {
    try {
      write();
      kept = true;
    } catch (const InputError& e) {
      say("polyscape: " + std::string(e.what()));
      whole = false;
    }
  };
  // The folder first: should stdout be a closed pipe, the work is still saved.
  if (!command.out.empty())
    attempt([&] {
      study::write_folder(target_of(command), output.files);
      if (!command.quiet) say("wrote " + command.out);
    });
  const bool in_folder = kept;
  attempt([&] { print(output.text); });
  if (!whole && !in_folder && (!kept || !command.out.empty())) rescue(output.essence);
  return whole;
}

int finish(const Command& command, const report::Result& result, std::vector<study::OutputFile> input) {
  const std::string json = report::to_json(result);
  const std::size_t shown = command.show.empty() ? report::screen_of_points : command.show == "all" ? static_cast<std::size_t>(-1) : std::stoul(command.show);
  Output output{std::move(input), command.json ? json : report::summary(result, shown), {"result.json", json}};
  const std::vector<std::string> names = run_file_names(output.files);
  for (const study::OutputFile& file : study::result_files(result)) output.files.push_back({names[output.files.size()], file.text});
  return deliver(command, output) && report::complete(result) ? 0 : 1;
}

std::vector<std::string> run_file_names(const std::vector<study::OutputFile>& input) {
  std::vector<std::string> result;
  for (const study::OutputFile& file : input) result.push_back(file.name);
  for (const std::string& name : study::result_file_names()) {
    const bool taken = std::ranges::find(input, name, &study::OutputFile::name) != input.end();  // by a data set
    result.push_back((taken ? "polyscape." : "") + name);
  }
  return result;
}

std::vector<study::OutputFile> input_files(const spec::Specification& specification) {
  std::vector<study::OutputFile> result{{"specification.toml", specification.text}};
  const fs::path data = fs::path(specification.data.file).lexically_normal();
  if (data.empty() || data.is_absolute() || *data.begin() == "..") return result;
  for (const char* ours : {"specification.toml", "result.json", study::manifest_file})
    if (data == ours)
      throw InputError(specification.path + " data.file", "another name than that of a file that describes the run", "\"" + data.string() + "\"", "rename it");
  result.push_back({data.string(), study::read_text((fs::path(specification.path).parent_path() / data).string())});
  return result;
}

study::Observer progress_on_stderr(const Command& command) {
  if (command.quiet) return {};
  const auto display = std::make_shared<Display>(isatty(STDERR_FILENO) == 1);
  return [display](const study::Progress& progress) { display->show(progress); };
}

}  // namespace polyscape::program
