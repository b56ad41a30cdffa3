#include "polyscape/base/digest.hpp"

#include <boost/uuid/detail/sha1.hpp>

namespace polyscape {

namespace {

using Hash = boost::uuids::detail::sha1;

std::string bytes_of(Hash& hash) {
  Hash::digest_type words;  // bytes in newer versions
  hash.get_digest(words);
  std::string result;
  for (const auto word : words)
    for (std::size_t k = sizeof word; k-- > 0;) result.push_back(static_cast<char>(word >> (8 * k) & 0xff));
  return result;
}

std::string named(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result = "sha1:";
  for (const char byte : bytes)
    for (const int shift : {4, 0}) result.push_back(digits[static_cast<unsigned char>(byte) >> shift & 0xf]);
  return result;
}

}  // namespace

std::string digest_bytes(std::string_view text) {
  Hash hash;
  hash.process_bytes(text.data(), text.size());
  return bytes_of(hash);
}

std::string digest(std::string_view text) { return named(digest_bytes(text)); }

struct DigestOfPieces::Impl {
  Hash hash;
};

DigestOfPieces::DigestOfPieces() : impl_(std::make_unique<Impl>()) {}
DigestOfPieces::~DigestOfPieces() = default;
void DigestOfPieces::add(std::string_view piece) { impl_->hash.process_bytes(piece.data(), piece.size()); }
std::string DigestOfPieces::digest() const {
  Hash hash = impl_->hash;  // of which the end is taken once
  return named(bytes_of(hash));
}

}  // namespace polyscape
