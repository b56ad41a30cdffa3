#include "polyscape/report/json_text.hpp"

#include <array>
#include <limits>
#include <sstream>

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"

using namespace polyscape;
using nlohmann::ordered_json;

namespace {

ordered_json random_value(Random& random, int depth) {
  switch (random.below(depth > 0 ? 8 : 5)) {
    case 0:
      return random.normal() * 1e-7;
    case 1:
      return static_cast<std::int64_t>(random.next());
    case 2:
      return random.next();
    case 3:
      return std::array<const char*, 5>{"", "word", "\"\\\n\t", "\xc3\xa4 \x7f", "a, b"}[random.below(5)];
    case 4:
      return random.below(2) == 0;
    default: {
      ordered_json result = random.below(2) == 0 ? ordered_json::array() : ordered_json::object();
      const std::uint64_t items = random.below(9);
      for (std::uint64_t k = 0; k < items; ++k)
        if (result.is_array())
          result.push_back(random_value(random, depth - 1));
        else
          result["key " + std::to_string(random.below(1000))] = random_value(random, depth - 1);
      return result;
    }
  }
}

}  // namespace

TEST_CASE("JSON text is read back as it was, a short list on a line, a line within 120 columns") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Random random(seed);
    const ordered_json value = random_value(random, 5);
    const std::string text = report::json_text(value);
    INFO("seed " << seed << ": " << text);
    CHECK(ordered_json::parse(text) == value);
    CHECK(ordered_json::parse(text).dump() == value.dump());  // types and order, too
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 121);  // a comma may follow the last column
  }
}

TEST_CASE("lists of lists stand on one line while they fit, deeper ones on lines of their own") {
  CHECK(report::json_text({{"a", {1, 2.5, "x"}}, {"b", {{1, 2}, {3, 4}}}}) ==
        "{\n  \"a\": [1, 2.5, \"x\"],\n  \"b\": [[1, 2], [3, 4]]\n}\n");
  CHECK(report::json_text(ordered_json::array()) == "[]\n");
  CHECK(report::json_text(3.0) == "3.0\n");
  CHECK(report::json_text(1e300) == "1e+300\n");
  CHECK(report::json_text(-0.1) == "-0.1\n");
  CHECK(report::json_text(std::numeric_limits<double>::infinity()) == "null\n");
  CHECK(report::json_text(std::vector<int>(40, 7)).find('\n') == 120);
  CHECK(report::json_text(std::vector<int>(41, 7)).find('\n') == 1);
  const ordered_json just(std::vector<std::string>{std::string(116, 'a')}),
      over(std::vector<std::string>{std::string(117, 'a')});
  CHECK(report::json_text(just).size() == 121);
  CHECK(report::json_text(over) == "[\n  \"" + std::string(117, 'a') + "\"\n]\n");
}
