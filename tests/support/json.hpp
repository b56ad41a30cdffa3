#pragma once
/// nlohmann/json whose assertions hold in every build: a key that is not there fails the test, instead of reading what
/// lies beside.
#include <stdexcept>
#include <string>

inline void require_json(bool holds, const char* what) {
  if (!holds) throw std::logic_error(std::string("nlohmann/json: ") + what);
}
#define JSON_ASSERT(holds) require_json(holds, #holds)
#include <nlohmann/json.hpp>

namespace polyscape::support {

inline void drop_timings(nlohmann::json& value) {
  if (value.is_object())
    for (const char* key : {"seconds", "threads"}) value.erase(key);
  for (nlohmann::json& part : value)
    if (part.is_structured()) drop_timings(part);
}

/// A result, or results, but for what is measured, not computed.
inline nlohmann::json without_timings(const std::string& text) {
  nlohmann::json result = nlohmann::json::parse(text);
  drop_timings(result);
  return result;
}

}  // namespace polyscape::support
