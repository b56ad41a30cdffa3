#pragma once
/// A described record (fields.hpp) as JSON. For sources.
#include <cmath>
#include <complex>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/names.hpp"
#include "polyscape/base/note.hpp"
#include "polyscape/report/coordinate_texts.hpp"
#include "polyscape/report/field_writer_kernel.hpp"
#include "polyscape/report/json_text.hpp"

namespace polyscape::report {

/// Counts fields: moving an object copies all that is in it, as its keys are constant.
struct FieldCount {
  std::size_t fields = 0;
  bool real = true;
  void operator()(const char*, const auto&, const char*, Presence = {}) { ++fields; }
  void group(const char*, const auto&) { ++fields; }
  void inlined(const char*, const auto&) { fields += 2; }
  void computed(const char*, const auto&, const char*) { ++fields; }
};

/// Walks a record into an object.
class JsonWriter : public FieldWriter<JsonWriter> {
 public:
  template <class R>
  nlohmann::ordered_json record(const R& source) {
    FieldCount count;
    describe(count, source);
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    object.get_ref<nlohmann::ordered_json::object_t&>().reserve(count.fields);
    nlohmann::ordered_json* const outer = std::exchange(object_, &object);
    describe(*this, source);
    object_ = outer;
    return object;
  }

  void group(const char* key, const auto& show) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    nlohmann::ordered_json* const outer = std::exchange(object_, &object);
    show();
    object_ = outer;
    if (!object.empty()) (*object_)[key] = std::move(object);
  }

  /// A field's value.
  template <class T>
  nlohmann::ordered_json json(const T& value) {
    if constexpr (Named<T>)
      return name(value);
    else if constexpr (requires { describe(*this, value); })
      return record(value);
    else
      return value;
  }
  // Its decimal digits, or how many there are.
  nlohmann::ordered_json json(const algebra::Integer& value) {
    constexpr std::uint64_t longest_decimal = 10000;
    if (value.digits() <= longest_decimal) return value.to_string();
    return {{"digits", value.digits()}, {"log10", value.log10()}};
  }
  nlohmann::ordered_json json(const Counted<const algebra::Integer>& count) {
    constexpr double first_inexact = 9007199254740992.0;
    const auto small = count.value.to_int64();
    if (small && std::abs(static_cast<double>(*small)) < first_inexact) return *small;
    return json(count.value);
  }
  nlohmann::ordered_json json(const Note& note) { return labelled(note); }
  nlohmann::ordered_json json(const CoordinateTexts& texts) { return json(texts.pairs()); }
  nlohmann::ordered_json json(const std::complex<double>& z) {
    nlohmann::ordered_json::array_t parts;
    parts.reserve(2);
    parts.emplace_back(z.real());
    parts.emplace_back(z.imag());
    return parts;
  }
  template <class T>
  nlohmann::ordered_json json(const std::vector<T>& values) {
    nlohmann::ordered_json::array_t list;
    list.reserve(values.size());
    for (const T& value : values) list.push_back(json(value));
    return list;
  }
  template <class T>
  nlohmann::ordered_json json(const std::vector<std::pair<std::string, T>>& values) {
    return object_of(values);
  }
  template <class K, class T>
  nlohmann::ordered_json json(const std::map<K, T>& values) {
    return object_of(values);
  }

 private:
  friend FieldWriter;

  template <class T>
  void put(const char* key, const T& value) {
    (*object_)[key] = json(value);
  }

  nlohmann::ordered_json object_of(const auto& values) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    for (const auto& [key, value] : values) object[text(key)] = json(value);
    return object;
  }
  static std::string text(const std::string& key) { return key; }
  static std::string text(int key) { return std::to_string(key); }
  static std::string text(Named auto key) { return std::string(name(key)); }

  nlohmann::ordered_json* object_ = nullptr;
};

/// Walks a record that is larger than a line into its text. No more than one of its fields, of a long list some items,
/// is there as JSON at a time: what a list of a hundred thousand points takes ten times the memory of its text for.
class JsonTextWriter : public FieldWriter<JsonTextWriter> {
 public:
  /// threads: for the items of long lists.
  JsonTextWriter(TextSink sink, std::size_t threads) : threads_(threads), text_(std::move(sink)) {}

  template <class R>
  void record(const R& source) {
    describe(*this, source);
    text_.end();
  }

  void group(const char* key, const auto& show) {
    nlohmann::ordered_json object = nlohmann::ordered_json::object();
    group_ = &object;
    show();
    group_ = nullptr;
    if (!object.empty()) text_.member(key, object);
  }

 private:
  friend FieldWriter;
  static constexpr std::size_t longest_line = 120;

  template <class T>
  void put(const char* key, const T& value) {
    set(key, field().json(value));
  }
  /// More records than a line has columns are longer than a line.
  template <class T>
  requires requires(JsonWriter& writer, const T& item) { describe(writer, item); }
  void put(const char* key, const std::vector<T>& values) {
    if (group_ != nullptr || values.size() <= longest_line) return set(key, field().json(values));
    text_.list(key, values.size(), threads_, [&](std::size_t i) { return field().json(values[i]); });
  }

  JsonWriter field() const {
    JsonWriter result;
    result.real = real;
    return result;
  }
  void set(const char* key, nlohmann::ordered_json value) {
    if (group_ != nullptr)
      (*group_)[key] = std::move(value);
    else
      text_.member(key, value);
  }

  std::size_t threads_;
  ObjectText text_;
  nlohmann::ordered_json* group_ = nullptr;
};

}  // namespace polyscape::report
