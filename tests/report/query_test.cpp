#include "polyscape/report/query.hpp"

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

namespace {

using Cells = std::vector<std::string>;

Grid draws() {
  return {{{"network", "network", "network", Content::text, "", {"widths"}},
           {"real", "$N_{\\mathbb R}$", "real", Content::number, "", {"n_r"}},
           {"bezout", "B", "Bezout"},
           {"standing", "standing", "standing", Content::text}},
          {{"1-1-1", "3", "9", "complete"},
           {"1-2-1", "", "81", "incomplete"},
           {"1-1-1", "1", "9", "complete"},
           {"1-2-1", "5", "81", "complete"},
           {"1-1-1", "3", "9", "complete"}}};
}

Cells column(const Grid& grid, const std::string& name) {
  Cells cells;
  for (const auto& row : grid.rows) cells.push_back(row[column_index(grid, name, "test")]);
  return cells;
}

std::string complaint(const auto& act) {
  try {
    act();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("filters keep the rows that are known to pass") {
  const auto passing = [](const std::string& filter) { return column(filtered(draws(), {filter}), "real"); };
  CHECK(passing("real >= 3") == Cells{"3", "5", "3"});
  CHECK(passing("n_r=3.0") == Cells{"3", "3"});
  CHECK(passing("real != 3") == Cells{"1", "5"});  // where it is not known, it is not known to differ
  CHECK(passing("real =") == Cells{""});
  CHECK(passing("real !=") == Cells{"3", "1", "5", "3"});
  CHECK(passing("network = 1-2-1") == Cells{"", "5"});
  CHECK(passing("network != 1-2-1") == Cells{"3", "1", "3"});
  CHECK(filtered(draws(), {"real > 1", "real < 5"}).rows.size() == 2);
  CHECK(filtered(draws(), {"real > 9007199254740992"}).rows.empty());
  for (const char* bad : {"real", "real ~ 3", "= 3", "real => 3", "real > many", "rael = 3", ""})
    CHECK_THROWS_AS(filtered(draws(), {bad}), InputError);
}

TEST_CASE("groups come in the order of their first rows, aggregated") {
  const Grid grid = selected(draws(), {{"network", "bezout", "real:min", "real:mean", "real:max"}, {}, {}, {"widths"}});
  REQUIRE(grid.rows.size() == 2);
  CHECK(grid.rows[0] == Cells{"1-1-1", "9", "1", "7/3", "0.666666666667", "3", ""});
  CHECK(grid.rows[1] == Cells{"1-2-1", "81", "5", "5", "", "5", "1 incomplete"});
  CHECK(grid.columns[4].name == "real:error");
  CHECK(grid.columns[4].content == Content::error);
  CHECK(grid.columns[6].content == Content::mark);
  const Grid all = selected(draws(), {{"real:hist", "real:count"}, {}, {}, {}});
  REQUIRE(all.rows.size() == 1);
  CHECK(all.rows[0][0] == "1:1 3:2 5:1");
  CHECK(all.rows[0][1] == "4");
  CHECK(selected(filtered(draws(), {"real > 99"}), {{"real:mean"}, {}, {}, {}}).rows.empty());
}

TEST_CASE("rows and groups are sorted by what is shown or not, unknown ones last") {
  const auto sorted = [](const Cells& keys) { return column(selected(draws(), {{"real"}, {}, keys, {}}), "real"); };
  CHECK(sorted({"real"}) == Cells{"1", "3", "3", "5", ""});
  CHECK(sorted({"-real"}) == Cells{"5", "3", "3", "1", ""});
  CHECK(sorted({"-network", "real"}) == Cells{"5", "", "1", "3", "3"});
  const Grid groups = selected(draws(), {{"network"}, {}, {"-real:mean"}, {"network"}});
  CHECK(column(groups, "network") == Cells{"1-2-1", "1-1-1"});
}

TEST_CASE("10 comes behind 9, and words behind numbers") {
  Grid grid{{{"n", "n", "n"}}, {{"10"}, {"empty"}, {"9"}, {""}}};
  CHECK(column(selected(grid, {{"n"}, {}, {"n"}, {}}), "n") == Cells{"9", "10", "empty", ""});
}

TEST_CASE("what cannot be asked for is told with what can") {
  const auto asked = [](const Query& query) { return complaint([&] { selected(draws(), query); }); };
  CHECK(asked({{"rael"}, {}, {}, {}}).find("write real") != std::string::npos);
  CHECK(asked({{"beozut:mean"}, {}, {}, {}}).find("write bezout") != std::string::npos);
  CHECK(asked({{"zzzzzzzz"}, {}, {}, {}}).find("--list-columns") != std::string::npos);
  CHECK(asked({{"real:median"}, {}, {}, {}}).find("mean") != std::string::npos);
  CHECK(asked({{"network:mean"}, {}, {}, {}}).find("network:hist") != std::string::npos);
  CHECK(asked({{"real"}, {}, {}, {"network"}}).find("3 and 1") != std::string::npos);
  CHECK(asked({{"real"}, {}, {"depth"}, {}}).find("--sort") != std::string::npos);
  CHECK(asked({{"real"}, {}, {}, {"depth"}}).find("--group-by") != std::string::npos);
}

TEST_CASE("a name with a colon or capitals is a name first") {
  const Grid grid{{{"real:mean", "a", "a"}, {"M", "b", "b"}, {"m", "c", "c"}}, {{"1", "2", "3"}}};
  CHECK(selected(grid, {{"real:mean", "m", "M"}, {}, {}, {}}).rows[0] == Cells{"1", "3", "2"});
  CHECK(selected(grid, {{"REAL:mean"}, {}, {}, {}}).rows[0] == Cells{"1"});
}

TEST_CASE("lists have commas between names") {
  CHECK(listed("a, b,c", "--columns") == Cells{"a", "b", "c"});
  for (const char* bad : {"", ",", "a,,b", "a,"}) CHECK_THROWS_AS(listed(bad, "--columns"), InputError);
}
