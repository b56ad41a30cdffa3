#pragma once
/// Whether markup is well-formed, and what is in it.
#include <cctype>
#include <regex>
#include <string>
#include <vector>

namespace polyscape::plot {

/// Empty where every tag is closed by its own, no attribute is broken and no "<" or "&" stands bare; else what is
/// wrong.
inline std::string malformed(const std::string& text) {
  static const std::regex tag(R"(^<(/?)([a-zA-Z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(/?)>)");
  static const std::regex entity(R"(^&(?:amp|lt|gt|quot|apos|#39);)");
  std::vector<std::string> open;
  for (std::size_t at = 0; at < text.size();) {
    const std::string rest = text.substr(at, 100000);
    std::smatch m;
    if (text[at] == '&') {
      if (!std::regex_search(rest, m, entity)) return "bare & before " + rest.substr(0, 20);
      at += static_cast<std::size_t>(m.length());
    } else if (text[at] == '<') {
      if (!std::regex_search(rest, m, tag)) return "no tag: " + rest.substr(0, 60);
      at += static_cast<std::size_t>(m.length());
      if (m[1] == "/") {
        if (open.empty() || open.back() != m[2]) return "closes what is not open: " + rest.substr(0, 40);
        open.pop_back();
      } else if (m[4] != "/") {
        open.push_back(m[2]);
      }
    } else {
      ++at;
    }
  }
  return open.empty() ? "" : "left open: " + open.back();
}

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace polyscape::plot
