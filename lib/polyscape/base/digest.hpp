#pragma once
/// Digests that tie texts to each other. They notice what was mixed up or damaged; no proof rests on them.
#include <string>
#include <string_view>

namespace polyscape {

/// "sha1:" and 40 hexadecimal digits.
std::string digest(std::string_view text);

}  // namespace polyscape
