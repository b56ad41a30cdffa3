#include <fmt/format.h>

#include "polyscape/base/nesting.hpp"
#include "polyscape/report/json_reader_kernel.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::report {

using nlohmann::json;

namespace {

constexpr const char* remedy = "give a result.json that polyscape has written";

template <class T>
T value_of(const Cursor& c) {
  T value{};
  JsonReader::read(c, value);
  return value;
}

/// Schema 1 had one word for existence and completeness; its trace-tested may have been said of the generic member
/// alone.
Completeness completeness_of_schema_1(const Cursor& c) {
  const Cursor solutions = c["solutions"];
  const std::string written = value_of<std::string>(solutions["completeness"]);
  if (written == "proved") {
    const bool known = solutions.has("completeness_by") &&
                       value_of<std::string>(solutions["completeness_by"]).starts_with("known_count");
    return known ? Completeness::given : Completeness::proved;
  }
  if (written == "trace-tested") {
    const bool arrived = c.has("paths") && value_of<std::uint64_t>(c["paths"]["tracked"]) ==
                                               value_of<std::uint64_t>(c["paths"]["nonsingular"]);
    return arrived ? Completeness::trace_tested : Completeness::unknown;
  }
  if (written != "numerical" && written != "certified-lower-bound")
    solutions["completeness"].fail("numerical, certified-lower-bound, trace-tested or proved");
  return Completeness::unknown;
}

/// What a document of schema 1 says, in the words of schema 2.
void upgrade(json& document, const std::string& file) {
  const Cursor c(document, file, remedy);
  if (c.has("solutions")) {
    const Cursor s = c["solutions"];
    const Completeness completeness = completeness_of_schema_1(c);
    Existence existence;
    if (s.has("certified_distinct")) existence.certified = value_of<std::uint64_t>(s["certified_distinct"]);
    if (existence.certified == value_of<std::uint64_t>(s["isolated"])) existence.by = Evidence::theorem;
    document["solutions"]["completeness"] = name(completeness);
    document["solutions"]["existence"] = {{"certified", existence.certified}, {"by", name(existence.by)}};
  }
}

}  // namespace

Result result_from_json(const std::string& json_text, const std::string& file) {
  if (nested_deeper(json_text, deepest_json))
    throw InputError(file, "a result",
                     "JSON of more than " + std::to_string(deepest_json) + " nested lists and objects", remedy);
  if (const auto zero = json_text.find('\0'); zero != std::string::npos)  // which the parser takes for the text's end
    throw InputError(fmt::format("{}: byte {}", file, zero + 1), "JSON text", "a zero byte", remedy);
  json document;
  try {
    document = json::parse(json_text);
  } catch (const json::parse_error& e) {
    throw InputError(fmt::format("{}: byte {}", file, e.byte), "JSON text", "something else", remedy);
  } catch (const json::exception&) {  // a number that no double holds
    throw InputError(file, "numbers in the range of doubles", "one beyond", remedy);
  }
  require_digits(document, file, remedy);
  const int schema = value_of<int>(Cursor(document, file, remedy)["schema"]);
  if (schema < 1 || schema > schema_version)
    throw InputError(file + " schema", fmt::format("1 to {}", schema_version), fmt::format("{}", schema),
                     "run the analysis again with this version");
  if (schema == 1) upgrade(document, file);
  Result result = value_of<Result>(Cursor(document, file, remedy));
  if (schema == 1)
    result.notes.emplace_back("read from a result of schema 1, which has no word for what its claims rest on");
  return result;
}

}  // namespace polyscape::report
