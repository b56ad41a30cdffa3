#include "polyscape/base/file_text.hpp"

#include <fstream>

#include "polyscape/base/limit.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"

using namespace polyscape;

TEST_CASE("a file is read whole, or not at all") {
  const support::Folder at;
  const std::string path = at / "x";
  CHECK_FALSE(file_text(path));
  CHECK_FALSE(file_text(at.path().string()));
  for (const std::size_t size : {0, 1, 4095, 1 << 20, (1 << 20) + 1, 3000000}) {
    std::string text(size, 'a');
    for (std::size_t i = 0; i < size; i += 100) text[i] = static_cast<char>(i);
    std::ofstream(path, std::ios::binary) << text;
    CHECK(file_text(path) == text);
    CHECK(file_text(path, size) == text);
    if (size > 0) CHECK_THROWS_AS(file_text(path, size - 1), InputError);
  }
}

TEST_CASE("what has no end is refused, and reading heeds cancellation") {
  CHECK_THROWS_AS(file_text("/dev/zero", 10000000), InputError);
  const CancelToken job;
  const JobScope scope(job);
  job.request();
  CHECK_THROWS_AS(file_text("/dev/zero"), Cancelled);
}
