#include "polyscape/report/json_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "polyscape/base/parallel.hpp"

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
  std::string& text() { return text_; }

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
      next(item == value.begin(), indent + 2);
      if (object) key(item.key());
      write(*item, indent + 2);
    }
    close(object ? '}' : ']', indent);
  }

  /// To where the next part of an object or a list stands.
  void next(bool first, std::size_t indent) {
    if (!first) text_ += ",\n";
    text_.append(indent, ' ');
  }
  void close(char bracket, std::size_t indent) {
    text_ += "\n";
    text_.append(indent, ' ');
    text_ += bracket;
  }
  void key(const std::string& name) {
    string(name);
    text_ += ": ";
  }

 private:
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
      if (object) key(item.key());
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
  return std::move(writer.text() += "\n");
}

struct ObjectText::Impl {
  TextSink sink;
  Writer writer{};
  bool no_member = true;

  /// What stands before the line that is being written.
  void give_away() {
    constexpr std::size_t enough = 1 << 20;
    std::string& text = writer.text();
    if (text.size() < enough) return;
    const std::size_t size = text.rfind('\n') + 1;
    sink(std::string_view(text).substr(0, size));
    text.erase(0, size);
  }

  void begin_member(const std::string& key) {
    writer.next(std::exchange(no_member, false), 2);
    writer.key(key);
  }
};

ObjectText::ObjectText(TextSink sink) : impl_(new Impl{std::move(sink)}) { impl_->writer.text() += "{\n"; }
ObjectText::~ObjectText() = default;

void ObjectText::member(const std::string& key, const ordered_json& value) {
  impl_->begin_member(key);
  impl_->writer.write(value, 2);
  impl_->give_away();
}
void ObjectText::list(const std::string& key, std::size_t count, std::size_t threads,
                      const std::function<ordered_json(std::size_t)>& item) {
  constexpr std::size_t together = 256, indent = 4;
  impl_->begin_member(key);
  std::string& text = impl_->writer.text();
  text += "[\n";
  std::vector<std::string> items(std::min(count, together));
  for (std::size_t from = 0; from < count; from += together) {
    const std::size_t some = std::min(together, count - from);
    parallel_for(some, threads, [&](std::size_t k) {
      Writer writer;
      writer.next(true, indent);
      writer.write(item(from + k), indent);
      items[k] = std::move(writer.text());
    });
    for (std::size_t k = 0; k < some; ++k) text += (from + k == 0 ? "" : ",\n") + items[k];
    impl_->give_away();
  }
  impl_->writer.close(']', 2);
}

void ObjectText::end() {
  impl_->writer.close('}', 0);
  impl_->sink(impl_->writer.text() += "\n");
}

}  // namespace polyscape::report
