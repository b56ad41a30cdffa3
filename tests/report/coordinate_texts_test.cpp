#include "polyscape/report/coordinate_texts.hpp"

#include <string>

#include "support/catch.hpp"

using polyscape::report::CoordinateTexts;

TEST_CASE("texts of coordinates are what they were, whatever is in them", "[unit]") {
  const CoordinateTexts::Pairs pairs = {
      {"1/3", "0"}, {"", std::string("a zero byte: \0.", 15)}, {std::string(100000, '7'), "-1.5e-300"}, {" 1 ", "c"}};
  const CoordinateTexts texts = pairs;
  CHECK(texts.pairs() == pairs);
  CHECK(CoordinateTexts(pairs) == texts);
  CHECK(CoordinateTexts().pairs().empty());
  CHECK(CoordinateTexts(CoordinateTexts::Pairs()) == CoordinateTexts());
}

TEST_CASE("texts that are divided otherwise differ", "[unit]") {
  const CoordinateTexts texts = CoordinateTexts::Pairs{{"12", "3"}, {"4", "5"}};
  for (const CoordinateTexts::Pairs& other : {CoordinateTexts::Pairs{{"1", "23"}, {"4", "5"}},
                                              {{"12", "3"}},
                                              {{"4", "5"}, {"12", "3"}},
                                              {{"12", "3"}, {"4", "5"}, {"", ""}}}) {
    CHECK(CoordinateTexts(other) != texts);
    CHECK((CoordinateTexts(other) < texts) != (texts < CoordinateTexts(other)));
  }
}
