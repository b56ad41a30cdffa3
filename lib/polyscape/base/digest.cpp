#include "polyscape/base/digest.hpp"

#include <boost/uuid/detail/sha1.hpp>

namespace polyscape {

std::string digest_bytes(std::string_view text) {
  boost::uuids::detail::sha1 hash;
  hash.process_bytes(text.data(), text.size());
  boost::uuids::detail::sha1::digest_type words;  // bytes in newer versions
  hash.get_digest(words);
  std::string result;
  for (const auto word : words)
    for (std::size_t k = sizeof word; k-- > 0;) result.push_back(static_cast<char>(word >> (8 * k) & 0xff));
  return result;
}

std::string digest(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "sha1:";
  for (const char byte : digest_bytes(text))
    for (const int shift : {4, 0}) result.push_back(digits[static_cast<unsigned char>(byte) >> shift & 0xf]);
  return result;
}

}  // namespace polyscape
