#pragma once
/// What tests ask of texts.
#include <string>

namespace polyscape::support {

inline bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace polyscape::support
