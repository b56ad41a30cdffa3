#include "polyscape/report/table.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "polyscape/base/error.hpp"
#include "polyscape/report/caption.hpp"
#include "polyscape/report/entries.hpp"
#include "polyscape/report/latex_table.hpp"
#include "polyscape/report/query.hpp"
#include "report/example.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape;
using namespace polyscape::report;
using polyscape::support::has;

namespace {

Grid one(Column column, std::vector<std::string> cells) {
  Grid grid{{std::move(column)}, {}};
  for (std::string& cell : cells) grid.rows.push_back({std::move(cell)});
  return grid;
}

}  // namespace

TEST_CASE("CSV has all columns, words quoted") {
  const std::vector<Result> rows{example_result(), Result{}};
  const std::string text = table(rows, TableFormat::csv);
  CHECK(std::ranges::count(text, '\n') == 3);
  CHECK(text.find("title,network,weights,samples,bezout,multihomogeneous,linear_product,mixed_volume,mixed_volume_"
                  "affine,lifted,lift,linear_one_sample,generic_root_count,paths") == 0);
  CHECK(text.find("\"a 100% network_1 with \"\"quotes\"\" & bars | and "
                  "more\",1-1-1,2,1,25,13,11,8,9,9,residuals,,,13,1,9,8,3,1,1,1,0:1 1:1,1,"
                  "CONTRADICTION") != std::string::npos);
}

TEST_CASE("LaTeX is booktabs with special characters escaped") {
  const std::vector<Result> rows{example_result()};
  const std::string text = table(selected(full_grid(rows), {{"title", "bezout"}, {}, {}, {}}), TableFormat::latex);
  CHECK(text.find("\\begin{tabular}{") == 0);
  CHECK(text.find("\\toprule") != std::string::npos);
  CHECK(text.find("100\\% network\\_1") != std::string::npos);
  CHECK(text.find("\\& bars") != std::string::npos);
  CHECK(text.find("\\bottomrule\n\\end{tabular}\n") != std::string::npos);
}

TEST_CASE("Markdown leaves out columns that nothing fills") {
  Result r;
  r.title = "a|b";
  r.bounds.bezout = algebra::power(algebra::Integer(10), 20);
  const std::string text = table(std::vector<Result>{r}, TableFormat::markdown);
  CHECK(text == "| title | M | Bezout |\n| :-- | --: | --: |\n| a\\|b | 0 | 1.00e20 |\n");
}

TEST_CASE("formats have names") {
  for (const std::string_view text : names_of(TableFormat())) CHECK(name(*named<TableFormat>(text)) == text);
  CHECK_FALSE(named<TableFormat>("html").has_value());
}

TEST_CASE("the table of a page is narrow, and those of programs have every column") {
  const std::vector<Result> rows{example_result()};
  CHECK(narrow_grid(rows).columns.size() <= 10);
  CHECK(grid(rows).columns.size() > 40);
  for (const Column& c : grid(rows).columns) CHECK(c.name != "seconds");  // equal results give equal tables
  const auto json = nlohmann::json::parse(table(rows, TableFormat::json));
  REQUIRE(json.size() == 1);
  CHECK(json[0].at("bezout") == "25");
  CHECK(json[0].at("generic_root_count") == "");
}

TEST_CASE("names of columns are each one's own") {
  std::vector<std::string> names;
  for (const Column& c : no_rows().columns) {
    names.push_back(c.name);
    names.insert(names.end(), c.aliases.begin(), c.aliases.end());
    CHECK_FALSE(c.latex.empty());
    CHECK_FALSE(c.meaning.empty() == (c.name != "mark"));
  }
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
}

TEST_CASE("docs/results.md has the table of the columns") {
  std::ifstream file(POLYSCAPE_DATA "/../docs/results.md");
  std::ostringstream text;
  text << file.rdbuf();
  INFO(columns_markdown());
  CHECK(has(text.str(), "\n\n" + columns_markdown() + "\n"));
}

TEST_CASE("columns of a network follow from its words") {
  Result r;
  r.network = Network{};
  r.network->architecture = "2-3-3-1";
  r.network->layers = {"layer 1: dense, 3 units, activation z^2", "layer 2: dense, 3 units, bias, activation z^2",
                       "layer 3: dense, 1 unit"};
  const auto cell = [&](const std::string& name) {
    const Grid g = full_grid(std::vector<Result>{r});
    return g.rows[0][column_index(g, name, "test")];
  };
  CHECK(cell("H") == "2");
  CHECK(cell("d") == "3");
  CHECK(cell("dx") == "2");
  CHECK(cell("dy") == "1");
  CHECK(cell("activation") == "z^2");
  r.network->layers[1] = "layer 2: dense, 3 units";
  CHECK(cell("activation") == "z^2; linear");
  r.network->architecture = "2-3-4-1";
  CHECK(cell("d") == "3-4");
  r.network->architecture = "2-1";
  r.network->layers = {"layer 1: dense, 1 unit"};
  CHECK(cell("H") == "0");
  CHECK(cell("d").empty());
  CHECK(cell("activation") == "linear");
  r.network->architecture = "2-1-1";  // more layers than are listed
  CHECK(cell("activation").empty());
  r.network->architecture = "";
  for (const char* name : {"H", "d", "dx", "dy"}) CHECK(cell(name).empty());
}

TEST_CASE("a row that failed has its reason, and nothing else") {
  Grid all = no_rows();
  append(all, {{{"width", "3"}}, example_result(), ""});
  append(all, {{{"width", "4"}, {"a_b & c", "x"}}, std::nullopt, "more paths than max_paths"});
  const Grid shown = selected(all, {{"width", "isolated", "standing", "reason", "index_1", "a_b & c"}, {}, {}, {}});
  CHECK(shown.rows[0] == std::vector<std::string>{"3", "9", "contradiction", "", "1", ""});
  CHECK(shown.rows[1] == std::vector<std::string>{"4", "", "failed", "more paths than max_paths", "", "x"});
  CHECK(has(table(shown, TableFormat::latex), "a\\_b \\& c"));
  const Grid marked = selected(all, {{"width", "isolated"}, {}, {}, {}});
  CHECK(marked.rows[1].back() == "failed");
  CHECK(has(table(marked, TableFormat::csv), "width,isolated,mark\n3,9,contradiction\n4,,failed\n"));
  const std::string page = table(marked, TableFormat::markdown);
  CHECK(has(page, "| 3 | 9 | \u2021 |"));
  CHECK(has(page, "\u00a7 failed: "));
  CHECK(has(table(marked, TableFormat::latex, {"Counts.", "x", false}), "$^{\\S}$\\,failed: has no result"));
}

TEST_CASE("what a sweep chose does not take the place of what a result says") {
  Grid all = no_rows();
  for (const char* seed : {"7", "8"}) append(all, {{{"seed", seed}, {"samples", "5"}}, example_result(), ""});
  const Grid shown = selected(all, {{"seed", "sweep.seed", "samples", "sweep.samples"}, {}, {}, {}});
  CHECK(shown.rows[1][0] == "18446744073709551615");
  CHECK(shown.rows[1][1] == "8");
  CHECK(shown.rows[1][2] == "1");
  CHECK(shown.rows[1][3] == "5");
  const auto names = default_columns(all, {}, true);
  CHECK(std::ranges::find(names, "sweep.seed") != names.end());
  CHECK(std::ranges::find(names, "sweep.samples") == names.end());
}

TEST_CASE("critical functions are counted once each, pure ones apart") {
  Result r;
  r.decomposition = Decomposition{};
  const auto component = [](std::optional<int> function, std::optional<bool> pure) {
    Component c;
    c.dimension = 1;
    c.degree = 2;
    c.function = function;
    c.pure = pure;
    return c;
  };
  r.decomposition->components = {component(1, true), component(1, true), component(2, false), component({}, {})};
  Grid all = full_grid(std::vector<Result>{r});
  const auto cell = [&](const std::string& name) { return all.rows[0][column_index(all, name, "test")]; };
  CHECK(cell("critical_functions") == "3");
  CHECK(cell("pure_functions") == "1");
  CHECK(cell("critical_degree") == "8");
  r.decomposition->components = {component({}, {})};  // not of gauge = "slice": nothing is known of functions
  all = full_grid(std::vector<Result>{r});
  CHECK(cell("critical_functions").empty());
  CHECK(cell("critical_dimension") == "1");
}

TEST_CASE("a row for every stratum") {
  Result r = example_result();
  r.names = {"w1_1_1", "w2_1_1"};
  Grid all = no_rows();
  append_strata(all, {{}, r, ""});
  append_strata(all, {{}, Result{}, ""});
  const Grid shown = selected(all, {{"stratum", "stratum_isolated", "stratum_real"}, {}, {}, {}});
  REQUIRE(shown.rows.size() == 3);
  CHECK(shown.rows[0] == std::vector<std::string>{"W2=1 W1=0", "1", "1", "contradiction"});
  CHECK(shown.rows[1] == std::vector<std::string>{"W2=1 W1=1", "8", "2", "contradiction"});
  CHECK(shown.rows[2] == std::vector<std::string>{"", "", "", ""});
}

namespace {
std::string tabular(const Grid& grid) { return latex_tabulars(grid).at(0); }
}  // namespace

TEST_CASE("S columns are as wide as their numbers") {
  const auto format = [](Column column, std::vector<std::string> cells) {
    const std::string text = tabular(one(std::move(column), std::move(cells)));
    return text.substr(text.find('{', 15), text.find('\n') - text.find('{', 15));
  };
  const Column number{"n", "$n$", "n"};
  CHECK(format(number, {"7", "30517578125", ""}) == "{S[table-format=11.0]}");
  CHECK(format(number, {"-1.25", "10"}) == "{S[table-format=-2.2]}");
  CHECK(format(number, {"", "1" + std::string(20, '0')}) == "{S[table-format=1.2e2]}");
  CHECK(format(number, {"7", "1" + std::string(20, '0')}) == "{S[table-format=1.0]}");
  CHECK(has(tabular(one(number, {"7", "1" + std::string(20, '0')})), "{\\num{1.00e20}} \\\\"));
  CHECK(format(number, {"empty"}) == "{S[table-format=1.0]}");
  CHECK(has(tabular(one(number, {"empty"})), "{empty} \\\\"));
  CHECK(format({"s", "s", "s", Content::measured}, {"0.0000123", "0.0000000123"}) == "{S[table-format=1.2e-1]}");
  const Grid uncertain{{number, {"e", "e", "e", Content::error}}, {{"57/25", "0.0814"}, {"10", ""}, {"1234", "37"}}};
  const std::string text = tabular(uncertain);
  CHECK(has(text, "{S[table-format=4.2(2)]}"));
  CHECK(has(text, "2.28(8) \\\\\n10 \\\\\n1230(40) \\\\\n"));
  CHECK(has(table(uncertain, TableFormat::markdown), "| 2.28(8) |\n| 10 |\n| 1,230(40) |\n"));
  CHECK(table(uncertain, TableFormat::csv) == "n,e\n2.28,0.0814\n10,\n1234,37\n");
}

TEST_CASE("the caption says the seeds and how the counts are known") {
  std::vector<Result> rows(4, example_result());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].contradictions.clear();
    rows[i].seed = 1;
    rows[i].seeds = {{"data", std::to_string(7 + i)}};
  }
  Grid all = full_grid(rows);
  const std::size_t known = column_index(all, "completeness", "test"), error = column_index(all, "error_log2", "test");
  for (auto& row : all.rows) row[known] = "proved";
  CHECK(caption(all, 4) ==
        "Data seeds 7 to 10, solver seed 1. Completeness: proved (certified points are as many as a proven upper bound "
        "allows).");
  all.rows[3][known] = "modular";
  all.rows[3][error] = "-80.57";
  const std::string text = caption(all, 1);
  CHECK(has(text, "4 results in 1 row."));
  CHECK(has(text, "proved in 3 ("));
  CHECK(has(text, "modular in 1 ("));
  CHECK(has(text, "allow, but for a probability below 2^-80.5)"));
  CHECK(has(table(one({"n", "n", "n"}, {"1"}), TableFormat::latex, {text, "a", false}), "below $2^{-80.5}$)."));
  all.rows[1][column_index(all, "data_seed", "test")] = "99";
  CHECK(has(caption(all, 4), "Data seeds 7, 9, 10, 99,"));
}

TEST_CASE("a folder's results are those of result.json, sweep.json or rows.json, in this order") {
  const polyscape::support::Folder at;
  const std::string path = at.path().string();
  CHECK_THROWS_AS(file_of_results(path), InputError);
  for (const char* name : {"rows.json", "sweep.json", "result.json"}) {
    std::ofstream(at / name) << "{}";
    CHECK(file_of_results(path) == at / name);
  }
  CHECK(file_of_results(at / "other.json") == at / "other.json");
}

TEST_CASE("results, sweeps and rows of parameters are read as rows") {
  const std::string result = to_json(example_result());
  CHECK(entries_from_json(result, "result.json").rows.size() == 1);
  CHECK_FALSE(entries_from_json(result, "result.json").many);
  const auto sweep =
      entries_from_json("{\"schema\": 2, \"draws\": [" + result + "," + result + "]}", "sweep.json").rows;
  REQUIRE(sweep.size() == 2);
  const Entries carried = entries_from_json("{\"member\": " + result + ", \"draws\": [" + result + "]}", "sweep.json");
  CHECK(carried.many);
  CHECK(to_json(carried.member.value()) == result);
  CHECK(to_json(*sweep[1].result) == result);
  const auto rows =
      entries_from_json(
          "{\"parameters\": [\"b\", \"a\"], \"rows\": [{\"parameters\": {\"b\": \"1/2\", \"a\": \"3\"}, \"result\": " +
              result + "}]}",
          "rows.json")
          .rows;
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].chosen == TextPairs{{"b", "1/2"}, {"a", "3"}});
  const auto complaint = [](const std::string& text) {
    try {
      entries_from_json(text, "file.json");
    } catch (const InputError& e) {
      return std::string(e.what());
    }
    return std::string();
  };
  CHECK(has(complaint("{\"draws\": [" + result + ", {\"schema\": 9}]}"), "file.json draws[1] schema"));
  CHECK(has(complaint("{\"rows\": [3]}"), "file.json rows[0]"));
  CHECK(has(complaint("[1, 2]"), "file.json"));
  CHECK(has(complaint("{\"draws\": ["), "file.json"));
  CHECK(has(complaint(std::string(100000, '[')), "file.json"));
  CHECK(entries_from_json("{\"draws\": []}", "file.json").rows.empty());
}
