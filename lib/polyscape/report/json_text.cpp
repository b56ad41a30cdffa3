#include "polyscape/report/json_text.hpp"

#include <nlohmann/json.hpp>

namespace polyscape::report {

using nlohmann::ordered_json;

namespace {
constexpr std::size_t columns = 120;

// Leaves only, or lists of leaves: what is easier to read on one line than on many.
bool flat(const ordered_json& value, int depth) {
  if (!value.is_structured()) return true;
  if (depth == 0) return false;
  for (const auto& item : value)
    if (!flat(item, depth - 1)) return false;
  return true;
}

std::string key_text(const ordered_json::const_iterator& item) { return ordered_json(item.key()).dump() + ": "; }

std::string one_line(const ordered_json& value) {
  if (!value.is_structured()) return value.dump();
  const bool object = value.is_object();
  std::string text(1, object ? '{' : '[');
  for (auto item = value.begin(); item != value.end(); ++item) {
    if (text.size() > 1) text += ", ";
    if (object) text += key_text(item);
    text += one_line(*item);
  }
  return text + (object ? '}' : ']');
}

void write(const ordered_json& value, std::size_t indent, std::string& text) {
  // Anything longer than a line has more leaves than fit: do not render a large list only to find that out.
  if (flat(value, 2) && (!value.is_structured() || value.size() <= columns / 2)) {
    const std::string line = one_line(value);
    if (!value.is_structured() || indent + line.size() <= columns) {
      text += line;
      return;
    }
  }
  const bool object = value.is_object();
  text += object ? "{\n" : "[\n";
  for (auto item = value.begin(); item != value.end(); ++item) {
    if (item != value.begin()) text += ",\n";
    text.append(indent + 2, ' ');
    if (object) text += key_text(item);
    write(*item, indent + 2, text);
  }
  text += "\n";
  text.append(indent, ' ');
  text += object ? "}" : "]";
}
}  // namespace

std::string json_text(const ordered_json& value) {
  std::string text;
  write(value, 0, text);
  return text + "\n";
}

}  // namespace polyscape::report
