#include "polyscape/base/file_text.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>

#include "polyscape/base/limit.hpp"

namespace polyscape {

std::optional<std::string> file_text(const std::string& path, std::uint64_t most, ReadUntil until) {
  constexpr std::size_t largest_piece = 1 << 20;
  std::size_t piece = 1 << 14;  // most files are small, and memory costs time
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    errno = EISDIR;
    return std::nullopt;
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text;
  for (std::size_t begin = 0; stream; begin = text.size(), piece = std::min(2 * piece, largest_piece)) {
    if (until == ReadUntil::cancelled) stop_if_cancelled();
    text.resize(begin + piece);
    stream.read(text.data() + begin, static_cast<std::streamsize>(piece));
    text.resize(begin + static_cast<std::size_t>(stream.gcount()));
    if (text.size() > most)
      throw InputError(path, "a file of at most " + std::to_string(most) + " bytes", "a longer one, or one without end",
                       "name another one");
  }
  if (!stream.eof()) return std::nullopt;
  return text;
}

}  // namespace polyscape
