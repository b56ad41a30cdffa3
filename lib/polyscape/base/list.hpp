#pragma once
/// Lists in a text.
#include <string>
#include <string_view>
#include <vector>

namespace polyscape {

/// The text without blanks at its ends.
std::string trimmed(std::string_view text);

/// What stands between commas, each trimmed(); may be empty. At least one.
std::vector<std::string> comma_separated(std::string_view text);

}  // namespace polyscape
