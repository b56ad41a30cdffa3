#include "polyscape/report/aggregate.hpp"

#include "polyscape/report/digits.hpp"
#include "support/catch.hpp"

using namespace polyscape::report;
using polyscape::algebra::Rational;

namespace {

using Cells = std::vector<std::string>;

std::string made(const Cells& cells, Aggregate aggregate) { return aggregated(cells, aggregate).value(); }

}  // namespace

TEST_CASE("aggregates are what they are by hand") {
  const Cells cells{"1", "3", "3", "", "9"};
  CHECK(made(cells, Aggregate::count) == "4");
  CHECK(made(cells, Aggregate::min) == "1");
  CHECK(made(cells, Aggregate::max) == "9");
  CHECK(made(cells, Aggregate::sum) == "16");
  CHECK(made(cells, Aggregate::mean) == "4");
  CHECK(made(cells, Aggregate::hist) == "1:1 3:2 9:1");
  CHECK(made(cells, Aggregate::deviation) == "3.46410161514");  // sqrt(36/3)
  CHECK(made(cells, Aggregate::error) == "1.73205080757");
}

TEST_CASE("the published mean of 100 draws comes out of its histogram") {
  Cells cells(43, "1");
  cells.insert(cells.end(), 57, "3");
  CHECK(made(cells, Aggregate::mean) == "107/50");
  CHECK(made(cells, Aggregate::error) == "0.0995139703912");  // sqrt(4 * 0.43 * 0.57 / 99)
  CHECK(made(cells, Aggregate::hist) == "1:43 3:57");
}

TEST_CASE("of one draw there is no standard error, of none nothing") {
  for (const Aggregate a : {Aggregate::deviation, Aggregate::error}) CHECK(made({"7"}, a).empty());
  CHECK(made({"7"}, Aggregate::mean) == "7");
  for (const Aggregate a :
       {Aggregate::min, Aggregate::max, Aggregate::sum, Aggregate::mean, Aggregate::error, Aggregate::hist})
    CHECK(made({"", ""}, a).empty());
  CHECK(made({"", ""}, Aggregate::count) == "0");
}

TEST_CASE("counts beyond 2^53 are added exactly") {
  const Cells cells{"9007199254740993", "9007199254740994", "1"};
  CHECK(made(cells, Aggregate::sum) == "18014398509481988");
  CHECK(made(cells, Aggregate::max) == "9007199254740994");
  CHECK(made({"9007199254740993", "9007199254740994"}, Aggregate::mean) == "18014398509481987/2");
  const std::string huge = "1" + std::string(400, '0');
  CHECK(made({huge, "0"}, Aggregate::error) == "5" + std::string(399, '0'));
}

TEST_CASE("words have no mean, but a histogram") {
  CHECK_FALSE(aggregated(Cells{"proved", "modular"}, Aggregate::mean).has_value());
  CHECK(made({"proved", "modular", "proved"}, Aggregate::hist) == "modular:1 proved:2");
  CHECK(made({"10", "9", "empty"}, Aggregate::hist) == "10:1 9:1 empty:1");
  CHECK(made({"10", "9", "9.0"}, Aggregate::hist) == "9:2 10:1");
}
