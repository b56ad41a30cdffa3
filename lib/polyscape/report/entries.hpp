#pragma once
/// Results from the files that hold them, one or many.
#include <string>
#include <vector>

#include "polyscape/report/columns.hpp"

namespace polyscape::report {

/// What the JSON of a file holds: a result (result.json), a sweep's draws (sweep.json), or the rows of a table of
/// parameters (rows.json), whose values are what was chosen. Throws InputError naming the file and the row as
/// result_from_json() does.
std::vector<Entry> entries_from_json(const std::string& text, const std::string& file);

}  // namespace polyscape::report
