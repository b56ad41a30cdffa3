#include "polyscape/base/digest.hpp"

#include <boost/uuid/detail/sha1.hpp>

namespace polyscape {

std::string digest(std::string_view text) {
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(text.data(), text.size());
  boost::uuids::detail::sha1::digest_type words;  // bytes in newer versions
  hash.get_digest(words);
  std::string result = "sha1:";
  constexpr char hexadecimal[] = "0123456789abcdef";
  for (const auto word : words)
    for (std::size_t k = 2 * sizeof word; k-- > 0;) result += hexadecimal[word >> (4 * k) & 15];
  return result;
}

}  // namespace polyscape
