#pragma once
/// Folders that hold what a job leaves behind. They appear complete or not at all, and nothing that others put there is
/// lost.
#include <functional>
#include <string>
#include <vector>

#include "polyscape/base/text_sink.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// What becomes of a folder that is there.
enum class Existing {
  refuse,   ///< InputError
  replace,  ///< what polyscape wrote and nobody changed since, by the folder's manifest; InputError where other files
            ///< are in the way
  keep,     ///< as replace, but files in the way get another name: "NAME.before"
  add,      ///< as keep, and what polyscape wrote under other names stays its own
};

struct FolderTarget {
  std::string folder;  ///< a symbolic link to a folder stands for that folder
  Existing existing = Existing::refuse;
};

struct OutputFile {
  std::string name;  ///< relative, below the folder
  std::string text;
  std::function<void(const TextSink&)> in_pieces = {};  ///< gives the text, where it is not kept as a whole
  void give(const TextSink& sink) const { in_pieces ? in_pieces(sink) : sink(text); }
};

/// The file of a folder that lists the others with their digests (base/digest.hpp).
inline constexpr const char* manifest_file = "manifest.json";

/// "<stem of path>.run" in the current directory.
std::string default_run_folder(const std::string& specification_path);

/// "<folder><ending>": a file beside the folder, however its path is written.
std::string beside(const std::string& folder, const std::string& ending);

/// Throws InputError when files of these names cannot be written into the folder: it exists and may not be replaced,
/// its parent does not or cannot be written to, other files are in the way. To be called before anything is computed.
void require_writable(const FolderTarget& target, const std::vector<std::string>& names);

/// Writes the files and a manifest into a new folder beside the target, which takes the target's place at the end, in
/// one step. Of an existing folder files that polyscape wrote are dropped, others stay. Throws InputError as above and
/// when the disk refuses; then nothing new is left behind.
void write_folder(const FolderTarget& target, const std::vector<OutputFile>& files);

/// result.json first, in pieces, summary.txt and the one-row tables table.tex, table.md, table.csv. The result has to
/// outlive them.
std::vector<OutputFile> result_files(const report::Result& result);
/// Their names.
std::vector<std::string> result_file_names();

/// Throws InputError unless the folder that `path` goes into is there and can be written to; `remedy`: what the message
/// says to do instead.
void require_parent(const std::string& path, const std::string& remedy);

/// Writes a file. Throws InputError with the remedy when the disk refuses.
void write_text(const std::string& path, const std::string& text, const std::string& remedy);
/// The same with the file's text; path instead of its name.
void write_file(const std::string& path, const OutputFile& file, const std::string& remedy);

/// The text of a file. Throws InputError when it cannot be read.
std::string read_text(const std::string& path);

}  // namespace polyscape::study
