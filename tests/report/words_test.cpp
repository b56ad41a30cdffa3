#include "polyscape/report/words.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "polyscape/algebra/kind.hpp"
#include "polyscape/base/note.hpp"
#include "polyscape/report/summary_words.hpp"
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

static_assert(!is_summary_word("Besout") && !is_summary_word("bezout"));  // as a label it would not compile
static_assert(is_summary_word("Bezout") && is_summary_word(""));

TEST_CASE("every word of the summary is explained once in its group") {
  std::set<std::pair<WordGroup, std::string_view>> seen;
  for (const SummaryWord& w : summary_words) {
    INFO(w.word);
    CHECK_FALSE(w.meaning.empty());
    CHECK(seen.emplace(w.group, w.word).second);
  }
}

TEST_CASE("kinds of points and of notes are words of the summary") {
  for (const std::string_view kind : names_of(algebra::Kind())) CHECK(is_summary_word(kind));
  for (const std::string_view severity : names_of(Severity())) CHECK(is_summary_word(severity));
}

TEST_CASE("docs/reading.md has a part for every group of words") {
  std::ifstream file(POLYSCAPE_DATA "/../docs/reading.md");
  std::ostringstream text;
  text << file.rdbuf();
  for (const std::string_view group : names_of(WordGroup()))
    CHECK(text.str().find("<!-- part: words of " + std::string(group) + " -->") != std::string::npos);
  CHECK(text.str().find("<!-- part: claim words -->") != std::string::npos);
}

TEST_CASE("what the summary sets in capitals is explained") {
  namespace fs = std::filesystem;
  const fs::path report = POLYSCAPE_DATA "/../lib/polyscape/report";
  std::vector<fs::path> files{report / "summary.cpp"};
  for (const auto& entry : fs::directory_iterator(report / "summary"))
    if (entry.path().extension() == ".cpp") files.push_back(entry.path());
  REQUIRE(files.size() > 5);
  const std::regex literal(R"re("(?:[^"\\\n]|\\.)*")re"), capitals("[A-Z]{2,}");
  const std::set<std::string> names{"SPEC", "SYSTEM", "BITS"};  // of files and options
  const auto explained = [&](const std::string& found) {
    return names.contains(found) || std::ranges::any_of(summary_words, [&](const SummaryWord& w) {
             return std::regex_search(std::string(w.word), std::regex("\\b" + found + "\\b"));
           });
  };
  CHECK_FALSE(explained("LOST"));
  std::size_t seen = 0;
  for (const fs::path& path : files) {
    std::ifstream file(path);
    std::ostringstream stream;
    stream << file.rdbuf();
    const std::string text = stream.str();
    for (std::sregex_iterator l(text.begin(), text.end(), literal), end; l != end; ++l) {
      const std::string inside = l->str();
      for (std::sregex_iterator w(inside.begin(), inside.end(), capitals); w != end; ++w, ++seen) {
        INFO(path << ": " << inside);
        CHECK(explained(w->str()));
      }
    }
  }
  CHECK(seen > 10);
}
