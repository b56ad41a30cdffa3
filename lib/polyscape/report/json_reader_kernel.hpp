#pragma once
/// JSON as a described record (fields.hpp). For sources.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <complex>
#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/names.hpp"
#include "polyscape/base/nesting.hpp"
#include "polyscape/base/note.hpp"
#include "polyscape/report/coordinate_texts.hpp"
#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// What the text holds; discarded (is_discarded()) where it is no JSON, goes on behind a zero byte, which the parser
/// takes for the end, or nests deeper than any that this library writes: copies and dump() recurse.
template <class Json = nlohmann::json>
Json parsed_json(const std::string& text) {
  const bool none = text.find('\0') != std::string::npos || nested_deeper(text, deepest_json);
  return none ? Json(nlohmann::json::value_t::discarded) : Json::parse(text, nullptr, false);
}

/// Digits of all numbers that are written as a count of digits, and read as a number of so many.
template <class Json>
double digits_in(const Json& value) {
  double sum = 0;
  if (value.is_object() && value.contains("digits") && value["digits"].is_number())
    sum += std::max(value["digits"].template get<double>(), 0.0);
  if (value.is_structured())
    for (const Json& item : value) sum += digits_in(item);
  return sum;
}
/// Throws InputError where they would fill the memory.
template <class Json>
void require_digits(const Json& document, const std::string& file, const std::string& remedy) {
  constexpr double most = 1e8;
  if (digits_in(document) > most)
    throw InputError(file, fmt::format("numbers of at most {:.0f} digits together", most), "more", remedy);
}

/// A value of a document with the path that leads to it, so that every complaint can name the key.
class Cursor {
 public:
  /// file, remedy: for messages.
  Cursor(const nlohmann::json& value, std::string file, std::string remedy)
      : value_(&value), file_(std::move(file)), remedy_(std::move(remedy)) {}

  [[noreturn]] void fail(const std::string& expected) const {
    std::string found = value_->dump();
    if (found.size() > 60) found = found.substr(0, 57) + "...";
    throw InputError(path_.empty() ? file_ : file_ + " " + path_, expected, found, remedy_);
  }
  Cursor operator[](const std::string& key) const {
    if (!value_->is_object()) fail("an object");
    const auto item = value_->find(key);
    if (item == value_->end()) throw InputError(file_ + " " + join(key), "a value", "nothing", remedy_);
    return at(*item, join(key));
  }
  bool has(const char* key) const { return value_->is_object() && value_->contains(key); }
  std::vector<Cursor> items() const {
    if (!value_->is_array()) fail("a list");
    std::vector<Cursor> list;
    for (std::size_t i = 0; i < value_->size(); ++i) list.push_back(at((*value_)[i], fmt::format("{}[{}]", path_, i)));
    return list;
  }
  std::vector<std::pair<std::string, Cursor>> members() const {
    if (!value_->is_object()) fail("an object");
    std::vector<std::pair<std::string, Cursor>> list;
    for (auto item = value_->begin(); item != value_->end(); ++item)
      list.emplace_back(item.key(), at(*item, join(item.key())));
    return list;
  }
  const nlohmann::json& value() const { return *value_; }

 private:
  Cursor at(const nlohmann::json& value, std::string path) const {
    Cursor result(value, file_, remedy_);
    result.path_ = std::move(path);
    return result;
  }
  std::string join(const std::string& key) const { return path_.empty() ? key : path_ + "." + key; }
  const nlohmann::json* value_;
  std::string file_, remedy_, path_;
};

/// Walks a record, filling it from an object.
class JsonReader {
 public:
  explicit JsonReader(Cursor object) : object_(std::move(object)) {}

  bool real = true;

  void operator()(const char* key, auto&& member, const char*, Presence presence = {}) {
    if (object_.has(key) || (presence.required && !is_optional(member))) read(object_[key], member);
  }
  void group(const char* key, const auto& show) {
    if (!object_.has(key)) return;
    const Cursor outer = std::exchange(object_, object_[key]);
    show();
    object_ = outer;
  }
  void inlined(const char* key, auto& part) {
    if (object_.has(key)) describe(*this, part.emplace());
  }
  void computed(const char*, const auto&, const char*) {}

  /// Throws InputError, naming the key, unless the value is one.
  static void read(const Cursor& c, bool& value) {
    if (!c.value().is_boolean()) c.fail("true or false");
    value = c.value();
  }
  static void read(const Cursor& c, std::string& value) {
    if (!c.value().is_string()) c.fail("a string");
    value = c.value();
  }
  static void read(const Cursor& c, double& value) {  // null: not finite
    if (!c.value().is_null() && !c.value().is_number()) c.fail("a number");
    value = c.value().is_null() ? std::numeric_limits<double>::infinity() : c.value().get<double>();
  }
  static void read(const Cursor& c, nlohmann::ordered_json& value) { value = c.value(); }
  static void read(const Cursor& c, std::uint64_t& value) { value = integer<std::uint64_t>(c, "a number of things"); }
  static void read(const Cursor& c, int& value) { value = integer<int>(c, "an integer"); }
  static void read(const Cursor& c, long& value) { value = integer<long>(c, "an integer"); }
  // A bound above 10,000 digits comes back as the power of ten of as many digits: size is all that is known of it.
  static void read(const Cursor& c, algebra::Integer& value) {
    if (c.has("digits")) {
      constexpr std::uint64_t most = 100'000'000;
      std::uint64_t digits = 0;
      read(c["digits"], digits);
      if (digits < 1 || digits > most) c["digits"].fail("a number of digits from 1 to " + std::to_string(most));
      value = algebra::power(algebra::Integer(10), digits - 1);
      return;
    }
    const auto parsed = algebra::Integer::parse(c.value().is_string() ? c.value().get<std::string>()
                                                                      : std::to_string(integer<long>(c, "an integer")));
    if (!parsed) c.fail("an integer");
    value = *parsed;
  }
  static void read(const Cursor& c, const Counted<algebra::Integer>& count) { read(c, count.value); }
  static void read(const Cursor& c, Note& note) {
    std::string text;
    read(c, text);
    note = note_labelled(text);
  }
  static void read(const Cursor& c, CoordinateTexts& texts) {
    CoordinateTexts::Pairs pairs;
    read(c, pairs);
    texts = pairs;
  }
  static void read(const Cursor& c, std::complex<double>& z) {
    std::vector<double> parts;
    read(c, parts);
    if (parts.size() != 2) c.fail("[real part, imaginary part]");
    z = {parts[0], parts[1]};
  }
  static void read(const Cursor& c, Named auto& value) {
    value = value_named<std::remove_cvref_t<decltype(value)>>(c, c.value());
  }
  template <class T>
  static void read(const Cursor& c, std::optional<T>& value) {
    read(c, value.emplace());
  }
  template <class T, std::size_t N>
  static void read(const Cursor& c, std::array<T, N>& values) {
    const std::vector<Cursor> items = c.items();
    if (items.size() != N) c.fail("a list of " + std::to_string(N));
    for (std::size_t i = 0; i < N; ++i) read(items[i], values[i]);
  }
  template <class T>
  static void read(const Cursor& c, std::vector<T>& values) {
    values.clear();
    for (const Cursor& item : c.items()) read(item, values.emplace_back());
  }
  template <class T>
  static void read(const Cursor& c, std::vector<std::pair<std::string, T>>& values) {
    values.clear();
    for (const auto& [key, value] : c.members()) read(value, values.emplace_back(key, T()).second);
  }
  template <class K, class T>
  static void read(const Cursor& c, std::map<K, T>& values) {
    values.clear();
    for (const auto& [key, value] : c.members()) read(value, values[key_of<K>(value, key)]);
  }
  template <class R>
  requires requires(JsonReader& reader, R& record) { describe(reader, record); }
  static void read(const Cursor& c, R& record) {
    if (!c.value().is_object()) c.fail("an object");
    JsonReader reader(c);
    describe(reader, record);
  }

 private:
  template <class T>
  static constexpr bool is_optional(const std::optional<T>&) {
    return true;
  }
  static constexpr bool is_optional(const auto&) { return false; }
  /// A whole number of type T: not one with a point, nor one beyond T.
  template <class T>
  static T integer(const Cursor& c, const char* expected) {
    const auto& value = c.value();
    const auto fits = [&] {
      if (value.is_number_unsigned())
        return value.template get<std::uint64_t>() <= static_cast<std::uint64_t>(std::numeric_limits<T>::max());
      if (!value.is_number_integer()) return false;
      return std::is_signed_v<T> &&
             value.template get<std::int64_t>() >= static_cast<std::int64_t>(std::numeric_limits<T>::min());
    };
    if (!fits()) c.fail(expected);
    return value.template get<T>();
  }
  template <Named E>
  static E value_named(const Cursor& c, const nlohmann::json& text) {
    const auto value = text.is_string() ? named<E>(text.get_ref<const std::string&>()) : std::nullopt;
    if (!value) c.fail(any_name<E>());
    return *value;
  }
  template <class K>
  static K key_of(const Cursor& c, const std::string& key) {
    if constexpr (std::is_same_v<K, std::string>) {
      return key;
    } else if constexpr (Named<K>) {
      const auto value = named<K>(key);
      if (!value) c.fail("a key that is " + any_name<K>());
      return *value;
    } else {
      const auto whole = algebra::Integer::parse(key);
      const auto value = whole ? whole->to_int64() : std::nullopt;
      if (!value || *value < 0 || *value > std::numeric_limits<K>::max()) c.fail("an index as key");
      return static_cast<K>(*value);
    }
  }

  Cursor object_;
};

}  // namespace polyscape::report
