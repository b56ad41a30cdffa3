#include "polyscape/base/nesting.hpp"

#include <string>

#include "support/catch.hpp"

using polyscape::nested_deeper;

TEST_CASE("brackets and braces count where they are open, not in strings") {
  const std::string texts[] = {"1", "[]", "[{}]", "[[], {\"a\": [1]}, []]"};  // 0 to 3 deep
  for (std::size_t deep = 0; deep < 4; ++deep)
    for (std::size_t limit = 0; limit < 6; ++limit) CHECK(nested_deeper(texts[deep], limit) == (deep > limit));
  CHECK_FALSE(nested_deeper("[], [], {}, []", 1));
  CHECK_FALSE(nested_deeper(R"(["[[[[", "\"[[[", "\\", "{{"])", 1));
  CHECK(nested_deeper(R"(["\\", [1]])", 1));
  CHECK(nested_deeper("]]]] [[", 1));  // what closes nothing opens nothing
  CHECK(nested_deeper(std::string(1000000, '['), 999999));
  CHECK_FALSE(nested_deeper(std::string(1000000, '['), 1000000));
}
