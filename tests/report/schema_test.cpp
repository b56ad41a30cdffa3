/// docs/results.md against the descriptions of the records.
#include "polyscape/report/schema.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"

using namespace polyscape::report;

namespace {

/// The part of docs/results.md that is about the JSON of a result.
std::string documented() {
  std::ifstream file(POLYSCAPE_DATA "/../docs/results.md");
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("### At the top"), end = all.find("### Sweeps and tables");
  REQUIRE(begin < end);
  REQUIRE(end != std::string::npos);
  return all.substr(begin, end - begin);
}

}  // namespace

TEST_CASE("docs/results.md has a table of each record, as it is described") {
  const std::string text = documented();
  for (const RecordTable& table : result_schema()) {
    INFO(table.record << ":\n" << markdown(table));
    CHECK(text.find("\n\n" + markdown(table) + "\n") != std::string::npos);
  }
}

TEST_CASE("docs/results.md has no other tables") {
  const std::string text = documented();
  std::size_t tables = 0;
  for (std::size_t at = text.find("|:--|:--|"); at != std::string::npos; at = text.find("|:--|:--|", at + 1)) ++tables;
  CHECK(tables == result_schema().size());
}
