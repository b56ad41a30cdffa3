#pragma once
/// A TOML document as plain values: every number as the text that spells it, every value with its place.
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "polyscape/algebra/rational.hpp"

namespace polyscape::spec {

struct Value {
  enum class Type { string, integer, decimal, boolean, date, array, table };
  Type type = Type::table;
  std::string text;                ///< a string's content; a number's, boolean's or date's text in the source
  std::string place;               ///< "xor.toml:9 network.layer[1].width"; the document itself: "xor.toml"
  std::size_t begin = 0, end = 0;  ///< its bytes in the source; not of a table with a header of its own
  std::vector<Value> items;        ///< array
  std::vector<std::pair<std::string, Value>> entries;  ///< table, by key

  /// An empty table. Not the implicit one: clang asks pairs of this type about it before it is complete.
  Value();

  /// The entry of a table; nullptr if there is none.
  const Value* find(std::string_view key) const;
  bool is(Type other) const { return type == other; }
};

/// Throws InputError with the line of the first mistake if the text is no TOML.
Value parse_document(const std::string& text, const std::string& file);

/// Whether both say the same, wherever they stand.
bool same(const Value& a, const Value& b);

/// The value as a message shows it: "relu" with its quotes, a number, "a table", "an array of 3".
std::string shown(const Value& value);

/// Throws InputError(value.place, expected, shown(value), remedy).
[[noreturn]] void reject(const Value& value, const std::string& expected, const std::string& remedy);

/// The entry `key`; throws InputError naming the place it should stand at.
const Value& require(const Value& table, std::string_view key, const std::string& expected, const std::string& remedy);
/// The entry `key` if it is a table, nullptr if there is none; throws InputError if it is something else.
const Value* find_table(const Value& table, std::string_view key, const std::string& example);
/// Throws InputError for the first entry whose key is not among `known`, suggesting the nearest.
void require_known_keys(const Value& table, std::span<const std::string_view> known);
void require_known_keys(const Value& table, std::initializer_list<std::string_view> known);
/// The word of `known` (not empty) nearest to `word` by edit distance.
std::string nearest(std::string_view word, std::span<const std::string_view> known);
std::string nearest(std::string_view word, std::initializer_list<std::string_view> known);

// One value; InputError if it is not what the name says or out of range. `remedy` is a full clause.
std::string to_text(const Value& value, const std::string& expected, const std::string& remedy);
bool to_boolean(const Value& value);
std::uint64_t to_integer(const Value& value, std::uint64_t low, std::uint64_t high, const std::string& remedy);
/// A number or a string that spells one, exactly.
algebra::Rational to_rational(const Value& value);
/// An array of numbers.
std::vector<algebra::Rational> to_row(const Value& value, const std::string& remedy);
/// An array of arrays of numbers; every row as long as the first.
std::vector<std::vector<algebra::Rational>> to_matrix(const Value& value, const std::string& remedy);

}  // namespace polyscape::spec
