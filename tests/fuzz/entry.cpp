#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>
#include <thread>

#include "attack.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::fuzz {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

/// Cancels what takes longer than its patience; one thread for all texts. A text may ask for much that is within the
/// limits of input, half a gigabyte of terms: then what counts is that reading ends soon after it was told to, which
/// libFuzzer's -timeout judges.
class Patience {
 public:
  void begin(const CancelToken& job) {
    const std::lock_guard lock(mutex_);
    job_ = job;
    end_ = Clock::now() + std::chrono::seconds(2);
  }
  void end() {
    const std::lock_guard lock(mutex_);
    job_.reset();
  }

 private:
  void watch(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      const std::lock_guard lock(mutex_);
      if (job_ && Clock::now() > end_) job_->request();
    }
  }
  std::mutex mutex_;
  std::optional<CancelToken> job_;
  Clock::time_point end_;
  std::jthread thread_{[this](const std::stop_token& stop) { watch(stop); }};
};

void attack_patiently(const std::string& text) {
  static Patience patience;
  constexpr std::size_t longest_message = 4000;
  const CancelToken job;
  const JobScope scope(job);
  patience.begin(job);
  try {
    attack(text);
  } catch (const InputError& e) {
    require(std::string(e.what()).size() <= longest_message, "a message is a sentence");
  } catch (const Cancelled&) {
  }
  patience.end();
}

}  // namespace

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

const fs::path& scratch() {
  struct Folder {
    fs::path path = (fs::exists("/dev/shm") ? fs::path("/dev/shm") : fs::temp_directory_path()) /
                    ("polyscape_fuzz_" + std::to_string(getpid()));
    Folder() { fs::create_directories(path); }
    ~Folder() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  };
  static const Folder folder;
  return folder.path;
}

void put(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary).write(text.data(), static_cast<std::streamsize>(text.size()));
}

}  // namespace polyscape::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  polyscape::fuzz::attack_patiently(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
