#include "polyscape/report/words.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

TEST_CASE("README has the table of claim words") {
  std::ifstream file(POLYSCAPE_DATA "/../README.md");
  std::ostringstream text;
  text << file.rdbuf();
  for (const Word& w : words()) {
    const std::string row =
        "| " + std::string(w.word) + " | " + std::string(w.meaning) + " | " + std::string(w.basis) + " |";
    INFO(row);
    CHECK(text.str().find(row) != std::string::npos);
  }
}

TEST_CASE("every kind of evidence and of completeness is a claim word") {
  const auto has = [](std::string_view word) {
    return std::ranges::any_of(words(), [&](const Word& w) { return w.word == word; });
  };
  for (const Evidence e : {Evidence::theorem, Evidence::exact, Evidence::probability, Evidence::numerical})
    CHECK(has(tag(e).substr(1)));
  for (const Completeness c : {Completeness::unknown, Completeness::given, Completeness::trace_tested,
                               Completeness::modular, Completeness::proved})
    CHECK(has(name(c)));
  CHECK(tag(std::nullopt).empty());
}
