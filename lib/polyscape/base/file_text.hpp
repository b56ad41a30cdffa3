#pragma once
/// Texts from files.
#include <cstdint>
#include <optional>
#include <string>

namespace polyscape {

/// Bytes. Longer files are refused: no text that is read comes near, and what has no end (a device, a pipe) gets there.
inline constexpr std::uint64_t longest_file = std::uint64_t{1} << 32;

/// Whether a cancelled job goes on reading.
enum class ReadUntil { cancelled, end };

/// What the file holds; nullopt where it is a folder or cannot be read (errno says why). Throws InputError at the path
/// for more than `most` bytes, none of which is kept, and Cancelled when the job is cancelled and that ends reading.
std::optional<std::string> file_text(const std::string& path, std::uint64_t most = longest_file,
                                     ReadUntil until = ReadUntil::cancelled);

}  // namespace polyscape
