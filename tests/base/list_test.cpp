#include "polyscape/base/list.hpp"

#include "support/catch.hpp"

using polyscape::comma_separated;
using Words = std::vector<std::string>;

TEST_CASE("lists with commas: every place between two of them is one") {
  CHECK(comma_separated("a, b c ,\td\t") == Words{"a", "b c", "d"});
  CHECK(comma_separated("") == Words{""});
  CHECK(comma_separated(",") == Words{"", ""});
  CHECK(comma_separated("a,, b,") == Words{"a", "", "b", ""});
}
