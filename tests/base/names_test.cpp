#include "polyscape/base/names.hpp"

#include "polyscape/base/certainty.hpp"
#include "polyscape/base/note.hpp"
#include "support/catch.hpp"

using namespace polyscape;

TEST_CASE("an enum's names are written and read by one table") {
  for (const std::string_view text : names_of(Completeness())) CHECK(name(*named<Completeness>(text)) == text);
  CHECK(named<Completeness>("trace-tested") == Completeness::trace_tested);
  CHECK_FALSE(named<Completeness>("trace_tested").has_value());
  CHECK_FALSE(named<Completeness>("").has_value());
  CHECK(any_name<Evidence>() == "theorem, exact, probability or numerical");
}

TEST_CASE("a note is read back with its severity") {
  for (const Severity s :
       {Severity::remark, Severity::question, Severity::cancelled, Severity::incomplete, Severity::contradiction})
    for (const char* text : {"", "a sentence: with a colon", "the run says: QUESTION: some are missing", ": so"}) {
      const std::string written = labelled({s, text});
      INFO(written);
      CHECK(note_labelled(written).text == text);
      CHECK(note_labelled(written).severity == s);
    }
  CHECK(labelled({Severity::question, "is it?"}) == "QUESTION: is it?");
}
