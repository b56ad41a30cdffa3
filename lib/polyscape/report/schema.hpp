#pragma once
/// The descriptions of the records (fields.hpp) as tables for people: docs/results.md has them.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace polyscape::report {

/// A record, by the key where it stands first, with keys and meanings of its fields.
struct RecordTable {
  std::string record;
  std::vector<std::pair<std::string, std::string>> fields;
};

/// The records of a result, each once, outer ones first.
std::vector<RecordTable> result_schema();

/// In Markdown.
std::string markdown(const RecordTable& table);

}  // namespace polyscape::report
