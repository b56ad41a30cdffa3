#pragma once
/// Enums by name: one table each, by which their values are written and read.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace polyscape {

/// An enum with names: beside it stands a function that lists those of its values 0, 1, .., in their order:
///   constexpr auto names_of(Colour) { return std::to_array<std::string_view>({"red", "green"}); }
template <class E>
concept Named = requires(E value) {
  names_of(value).size();
};

template <Named E>
constexpr std::string_view name(E value) {
  return names_of(value).at(static_cast<std::size_t>(value));
}

/// The value of that name; nullopt if there is none.
template <Named E>
constexpr std::optional<E> named(std::string_view text) {
  const auto names = names_of(E());
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return std::nullopt;
  return static_cast<E>(found - names.begin());
}

/// "red, green or blue", for messages.
template <Named E>
std::string any_name() {
  const auto names = names_of(E());
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 < names.size() ? ", " : " or ") + std::string(names[i]);
  return text;
}

}  // namespace polyscape
