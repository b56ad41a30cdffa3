#include "support/truth.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace polyscape::support {

namespace {
std::vector<std::string> cells_of(std::string line) {
  if (!line.empty() && line.back() == '\r') line.pop_back();
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"')
      quoted = !quoted;
    else if (c == ',' && !quoted)
      cells.emplace_back();
    else
      cells.back() += c;
  }
  return cells;
}
}  // namespace

std::uint64_t seeds(std::uint64_t otherwise) {
  const char* value = std::getenv("POLYSCAPE_SEEDS");
  return value != nullptr ? std::stoull(value) : otherwise;
}

std::string truth_path(const std::string& file) { return POLYSCAPE_DATA "/truth/" + file; }

namespace {
std::vector<Row> table(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("no " + path);
  std::string line;
  std::getline(stream, line);
  const std::vector<std::string> header = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(stream, line)) {
    std::vector<std::string> cells = cells_of(line);
    cells.resize(header.size());
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = cells[i];
  }
  return rows;
}

}  // namespace

std::vector<Row> truth_table(const std::string& file) { return table(truth_path(file)); }
std::vector<Row> published_table(const std::string& file) { return table(POLYSCAPE_DATA "/published/" + file); }

std::vector<std::string> split(const std::string& text, char by) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, by);) parts.push_back(part);
  return parts;
}

std::map<int, std::uint64_t> index_counts(const std::string& cell) {
  std::map<int, std::uint64_t> counts;
  std::istringstream words(cell);
  for (std::string word; words >> word;) counts[std::stoi(word)] = std::stoull(word.substr(word.find(':') + 1));
  return counts;
}

int largest_dimension(const std::string& cell) {
  int result = -1;
  std::istringstream words(cell);
  for (std::string word; words >> word;) result = std::max(result, std::stoi(word));
  return result;
}

}  // namespace polyscape::support
