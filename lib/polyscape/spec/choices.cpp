#include "polyscape/spec/choices.hpp"

#include <algorithm>
#include <charconv>

#include "polyscape/base/error.hpp"

namespace polyscape::spec {
namespace {

constexpr std::size_t most_values = 1'000'000;

/// How many arrays are inside each other, by the first items.
int depth(const Value& value) {
  if (!value.is(Value::Type::array)) return 0;
  return 1 + (value.items.empty() ? 0 : depth(value.items.front()));
}

const Value& innermost(const Value& value) {
  return value.is(Value::Type::array) && !value.items.empty() ? innermost(value.items.front()) : value;
}

std::string last_key(const std::string& path) { return path.substr(path.rfind('.') + 1); }

/// The depth of what the specification expects at the path.
int expected_depth(const std::string& path, const Value& parent, const Value& value) {
  const std::string key = last_key(path);
  if (key == "layer" || key == "interval") return 1;
  if (key == "weights") return path == "data.teacher.weights" ? 1 : 2;
  if (key == "bias") return innermost(value).is(Value::Type::boolean) ? 0 : 1;
  if (path == "data.inputs" || path == "data.targets") return parent.find("file") != nullptr ? 1 : 2;
  return 0;
}

bool takes_ranges(const std::string& path) {
  static const std::vector<std::string> counts{"width",  "repeat", "filter",  "stride", "channels",
                                               "degree", "from",   "samples", "seed"};
  return path == "network.inputs" || std::ranges::find(counts, last_key(path)) != counts.end();
}

bool is_range(const Value& value) {
  return value.is(Value::Type::string) && value.text.find_first_of("-,") != std::string::npos &&
         value.text.find_first_not_of("0123456789-, ") == std::string::npos;
}

Value integer_at(const Value& place, std::uint64_t number) {
  Value value = place;
  value.type = Value::Type::integer;
  value.text = std::to_string(number);
  return value;
}

/// The integers of "1-5, 8", at most so many.
std::vector<Value> members(const Value& range, std::size_t most) {
  const std::string expected = "integers and ranges of integers, the smaller end first";
  const std::string remedy = "write \"1-100\" or \"1-5, 8\", for example";
  std::vector<Value> result;
  const char *at = range.text.data(), *const end = at + range.text.size();
  const auto skip = [&] { at = std::find_if(at, end, [](char c) { return c != ' '; }); };
  const auto number = [&] {
    skip();
    std::uint64_t value = 0;
    const auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc() || value > INT64_MAX) reject(range, expected, remedy);
    at = next;
    skip();
    return value;
  };
  for (;;) {
    const std::uint64_t first = number();
    std::uint64_t last = first;
    if (at != end && *at == '-') ++at, last = number();
    if (last < first) reject(range, expected, remedy);
    if (last - first >= most - result.size())
      reject(range, "at most 10^6 values, of all ranges together", "write a shorter range");
    for (std::uint64_t k = first; k <= last; ++k) result.push_back(integer_at(range, k));
    if (at == end) return result;
    if (*at++ != ',') reject(range, expected, remedy);
  }
}

class Search {
 public:
  explicit Search(const std::string& text) : text_(text) {}

  void look(const Value& value, const Value& parent, const std::string& path) {
    const int expected = expected_depth(path, parent, value);
    if (value.is(Value::Type::array) && depth(value) > expected) return add(value, path, expected);
    if (takes_ranges(path) && is_range(value)) return add(value, path, expected);
    walk(value, path);
  }
  /// Looks at what is inside.
  void walk(const Value& value, const std::string& path) {
    steps_.push_back(0);
    if (value.is(Value::Type::table))
      for (const auto& [key, entry] : value.entries) {
        const bool takes_none = path.empty() && (key == "solve" || key == "dynamics" || key == "title");
        if (!takes_none) look(entry, value, path.empty() ? key : path + "." + key);
        ++steps_.back();
      }
    for (const Value& item : value.items) {  // of an array that is expected: only tables in it have keys
      if (item.is(Value::Type::table)) walk(item, path + "[" + std::to_string(steps_.back() + 1) + "]");
      ++steps_.back();
    }
    steps_.pop_back();
  }
  std::vector<Choice> found;

 private:
  std::string source(const Value& value) const { return text_.substr(value.begin, value.end - value.begin); }

  /// Not so of tables under headers, [[data]].
  bool stands_for_itself(const Value& value) const {
    try {
      return same(parse_document("x = " + source(value), "").entries.front().second, value);
    } catch (const InputError&) {
      return false;
    }
  }

  void add(const Value& list, const std::string& path, int expected) {
    Choice choice{path, steps_, list, {}, {}};
    const auto add_value = [&](const Value& value) {
      if (takes_ranges(path) && is_range(value)) {
        for (Value& member : members(value, most_values - from_ranges_)) {
          ++from_ranges_;
          choice.texts.push_back(member.text);
          choice.values.push_back(std::move(member));
        }
        return;
      }
      Search inside(text_);
      inside.walk(value, path);
      if (!inside.found.empty())
        reject(inside.found.front().list, "one value: it stands in a list already", "write every value out");
      if (depth(value) > expected) reject(value, "one value: it stands in a list already", "write one list");
      choice.values.push_back(value);
      choice.texts.push_back(source(value));
    };
    if (list.is(Value::Type::array))
      for (const Value& item : list.items) add_value(item);
    else
      add_value(list);
    if (!stands_for_itself(list)) reject(list, "a list of values in brackets", "write " + last_key(path) + " = [..]");
    if (choice.values.empty()) reject(list, "a list of at least one value", "write one value or more");
    found.push_back(std::move(choice));
  }

  const std::string& text_;
  std::vector<std::size_t> steps_;
  std::size_t from_ranges_ = 0;  ///< values of all lists
};

}  // namespace

std::vector<Choice> choices_of(const Value& document, const std::string& text) {
  Search search(text);
  search.walk(document, "");
  std::ranges::sort(search.found, {}, [](const Choice& c) { return c.list.begin; });
  return std::move(search.found);
}

void choose(Value& document, const Choice& choice, std::size_t value) {
  Value* at = &document;
  for (const std::size_t step : choice.steps)
    at = at->is(Value::Type::table) ? &at->entries[step].second : &at->items[step];
  *at = choice.values[value];
}

}  // namespace polyscape::spec
