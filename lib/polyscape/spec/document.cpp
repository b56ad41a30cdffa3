#include "polyscape/spec/document.hpp"

#define TOML_ENABLE_FORMATTERS 0
#define TOML_HEADER_ONLY 1
#include <toml++/toml.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "polyscape/base/error.hpp"

namespace polyscape::spec {
namespace {

/// The source by lines, to read numbers from.
class Source {
 public:
  Source(const std::string& text, std::string file) : file_(std::move(file)) {
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
      lines_.push_back(text.substr(begin, end - begin));
      begins_.push_back(begin);
    }
    lines_.push_back(text.substr(begin));
    begins_.push_back(begin);
  }
  const std::string& file() const { return file_; }

  /// The byte at the position; columns count code points.
  std::size_t offset(const toml::source_position& position) const {
    if (position.line < 1 || position.line > lines_.size()) return 0;
    return begins_[position.line - 1] + in_line(position);
  }

  /// The token that starts at the position.
  std::string token(const toml::source_position& position) const {
    if (position.line < 1 || position.line > lines_.size()) return {};
    const std::string& line = lines_[position.line - 1];
    const std::size_t begin = in_line(position);
    const std::size_t end = std::min(line.find_first_of(",]}# \t\r", begin), line.size());
    return line.substr(begin, end - begin);
  }

 private:
  std::size_t in_line(const toml::source_position& position) const {
    const std::string& line = lines_[position.line - 1];
    std::size_t begin = 0;
    for (std::size_t column = 1; column < position.column && begin < line.size(); ++column) {
      ++begin;
      while (begin < line.size() && (static_cast<unsigned char>(line[begin]) & 0xC0) == 0x80) ++begin;
    }
    return begin;
  }

  std::string file_;
  std::vector<std::string> lines_;
  std::vector<std::size_t> begins_;  // of the lines, in the text
};

/// The line of a key with more parts than any that a specification has, first.second.third: the reader makes a table of
/// each, and recursion follows them.
std::optional<std::size_t> line_of_long_key(std::string_view text) {
  constexpr std::size_t most_dots = 8;
  std::size_t line = 1, dots = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '#') {
      at = std::min(text.find('\n', at), text.size());
    } else if (c == '"' || c == '\'') {
      const std::string_view fence = text.substr(at, 3) == std::string(3, c) ? text.substr(at, 3) : text.substr(at, 1);
      for (at += fence.size(); at < text.size() && text.substr(at, fence.size()) != fence; ++at) {
        if (text[at] == '\n') ++line;
        if (c == '"' && text[at] == '\\') ++at;
      }
      at += fence.size() - 1;
      continue;
    }
    if (at < text.size() && text[at] == '\n') ++line;
    if (c == '.') {
      if (++dots > most_dots) return line;
    } else if (std::string_view("=,[]{}#\n").find(c) != std::string_view::npos) {
      dots = 0;
    }
  }
  return std::nullopt;
}

std::string without_underscores(std::string text) {
  std::erase(text, '_');
  return text;
}

Value converted(const toml::node& node, const std::string& path, const Source& source, std::size_t outer_line) {
  Value value;
  const std::size_t line = node.source().begin.line > 0 ? node.source().begin.line : outer_line;
  value.place = path.empty() ? source.file() : source.file() + ":" + std::to_string(line) + " " + path;
  value.begin = source.offset(node.source().begin);
  value.end = source.offset(node.source().end);
  if (const auto* table = node.as_table()) {
    for (const auto& [key, entry] : *table) {
      const std::string name(key.str());
      value.entries.emplace_back(name, converted(entry, path.empty() ? name : path + "." + name, source, line));
    }
  } else if (const auto* array = node.as_array()) {
    value.type = Value::Type::array;
    for (const auto& item : *array)
      value.items.push_back(converted(item, path + "[" + std::to_string(value.items.size() + 1) + "]", source, line));
  } else if (const auto* text = node.as_string()) {
    value.type = Value::Type::string;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.type = Value::Type::integer;
    value.text = std::to_string(integer->get());
  } else if (const auto* number = node.as_floating_point()) {
    value.type = Value::Type::decimal;
    value.text = without_underscores(source.token(node.source().begin));
    // The text must be what the parser read: a value whose position it misreports must not slip in.
    const auto exact = algebra::Rational::parse(value.text);
    if (std::isfinite(number->get()) && (!exact || exact->to_double() != number->get()))
      throw InputError(value.place, "a number that can be read from its text", "\"" + value.text + "\"",
                       "write it as a string, in quotes");
  } else if (const auto* boolean = node.as_boolean()) {
    value.type = Value::Type::boolean;
    value.text = boolean->get() ? "true" : "false";
  } else {
    value.type = Value::Type::date;
    value.text = source.token(node.source().begin);
  }
  return value;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string grown(const Value& table, std::string_view key) {
  const bool root = table.place.find(' ') == std::string::npos;
  return table.place + (root ? " " : ".") + std::string(key);
}

}  // namespace

Value parse_document(const std::string& text, const std::string& file) {
  if (const auto line = line_of_long_key(text))
    throw InputError(file + ":" + std::to_string(*line), "keys of a few parts",
                     "one of many, with a point between each two", "correct this line");
  try {
    return converted(toml::parse(std::string_view(text), std::string_view(file)), "", Source(text, file), 1);
  } catch (const toml::parse_error& error) {
    throw InputError(file + ":" + std::to_string(error.source().begin.line), "valid TOML",
                     "\"" + std::string(error.description()) + "\"", "correct this line; strings need quotes");
  }
}

const Value* Value::find(std::string_view key) const {
  const auto it = std::ranges::find(entries, key, [](const auto& entry) { return std::string_view(entry.first); });
  return it == entries.end() ? nullptr : &it->second;
}

bool same(const Value& a, const Value& b) {
  return a.type == b.type && a.text == b.text && std::ranges::equal(a.items, b.items, same) &&
         std::ranges::equal(a.entries, b.entries, [](const auto& x, const auto& y) {
           return x.first == y.first && same(x.second, y.second);
         });
}

std::string shown(const Value& value) {
  switch (value.type) {
    case Value::Type::string:
      return "\"" + value.text + "\"";
    case Value::Type::table:
      return "a table";
    case Value::Type::array:
      return "an array of " + std::to_string(value.items.size());
    default:
      return value.text;
  }
}

void reject(const Value& value, const std::string& expected, const std::string& remedy) {
  throw InputError(value.place, expected, shown(value), remedy);
}

const Value& require(const Value& table, std::string_view key, const std::string& expected, const std::string& remedy) {
  if (const Value* value = table.find(key)) return *value;
  throw InputError(grown(table, key), expected, "nothing", remedy);
}

const Value* find_table(const Value& table, std::string_view key, const std::string& example) {
  const Value* value = table.find(key);
  if (value != nullptr && !value->is(Value::Type::table)) reject(*value, "a table", "write " + example);
  return value;
}

std::string nearest(std::string_view word, std::initializer_list<std::string_view> known) {
  return nearest(word, std::span(known.begin(), known.size()));
}

void require_known_keys(const Value& table, std::initializer_list<std::string_view> known) {
  require_known_keys(table, std::span(known.begin(), known.size()));
}

std::string nearest(std::string_view word, std::span<const std::string_view> known) {
  return std::string(std::ranges::min(known, {}, [&](std::string_view k) { return edit_distance(word, k); }));
}

void require_known_keys(const Value& table, std::span<const std::string_view> known) {
  for (const auto& [key, value] : table.entries) {
    if (std::ranges::find(known, key) != known.end()) continue;
    std::string list;
    for (const std::string_view k : known) list += (list.empty() ? "" : ", ") + std::string(k);
    const std::string near = nearest(key, known);
    const bool alike = 2 * edit_distance(key, near) <= std::max(key.size(), near.size());
    throw InputError(value.place, "one of the keys " + list, "\"" + key + "\"",
                     "write " + (alike ? near : std::string("one of these")) + ", or leave it out");
  }
}

std::string to_text(const Value& value, const std::string& expected, const std::string& remedy) {
  if (!value.is(Value::Type::string)) reject(value, expected, remedy);
  return value.text;
}

bool to_boolean(const Value& value) {
  if (!value.is(Value::Type::boolean)) reject(value, "true or false", "write true or false, without quotes");
  return value.text == "true";
}

std::uint64_t to_integer(const Value& value, std::uint64_t low, std::uint64_t high, const std::string& remedy) {
  const std::string expected = high == UINT64_MAX
                                   ? "an integer of at least " + std::to_string(low)
                                   : "an integer from " + std::to_string(low) + " to " + std::to_string(high);
  if (!value.is(Value::Type::integer)) reject(value, expected, remedy);
  const std::int64_t number = std::stoll(value.text);
  if (number < 0 || static_cast<std::uint64_t>(number) < low || static_cast<std::uint64_t>(number) > high)
    reject(value, expected, remedy);
  return static_cast<std::uint64_t>(number);
}

algebra::Rational to_rational(const Value& value) {
  const bool number = value.is(Value::Type::string) || value.is(Value::Type::integer) || value.is(Value::Type::decimal);
  if (number)
    if (const auto exact = algebra::Rational::parse(value.text)) return *exact;
  reject(value, "a rational number", "write 0.25 or \"1/4\", for example");
}

std::vector<algebra::Rational> to_row(const Value& value, const std::string& remedy) {
  if (!value.is(Value::Type::array)) reject(value, "an array of numbers", remedy);
  std::vector<algebra::Rational> row;
  row.reserve(value.items.size());
  for (const Value& item : value.items) row.push_back(to_rational(item));
  return row;
}

std::vector<std::vector<algebra::Rational>> to_matrix(const Value& value, const std::string& remedy) {
  if (!value.is(Value::Type::array) || value.items.empty()) reject(value, "an array of rows of numbers", remedy);
  std::vector<std::vector<algebra::Rational>> matrix;
  for (const Value& item : value.items) {
    matrix.push_back(to_row(item, remedy));
    if (matrix.back().size() != matrix.front().size())
      reject(item, "a row of " + std::to_string(matrix.front().size()) + " numbers like the first",
             "give every row the same length");
  }
  return matrix;
}

}  // namespace polyscape::spec
