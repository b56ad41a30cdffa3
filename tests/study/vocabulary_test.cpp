/// The summary claims nothing in other words than those of report/words.hpp.
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "polyscape/dynamics/options.hpp"
#include "polyscape/dynamics/places.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/summary_words.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/volume_study.hpp"
#include "study/checks.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// Words of certainty in the text that are no claim words where they stand.
std::vector<std::string> foreign_words(const std::string& summary) {
  static const std::regex claim_words(
      R"(\[(theorem|exact|probability|numerical)\]|completeness +(proved|modular|trace-tested|given|unknown)|)"
      R"(CONTRADICTION|INCOMPLETE|[0-9,]+ of [0-9,]+ certified|as the run says)");
  static const std::regex nouns(
      "trace-tested|[Cc]ertificates?|polyscape certify|--certify|(not )?(all "
      ")?certified|known_count|confirmation:|--confirm");
  static const std::regex strong(
      "[A-Za-z-]*(prov(e|ed|es|en|ing|ably)\\b|proof|verif|guarant|rigor|theorem|certain|certif|exact|confirm|"
      "demonstrat|establish|ensur|definite|doubtless|undoubt|impossib|must\\b|surely|always|never)[A-Za-z-]*",
      std::regex::icase);
  const std::string rest = std::regex_replace(std::regex_replace(summary, claim_words, ""), nouns, "");
  std::vector<std::string> found;
  for (std::sregex_iterator it(rest.begin(), rest.end(), strong), end; it != end; ++it) {
    const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, it->position() - 40));
    found.push_back(rest.substr(from, 100));
  }
  return found;
}

void check_words(const report::Result& r) {
  INFO(r.title);
  const std::string text = report::summary(r);
  for (const std::string& place : foreign_words(text)) {
    CAPTURE(place);
    CHECK(false);
  }
}

}  // namespace

TEST_CASE("foreign claim words are noticed", "[vocabulary]") {
  CHECK(
      foreign_words("  dimension  2 over C [numerical]\n  completeness  proved: as many as a bound allows\n").empty());
  CHECK(foreign_words("  existence  9 of 9 certified, each one zero and no other's [theorem]\n").empty());
  for (const char* text : {"rank 3 (proved)", "this proves it", "the proof holds", "certainly", "it must be empty",
                           "exactly two", "guaranteed", "a theorem", "verified twice", "never more"})
    CHECK(foreign_words(text).size() == 1);
}

TEST_CASE("summaries use the claim words alone", "[vocabulary]") {
  for (const char* name : {"sq_2_1_1_N2", "sq_1_1_1_N1", "linear_H1_di1_m2_dx1_dy1"}) {
    const auto specification = spec::read_specification(support::truth_path("networks/" + std::string(name) + ".toml"));
    check_words(analyze(specification, one_thread()));
    check_words(analyze(specification, one_thread("auto", "never")));
    check_words(analyze(specification, one_thread("monodromy")));
    check_words(bound_specification(specification));
  }
  for (const char* name : {"deg_zz2_1_2_1_N1", "deg_sq_2_2_1_N2"}) {
    const auto specification =
        spec::read_specification(support::truth_path("degenerate/" + std::string(name) + ".toml"));
    check_words(analyze(specification, one_thread()));
    if (std::string(name) == "deg_zz2_1_2_1_N1") check_words(decompose_network(specification, one_thread()));
  }
  const char* systems[] = {
      "2\n(3*x - 1)^2;\ny^3 - y*(3*x - 1);\n", "2\nx*y;\nx*(x - 1);\n",   "2\nx^2 + y^2 - 1;\nx - y;\n",
      "3 2\nx^2 - 1;\ny^2 - 1;\nx*y - 1;\n",   "2\nx*y - 1;\nx*y - 2;\n", "2\n(x - i)^2*(x + 1);\n(2 + i)*y - x;\n"};
  for (const char* text : systems) {
    const algebra::System system = support::parsed(text);
    check_words(solve_system(system, "system", one_thread()));
    check_words(decompose_system(system, "system", one_thread()));
    if (algebra::is_real(system)) check_words(measure_system(system, "system", "everywhere", one_thread()));
  }
}

TEST_CASE("methods, places, starts and reasons of failed paths are words that docs/reading.md explains",
          "[vocabulary]") {
  for (const std::string_view method : names_of(dynamics::Method())) CHECK(report::is_summary_word(method));
  for (const std::string_view kind : names_of(dynamics::PlaceKind())) CHECK(report::is_summary_word(kind));
  for (const std::string_view start : names_of(solve::Start()))
    CHECK((start == "auto" || report::is_summary_word(start)));
  for (int failure = 1; failure <= static_cast<int>(track::PathFailure::cancelled); ++failure)
    CHECK(report::is_summary_word(track::name(static_cast<track::PathFailure>(failure))));
  const std::regex given(R"re((?:failure = (?:[^;"]*: )?|failed_end\(path, |cancelled_reason = )"([^"]+)")re");
  std::size_t reasons = 0;
  for (const auto& entry : std::filesystem::directory_iterator(POLYSCAPE_DATA "/../lib/polyscape/solve")) {
    std::ifstream file(entry.path());
    std::ostringstream stream;
    stream << file.rdbuf();
    const std::string text = stream.str();
    for (std::sregex_iterator it(text.begin(), text.end(), given), end; it != end; ++it, ++reasons) {
      INFO(it->str(1));
      CHECK(report::is_summary_word(it->str(1)));
    }
  }
  CHECK(reasons >= 6);
}
