#include "polyscape/base/journal.hpp"

#include <atomic>

#include "polyscape/base/aside.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/digest.hpp"
#include "polyscape/base/parallel.hpp"
#include "support/catch.hpp"

using namespace polyscape;

namespace {

struct Nothing : Journal {
  std::optional<std::string> find(const std::string&) override { return std::nullopt; }
  void keep(const std::string&, std::string) override {}
};

}  // namespace

TEST_CASE("a journal serves all threads of its job, and no other job") {
  CHECK(current_journal() == nullptr);
  Nothing outer, inner;
  {
    const JournalScope scope(outer);
    CHECK(current_journal() == &outer);
    std::atomic<int> elsewhere = 0;
    parallel_for(200, 4, [&](std::size_t) { elsewhere += current_journal() != &outer; });
    CHECK(elsewhere == 0);
    CHECK(aside([] { return current_journal(); }) == &outer);
    {
      const JobScope other{CancelToken()};
      CHECK(current_journal() == nullptr);
      const JournalScope own(inner);
      parallel_for(200, 4, [&](std::size_t) { elsewhere += current_journal() != &inner; });
      CHECK(elsewhere == 0);
    }
    CHECK(current_journal() == &outer);
    {
      const JournalScope within(inner);
      CHECK(current_journal() == &inner);
    }
    CHECK(current_journal() == &outer);
  }
  CHECK(current_journal() == nullptr);
}

TEST_CASE("pieces have the digest of their whole, and can be added to") {
  DigestOfPieces pieces;
  CHECK(pieces.digest() == digest(""));
  pieces.add("ab");
  CHECK(pieces.digest() == digest("ab"));
  pieces.add("");
  pieces.add("c");
  CHECK(pieces.digest() == digest("abc"));
}

TEST_CASE("digests are those of FIPS 180") {
  CHECK(digest("abc") == "sha1:a9993e364706816aba3e25717850c26c9cd0d89d");
  CHECK(digest("") == "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709");
  CHECK(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "sha1:84983e441c3bd26ebaae4aa1f95129e5e54670f1");
  CHECK(digest_bytes("abc").substr(0, 3) == "\xa9\x99\x3e");
}
