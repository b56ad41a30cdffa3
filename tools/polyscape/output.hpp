#pragma once
/// What all verbs do at the end, and while they work.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command_line.hpp"
#include "polyscape/base/journal.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/checkpoint.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/run_folder.hpp"
#include "polyscape/study/sink.hpp"

namespace polyscape::program {

/// What a verb leaves behind.
struct Output {
  std::vector<study::OutputFile> files;  ///< of the folder, if one is asked for
  std::optional<std::string> text;       ///< for stdout; nullopt: the essence
  std::size_t essence = 0;               ///< the file that holds all of it: kept elsewhere where neither can be written
};

/// A line on stderr; nothing where stderr takes none.
void say(const std::string& line);

/// Prints the text on stdout. Throws InputError when stdout cannot take it.
void print(std::string_view text);

/// Of the command: where the folder goes, and what becomes of one that is there.
study::FolderTarget target_of(const Command& command);

/// To be called before anything is computed. Throws InputError when the command asks for a folder that cannot be
/// written with these files, or that an ended job has begun to fill.
void require_out(const Command& command, const std::vector<std::string>& names);

/// What a checkpoint says of the command. input: all that it reads.
study::CheckpointedJob job_of(const Command& command, const std::vector<study::OutputFile>& input);

/// The checkpoint of a command that writes a folder, beside it: while it is there, what is computed is kept in it, and
/// what a job before this one left in it is not computed again. Says so on stderr unless quiet.
class Kept {
 public:
  /// input: all that is read. Throws InputError as study::Checkpoint does.
  Kept(const Command& command, const std::vector<study::OutputFile>& input);
  /// The job is at its end and delivered, if it was not cancelled.
  void end();
  /// Whether an earlier job left something.
  bool continued() const { return checkpoint_ && checkpoint_->found() > 0; }

 private:
  const Command& command_;
  std::optional<study::Checkpoint> checkpoint_;
  std::optional<JournalScope> scope_;
};

/// A file beside the folder that the command asks for, for the finished rows of a job of many: to be removed when the
/// folder is written, so that a job that is killed leaves it behind. None without a folder. Throws as RowsFile does; of
/// a job that is continued it takes the place of the one that was left.
std::optional<study::RowsFile> rows_beside(const Command& command, const Kept* kept = nullptr);

/// Writes the folder that the command asks for, if any, and says on stderr where it is unless quiet; prints the text.
/// Where one of these fails says why; where that leaves nothing of the result, keeps the essence in a file elsewhere
/// and says where. Signals wait until it is done. Returns whether all was written as asked.
bool deliver(const Command& command, const Output& output);

/// A command whose result is a run: what it reads, what it keeps while it works, what it writes.
class Run {
 public:
  /// To be made before anything is computed. Throws InputError where the folder cannot be written, and as Kept does.
  Run(const Command& command, std::vector<study::OutputFile> input);
  /// Delivers the result (JSON or summary), the folder with the result's files and its input; the exit status.
  int finish(const report::Result& result);

 private:
  const Command& command_;
  std::vector<study::OutputFile> input_;
  Kept kept_;
};

/// A verb that takes a network or a system, or a run of one, and what it finds of each.
using OfNetwork =
    std::function<report::Result(const spec::Specification&, const study::Options&, const study::Observer&)>;
using OfSystem = std::function<report::Result(const algebra::System&, const std::string& title, const study::Options&,
                                              const study::Observer&)>;
/// Reads the command's file, computes and delivers; the exit status.
int finish_either(const Command& command, const OfNetwork& of_network, const OfSystem& of_system);

/// The specification as read, and its data where they lie beside or below it: what the folder is analysed or certified
/// again from. Throws InputError where a data file has the name of a file that describes the run.
std::vector<study::OutputFile> input_files(const spec::Specification& specification);

/// Shows progress on stderr: a bar on a terminal, sparse plain lines otherwise, nothing when quiet.
study::Observer progress_on_stderr(const Command& command);

}  // namespace polyscape::program
