#pragma once
/// Folders that hold what a job leaves behind. They appear complete or not at all.
#include <string>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// Where a folder goes, and whether one that is there may be replaced.
struct FolderTarget {
  std::string folder;
  bool overwrite = false;
};

struct OutputFile {
  std::string name;  ///< without a path
  std::string text;
};

/// "<stem of path>.run" in the current directory.
std::string default_run_folder(const std::string& specification_path);

/// Throws InputError when the folder cannot be written: it exists (without overwrite, or with other files than a
/// result.json and `names`), its parent does not or cannot be written to. To be called before anything is computed.
void require_writable(const FolderTarget& target, const std::vector<std::string>& names = {});

/// Writes the files into a new folder beside the target and gives it the target's name at the end. With overwrite an
/// existing folder is replaced if it is one of ours: it holds a result.json, or nothing but files of these names.
/// Throws InputError as above and when the disk refuses; then nothing new is left behind.
void write_folder(const FolderTarget& target, const std::vector<OutputFile>& files);

/// result.json, summary.txt and the one-row tables table.tex, table.md, table.csv.
std::vector<OutputFile> result_files(const report::Result& result);

/// Throws InputError unless the folder that `path` goes into is there and can be written to; `remedy`: what the message says to do instead.
void require_parent(const std::string& path, const std::string& remedy);

/// Writes a file. Throws InputError with the remedy when the disk refuses.
void write_text(const std::string& path, const std::string& text, const std::string& remedy);

/// The text of a file. Throws InputError when it cannot be read.
std::string read_text(const std::string& path);

}  // namespace polyscape::study
