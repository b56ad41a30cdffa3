#pragma once
/// The work of a job that is under way, in a file: what a process that is killed leaves behind, and the next one takes
/// up.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "polyscape/base/journal.hpp"

namespace polyscape::study {

/// What a checkpoint says of its job.
struct CheckpointedJob {
  std::vector<std::string> words;  ///< of the command line, with `words[0]` the verb
  std::string folder;              ///< that they are understood in: the current one
  std::string input;               ///< digest of what was read (base/digest.hpp)
};

/// A journal in an SQLite database. Values are on the disk some tenth of a second after they are known. It belongs to
/// one process at a time.
class Checkpoint : public Journal {
 public:
  /// When the file appears: with the first values that come after a job's first second, so that short jobs leave no
  /// trace, or at once.
  enum class Appears { later, at_once };

  /// Throws InputError where the file is no checkpoint, damaged, of another version of the program, of a job with
  /// another verb or input, or held by another process, which the message names. A file that is there is never
  /// replaced.
  Checkpoint(std::string path, CheckpointedJob job, Appears appears = Appears::later);
  /// What is known is on the disk then.
  ~Checkpoint() override;

  /// Of what was there in the beginning. A value that has changed since it was kept is none.
  std::optional<std::string> find(const std::string& key) override;
  void keep(const std::string& key, std::string value) override;

  /// How many values were there in the beginning.
  std::uint64_t found() const;
  /// Whether there is a file.
  bool written() const;
  /// Why values could not be written since the beginning, which ends writing but not the job; empty: they were.
  std::string refused() const;
  /// The job is at its end, and its result safe elsewhere.
  void remove();

  struct Impl;

 private:
  std::unique_ptr<Impl> impl_;
};

/// What the file says of its job. Throws InputError as the constructor, whatever the job is.
CheckpointedJob read_checkpoint(const std::string& path);

/// A new checkpoint of the job with all that is in those of its parts. Throws InputError as read_checkpoint(), and
/// where there is a file at that path or none can be written.
void join_checkpoints(const std::string& path, const CheckpointedJob& job, const std::vector<std::string>& parts);

/// "<folder>.checkpoint", beside a run folder.
std::string checkpoint_of(const std::string& run_folder);

}  // namespace polyscape::study
