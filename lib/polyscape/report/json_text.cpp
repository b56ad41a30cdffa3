#include "polyscape/report/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

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

/// Appends to one text. A number's dump() would set up a serialiser of its own each time.
class Writer {
 public:
  const std::string& text() const { return text_; }

  void write(const ordered_json& value, std::size_t indent) {
    // Anything longer than a line has more leaves than fit: do not render a large list only to find that out.
    if (flat(value, 2) && (!value.is_structured() || value.size() <= columns / 2)) {
      const std::size_t begin = text_.size();
      if (!value.is_structured()) return leaf(value);
      if (one_line(value, text_.rfind('\n') + 1 + columns)) return;  // of the line, which a key may begin
      text_.resize(begin);
    }
    const bool object = value.is_object();
    text_ += object ? "{\n" : "[\n";
    for (auto item = value.begin(); item != value.end(); ++item) {
      if (item != value.begin()) text_ += ",\n";
      text_.append(indent + 2, ' ');
      if (object) key(item);
      write(*item, indent + 2);
    }
    text_ += "\n";
    text_.append(indent, ' ');
    text_ += object ? "}" : "]";
  }

 private:
  void key(const ordered_json::const_iterator& item) {
    string(item.key());
    text_ += ": ";
  }

  /// False, with something half written, if the text would get longer than `most`.
  bool one_line(const ordered_json& value, std::size_t most) {
    if (!value.is_structured()) {
      leaf(value);
      return text_.size() <= most;
    }
    const bool object = value.is_object();
    text_ += object ? '{' : '[';
    for (auto item = value.begin(); item != value.end(); ++item) {
      if (item != value.begin()) text_ += ", ";
      if (object) key(item);
      if (!one_line(*item, most)) return false;
    }
    text_ += object ? '}' : ']';
    return text_.size() <= most;
  }

  void string(const std::string& text) {
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
    if (!plain) {
      text_ += ordered_json(text).dump();
      return;
    }
    text_ += '"';
    text_ += text;
    text_ += '"';
  }

  void leaf(const ordered_json& value) {
    if (value.is_string()) return string(value.get_ref<const std::string&>());
    if (!value.is_number()) {
      text_ += value.dump();
      return;
    }
    const double x = value.is_number_float() ? value.get<double>() : 0;
    if (!std::isfinite(x)) {
      text_ += "null";
      return;
    }
    char digits[32];
    const auto end = value.is_number_float()      ? std::to_chars(digits, std::end(digits), x)
                     : value.is_number_unsigned() ? std::to_chars(digits, std::end(digits), value.get<std::uint64_t>())
                                                  : std::to_chars(digits, std::end(digits), value.get<std::int64_t>());
    const std::string_view written(digits, end.ptr);
    text_ += written;
    if (value.is_number_float() && written.find_first_of(".e") == std::string_view::npos)
      text_ += ".0";  // read back as it was
  }

  std::string text_;
};
}  // namespace

std::string json_text(const ordered_json& value) {
  Writer writer;
  writer.write(value, 0);
  return writer.text() + "\n";
}

}  // namespace polyscape::report
