#pragma once
/// A job whose work is kept beside the run folder that it is to write: what a process that is killed leaves behind, and
/// the next one, or the program's `resume`, takes up.
#include <memory>
#include <optional>

#include "input.hpp"
#include "polyscape/base/journal.hpp"
#include "polyscape/study/checkpoint.hpp"

namespace polyscape::python {

class Kept {
 public:
  /// words: the job as a command of the program. Throws InputError where the folder cannot be written: it is there, may
  /// not be overwritten and is none of this job that was ended; and as study::Checkpoint does.
  Kept(Text folder, bool overwrite, std::vector<Text> words, std::shared_ptr<const Input> input);

  study::Checkpoint& checkpoint() { return *checkpoint_; }
  /// Writes the folder. Throws InputError where the disk refuses; the work stays then.
  void write(const report::Result& result);
  /// Whether there is work on the disk: not of a job's first second.
  bool written() const { return checkpoint_->written(); }
  /// The job is at its end, and its result in the folder.
  void end() { checkpoint_->remove(); }

 private:
  study::FolderTarget target_;
  std::shared_ptr<const Input> input_;
  std::optional<study::Checkpoint> checkpoint_;
};

/// The files of a run folder: the input's, then the result's.
std::vector<study::OutputFile> run_files(const Input* input, const report::Result& result);

}  // namespace polyscape::python
