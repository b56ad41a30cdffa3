#pragma once
/// JSON as text that people can read, too: short lists on one line.
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace polyscape::report {

/// The value with two spaces of indentation a level; whatever fits into 120 columns stands on one line. Ends in a
/// newline.
std::string json_text(const nlohmann::ordered_json& value);

}  // namespace polyscape::report
