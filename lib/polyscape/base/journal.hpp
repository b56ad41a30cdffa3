#pragma once
/// What a job has computed, kept where it outlives the process: a job that was ended and is begun again asks for it
/// instead of computing it twice.
#include <optional>
#include <string>

namespace polyscape {

/// Values by key. A key is a digest of all that its value depends on, so that the value stands for the computation
/// whoever asks for it. Functions are called from any thread.
class Journal {
 public:
  virtual ~Journal() = default;
  /// The value, as it was kept; nullopt: there is none.
  virtual std::optional<std::string> find(const std::string& key) = 0;
  /// Values that cannot be kept are lost, and computed again.
  virtual void keep(const std::string& key, std::string value) = 0;
};

/// While it is there, the journal serves the job that this thread works for (base/cancel.hpp), on all its threads.
/// Scopes end in the opposite order of their beginning.
class JournalScope {
 public:
  explicit JournalScope(Journal& journal);
  ~JournalScope();
  JournalScope(const JournalScope&) = delete;
  JournalScope& operator=(const JournalScope&) = delete;

 private:
  Journal* before_;
};

/// Of the job that this thread works for; nullptr: it keeps none.
Journal* current_journal();

}  // namespace polyscape
