#pragma once
/// Digests (SHA-1). They notice what was mixed up; no proof rests on them.
#include <memory>
#include <string>
#include <string_view>

namespace polyscape {

/// The digest's 20 bytes.
std::string digest_bytes(std::string_view text);

/// "sha1:" and 40 hexadecimal digits.
std::string digest(std::string_view text);

/// The same of a text that comes in pieces.
class DigestOfPieces {
 public:
  DigestOfPieces();
  ~DigestOfPieces();
  void add(std::string_view piece);
  /// The digest of all pieces so far.
  std::string digest() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace polyscape
