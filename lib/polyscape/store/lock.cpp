#include "polyscape/store/lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "polyscape/base/error.hpp"

namespace polyscape::store {
namespace {

std::string own_name() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) std::strcpy(host.data(), "?");
  return fmt::format("process {} on {}", getpid(), host.data());
}

std::string content(int descriptor) {
  std::array<char, 512> text{};
  const ssize_t size = pread(descriptor, text.data(), text.size(), 0);
  const std::string found(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  return found.starts_with("process ") ? found.substr(0, found.find('\n')) : "another process";
}

/// Whether the file of that name is the one that is open: who had it before may have removed it meanwhile.
bool is_open_as(const std::string& name, int descriptor) {
  struct stat named {
  }, opened{};
  return stat(name.c_str(), &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_ino == opened.st_ino &&
         named.st_dev == opened.st_dev;
}

}  // namespace

// Of the file that a symbolic link leads to: by every name it is one lock.
Lock::Lock(const std::string& path) : file_(std::filesystem::weakly_canonical(path).string() + ".lock") {
  for (;;) {
    const int descriptor = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0)
      throw InputError(file_, "a file that can be made, to keep other processes from " + path, std::strerror(errno),
                       "use a folder that can be written to");
    if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const bool taken = errno == EWOULDBLOCK;
      const std::string why = taken ? content(descriptor) : std::strerror(errno);
      close(descriptor);
      throw InputError(path, taken ? "a file that no other process writes to" : "a disk that locks files", why,
                       taken ? "wait until that has ended" : "use another disk");
    }
    if (is_open_as(file_, descriptor)) {
      descriptor_ = descriptor;
      const std::string name = own_name() + "\n";
      // That the name cannot be written, on a full disk, takes nothing from the lock.
      if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, name.data(), name.size(), 0) < 0) errno = 0;
      return;
    }
    close(descriptor);
  }
}

Lock::Lock(Lock&& other) noexcept : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

Lock::~Lock() {
  if (descriptor_ < 0) return;
  unlink(file_.c_str());  // before it is let go
  close(descriptor_);
}

}  // namespace polyscape::store
