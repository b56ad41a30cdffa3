#include "polyscape/report/against.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/report/query.hpp"
#include "polyscape/report/zero_pattern.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::report;

namespace {

using Cells = std::vector<std::string>;

Grid published() {
  return {
      {{"m", "m", "m"}, {"N_C", "N", "N"}, {"mean", "a", "a"}, {"stderr", "e", "e"}, {"note", "n", "n", Content::text}},
      {{"1", "16", "2.14", "0.1", "lost"},
       {"2.0", "9", "2.5", "0.1", ""},
       {"3", "", "7", "0", ""},
       {"4", "5", "1", "0", ""}}};
}

Grid ours(const std::string& first_mean) {
  return {{{"samples", "N", "N"},
           {"isolated", "C", "complex"},
           {"real:mean", "R", "real"},
           {"real:error", "R", "real", Content::error},
           {"completeness:hist", "known", "known", Content::text},
           {"mark", "", "", Content::mark}},
          {{"2", "9", "2.5", "0.2", "proved:3", ""},
           {"1", "17", first_mean, "0.1", "proved:2", "1 incomplete"},
           {"3", "33", "7", "", "modular:1", ""}}};
}

}  // namespace

TEST_CASE("published rows stand beside ours, and differences are told") {
  const auto [grid, page, without] = beside(published(), ours("2.57"), matches_of("m=samples", "--keys"),
                                            matches_of("N_C=isolated, mean(stderr)=real:mean, note", "--compare"));
  CHECK(without == 1);
  Cells names;
  for (const Column& c : grid.columns) names.push_back(c.name);
  CHECK(names == Cells{"samples", "N_C", "isolated", "mean", "stderr", "real:mean", "real:error", "note",
                       "completeness:hist", "differs", "mark"});
  REQUIRE(grid.rows.size() == 3);
  // |2.57 - 2.14| = 0.43 > 3 sqrt(0.1^2 + 0.1^2) = 0.424..
  CHECK(grid.rows[0] == Cells{"1", "16", "17", "2.14", "0.1", "2.57", "0.1", "lost", "proved:2",
                              "N_C 16 is 17, mean 2.14 is 2.57", "1 incomplete, differs"});
  CHECK(grid.rows[1] == Cells{"2.0", "9", "9", "2.5", "0.1", "2.5", "0.2", "", "proved:3", "", ""});
  CHECK(grid.rows[2] == Cells{"3", "", "33", "7", "0", "7", "", "", "modular:1", "", ""});
}

TEST_CASE("on a page a figure that is equal in every row has one column") {
  const auto names = [](const Grid& grid) {
    std::string text;
    for (const Column& c : grid.columns) text += c.latex + "|";
    return text;
  };
  Grid theirs = published();
  const auto page = [&](const std::string& compare) {
    return beside(theirs, ours("2.57"), matches_of("m=samples", "--keys"), matches_of(compare, "--compare")).page;
  };
  CHECK(names(page("N_C=isolated")) == "N|C, publ.|C|R|R|known||");  // 16 is 17, and one is not published
  theirs.rows[0][1] = "17.0", theirs.rows[2][1] = "33";
  const Grid equal = page("N_C=isolated");
  CHECK(names(equal) == "N|C, both|R|R|known||");
  CHECK(equal.rows[0] == Cells{"1", "17", "2.57", "0.1", "proved:2", "1 incomplete"});
  CHECK(names(page("N_C~isolated")) == "N|C, publ.|C|R|R|known||");
  CHECK(names(page("mean(stderr)=real:mean")) == "N|R, publ.|e|R|R|C|known||");
}

TEST_CASE("three standard errors are the border, exactly") {
  const auto differs = [](const std::string& mean) {
    const auto matches = matches_of("mean(stderr)=real:mean", "--compare");
    const Cells row = beside(published(), ours(mean), matches_of("m=samples", "--keys"), matches).grid.rows[0];
    return row[row.size() - 2];
  };
  CHECK(differs("2.5642").empty());        // 0.4242 < 0.42426..
  CHECK_FALSE(differs("2.5643").empty());  // 0.4243 > 0.42426..
}

TEST_CASE("with a tilde figures are shown and not judged") {
  const auto [grid, page, without] =
      beside(published(), ours("2"), matches_of("m=samples", "--keys"), matches_of("N_C~isolated", "--compare"));
  CHECK(grid.rows[0][1] == "16");
  CHECK(grid.rows[0][2] == "17");
  for (const auto& row : grid.rows) CHECK(row[row.size() - 2].empty());
}

TEST_CASE("matches that are none, and columns that are not published, are refused") {
  for (const char* bad : {"", "=isolated", "N_C=", "N_C(e=isolated", "(e)=isolated", "a,,b"})
    CHECK_THROWS_AS(matches_of(bad, "--compare"), InputError);
  CHECK_THROWS_AS(beside(published(), ours("2"), matches_of("n=samples", "--keys"), {}), InputError);
  CHECK_THROWS_AS(
      beside(published(), ours("2"), matches_of("m=samples", "--keys"), matches_of("N=isolated", "--compare")),
      InputError);
}

TEST_CASE("zero patterns are matrices of the weights, last layer first") {
  const std::vector<std::string> names{"w1_1_1", "w1_1_2", "w1_2_1", "w1_2_2", "w2_1_1", "w2_1_2"};
  CHECK(zero_pattern(names, {}) == "W2=11 W1=11/11");
  CHECK(zero_pattern(names, {"w1_2_1", "w1_2_2", "w2_1_2"}) == "W2=10 W1=11/00");
  CHECK(zero_pattern({"w1_1_1", "b1_1", "w10_1_1", "w9_1_1"}, {"b1_1"}) == "W10=1 W9=1 W1=1 b1=0");
  CHECK(zero_pattern({"x", "w", "w1_1", "w1_1_1_1", "wide_1_1"}, {"w"}) == "x=1 w=0 w1_1=1 w1_1_1_1=1 wide_1_1=1");
  CHECK(zero_pattern({}, {}).empty());
}
