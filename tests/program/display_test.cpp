/// What progress looks like, by a clock that the test sets.
#include "display.hpp"

#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::program;

TEST_CASE("durations in the unit that they are read in") {
  CHECK(duration(0) == "0 s");
  CHECK(duration(36.4) == "36 s");
  CHECK(duration(119) == "119 s");
  CHECK(duration(150) == "2 min");
  CHECK(duration(7199) == "120 min");
  CHECK(duration(9000) == "2.5 h");
}

TEST_CASE("the time left is what the stage's own pace makes of the rest") {
  CHECK(seconds_left({{"paths", 100, 400}, 12, 0}) == 36);
  CHECK(seconds_left({{"paths", 400, 400}, 12, 0}) == 0);
  CHECK(seconds_left({{"paths", 200, 400}, 12, 100}) == 24);  // 100 were done when the stage began
  CHECK_FALSE(seconds_left({{"paths", 0, 400}, 12, 0}));
  CHECK_FALSE(seconds_left({{"paths", 100, 400}, 12, 100}));
  CHECK_FALSE(seconds_left({{"monodromy", 100, 0, "points"}, 12, 0}));
}

TEST_CASE("a line says what is known") {
  CHECK(progress_line({{"paths", 0, 400}, 0, 0}) == "paths: 0 of 400 after 0 s");
  CHECK(progress_line({{"paths", 100, 400}, 12, 0}) == "paths: 100 of 400 after 12 s, 8.3 a second, about 36 s left");
  CHECK(progress_line({{"rows", 30, 90}, 600, 10}) == "rows: 30 of 90 after 10 min, 2.0 a minute, about 30 min left");
  CHECK(progress_line({{"rows", 2, 3}, 7200, 1}) == "rows: 2 of 3 after 2.0 h, 0.5 an hour, about 2.0 h left");
  CHECK(progress_line({{"monodromy", 31, 0, "points"}, 12, 31}) == "monodromy: 31 points after 12 s");
  CHECK(progress_line({{"monodromy", 31, 0, "points"}, 150, 1, 36.4}) ==
        "monodromy: 31 points after 2 min, the last one after 36 s");
  CHECK(progress_line({{"bounds, mixed volumes"}, 7, 0}) == "bounds, mixed volumes: 7 s");
}

TEST_CASE("a bar fills with what is done and fits the terminal") {
  const StageState quarter{{"paths", 100, 400}, 12, 0};
  CHECK(progress_bar(quarter, 200) ==
        "[" + std::string(10, '#') + std::string(30, ' ') + "] " + progress_line(quarter));
  for (std::size_t width = 1; width < 120; ++width) {
    CHECK(progress_bar(quarter, width).size() <= width);
    CHECK(progress_bar({{"bounds"}, 3, 0}, width).size() <= width);
  }
  CHECK(progress_bar({{"paths", 500, 400}, 12, 0}, 100).find(std::string(40, '#')) != std::string::npos);
  CHECK(progress_bar({{"monodromy", 31, 0, "points"}, 12, 31}, 100) == "monodromy: 31 points after 12 s");
}
