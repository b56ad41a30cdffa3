/// The sweeps that published tables are made of.
#include <filesystem>

#include "polyscape/spec/sweep.hpp"
#include "support/catch.hpp"

using namespace polyscape::spec;

TEST_CASE("every sweep of a published table can be read, its first and its last row") {
  std::size_t sweeps = 0, rows = 0;
  for (const auto& file : std::filesystem::directory_iterator(POLYSCAPE_DATA "/papers")) {
    INFO(file.path());
    const Sweep sweep = read_sweep(file.path().string());
    CHECK_NOTHROW(sweep.specification(0));
    CHECK_NOTHROW(sweep.specification(sweep.size() - 1));
    ++sweeps, rows += sweep.size();
  }
  CHECK(sweeps >= 20);
  CHECK(rows >= 5100);  // 51 networks of the runs, a hundred draws each
}
