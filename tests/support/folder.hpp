#pragma once
/// Places on the disk for tests.
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>

namespace polyscape::support {

/// A new folder, removed at the end, whatever its mode has become. ending: of its name.
class Folder {
 public:
  explicit Folder(const std::string& ending = "") {
    static std::atomic<int> number = 0;
    path_ = std::filesystem::temp_directory_path() /
            ("polyscape_test_" + std::to_string(::getpid()) + "_" + std::to_string(number++) + ending);
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace polyscape::support
