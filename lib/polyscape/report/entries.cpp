#include "polyscape/report/entries.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "polyscape/base/error.hpp"
#include "polyscape/report/json_reader_kernel.hpp"

namespace polyscape::report {
namespace {

using json = nlohmann::ordered_json;

Entry entry_of(const json& record, const std::string& place) {
  return {{}, result_from_json(record.dump(-1, ' ', false, json::error_handler_t::replace), place), ""};
}

TextPairs chosen_of(const json& values) {
  TextPairs pairs;
  for (const auto& [name, value] : values.items())
    pairs.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  return pairs;
}

}  // namespace

std::string file_of_results(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(path, error)) return path;
  for (const char* name : {"result.json", "sweep.json", "rows.json"})
    if (fs::exists(fs::path(path) / name, error)) return (fs::path(path) / name).string();
  throw InputError(path, "a run folder", "one without result.json, sweep.json and rows.json",
                   "name one that polyscape has written");
}

Entries entries_from_json(const std::string& text, const std::string& file) {
  const auto alone = [&] { return Entries{{{{}, result_from_json(text, file), ""}}, false, std::nullopt}; };
  const auto document = parsed_json<json>(text);
  if (!document.is_object()) return alone();  // which says what is wrong
  require_digits(document, file, "name fewer results at once");
  Entries entries{{}, true, std::nullopt};
  if (const auto draws = document.find("draws"); draws != document.end() && draws->is_array()) {
    for (std::size_t i = 0; i < draws->size(); ++i)
      entries.rows.push_back(entry_of((*draws)[i], fmt::format("{} draws[{}]", file, i)));
    if (const auto member = document.find("member"); member != document.end())
      entries.member = entry_of(*member, file + " member").result;
    return entries;
  }
  if (const auto rows = document.find("rows"); rows != document.end() && rows->is_array()) {
    for (std::size_t i = 0; i < rows->size(); ++i) {
      const json& row = (*rows)[i];
      const std::string place = fmt::format("{} rows[{}]", file, i);
      if (!row.is_object() || !row.contains("result"))
        throw InputError(place, "a row with its result", "something else", "write it again with polyscape solve");
      entries.rows.push_back(entry_of(row["result"], place + ".result"));
      for (const auto& [key, value] : row.items())
        if (key == "parameters" && value.is_object()) entries.rows.back().chosen = chosen_of(value);
    }
    return entries;
  }
  return alone();
}

}  // namespace polyscape::report
