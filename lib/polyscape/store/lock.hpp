#pragma once
/// One process at a time.
#include <string>

namespace polyscape::store {

/// What only one process has. The kernel holds it on the file "PATH.lock", in which stands whose it is, and lets go
/// when the process ends, however that comes about: a file that was left behind means nothing.
class Lock {
 public:
  /// Takes it. Throws InputError where another process, or another Lock of this one, has it, naming that by number and
  /// host, and where no such file can be made.
  explicit Lock(const std::string& path);
  Lock(Lock&& other) noexcept;
  Lock& operator=(Lock&&) = delete;
  ~Lock();

 private:
  std::string file_;
  int descriptor_ = -1;
};

}  // namespace polyscape::store
