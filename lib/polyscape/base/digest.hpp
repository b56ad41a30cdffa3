#pragma once
/// Digests (SHA-1). They notice what was mixed up; no proof rests on them.
#include <string>
#include <string_view>

namespace polyscape {

/// The digest's 20 bytes.
std::string digest_bytes(std::string_view text);

/// "sha1:" and 40 hexadecimal digits.
std::string digest(std::string_view text);

}  // namespace polyscape
