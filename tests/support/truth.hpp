#pragma once
/// The published counts in data/truth, as tests read them.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace polyscape::support {

/// Cells by column name.
using Row = std::map<std::string, std::string>;
/// The rows of data/truth/<file>; a row without a cell has an empty one.
std::vector<Row> truth_table(const std::string& file);
/// The same of data/published/<file>.
std::vector<Row> published_table(const std::string& file);

/// The parts of a text between such characters.
std::vector<std::string> split(const std::string& text, char by);
/// "0:2 1:1" as index -> count.
std::map<int, std::uint64_t> index_counts(const std::string& cell);
/// The largest dimension in "2:9 3:6"; -1 when blank (the empty set).
int largest_dimension(const std::string& cell);
/// How many seeds a test of many seeds runs over: POLYSCAPE_SEEDS, `otherwise` where that is not set.
std::uint64_t seeds(std::uint64_t otherwise);
/// data/truth/<file>
std::string truth_path(const std::string& file);

}  // namespace polyscape::support
