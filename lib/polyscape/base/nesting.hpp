#pragma once
/// How deep a text nests, asked before a reader recurses into it.
#include <cstddef>
#include <string_view>

namespace polyscape {

/// Whether brackets and braces outside of strings nest more than `limit` deep. For JSON: strings stand in double
/// quotes, with escapes by backslashes.
bool nested_deeper(std::string_view json, std::size_t limit);

/// Deeper than any JSON that this library writes.
inline constexpr std::size_t deepest_json = 64;

}  // namespace polyscape
