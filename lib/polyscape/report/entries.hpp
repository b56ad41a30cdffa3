#pragma once
/// Results from the files that hold them, one or many.
#include <optional>
#include <string>
#include <vector>

#include "polyscape/report/columns.hpp"

namespace polyscape::report {

/// The file that holds the results of a folder: result.json, else sweep.json, else rows.json; what is no folder is one
/// itself. Throws InputError for a folder with none of these.
std::string file_of_results(const std::string& path);

/// What a file holds.
struct Entries {
  std::vector<Entry> rows;
  bool many = false;             ///< a sweep's draws, or rows of a table; else it is one result
  std::optional<Result> member;  ///< of a sweep's draws: the generic one, which they are carried from
};

/// What the JSON of a file holds: a result (result.json), a sweep's draws (sweep.json), or the rows of a table of
/// parameters (rows.json), whose values are what was chosen. Throws InputError naming the file and the row as
/// result_from_json() does.
Entries entries_from_json(const std::string& text, const std::string& file);

}  // namespace polyscape::report
