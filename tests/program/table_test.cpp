/// `polyscape table`: what it reads, what it refuses.
#include <nlohmann/json.hpp>

#include "program/program.hpp"
#include "support/catch.hpp"

using namespace polyscape::program;
using nlohmann::json;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A result of so many real points of the draw with that seed.
std::string drawn(int seed, int real, const std::string& more = "") {
  json r = {{"schema", 2},
            {"version", "0.1.0"},
            {"title", "draw " + std::to_string(seed)},
            {"seed", 1},
            {"seconds", json::object()},
            {"system", {{"variables", 2}, {"equations", 2}, {"which", "gradient"}}},
            {"bounds", {{"bezout", "9"}}},
            {"solutions",
             {{"isolated", 5},
              {"nonsingular", 5},
              {"singular", 0},
              {"real", real},
              {"torus", 4},
              {"existence", {{"certified", 5}, {"by", "theorem"}}},
              {"completeness", "proved"}}},
            {"seeds", {{"data", std::to_string(seed)}}}};
  if (!more.empty()) r[more] = true;
  return r.dump();
}

}  // namespace

TEST_CASE("a table of a sweep's draws, grouped") {
  const Workplace at;
  at.write("sweep.json", "{\"schema\": 2, \"draws\": [" + drawn(1, 1) + "," + drawn(2, 3) + "," + drawn(3, 3) + "]}");
  at.write("one.json", drawn(9, 3));
  const Ended csv = run_polyscape(at, {"table", "sweep.json", "one.json", "--format", "csv", "--columns",
                                       "draws,n_r:min,n_r:mean,n_r:max,n_r:hist", "--group-by", "bezout"});
  INFO(csv.err);
  CHECK(csv.status == 0);
  CHECK(csv.out == "draws,real:min,real:mean,real:error,real:max,real:hist\n4,1,2.5,0.5,3,1:1 3:3\n");
  const Ended page = run_polyscape(
      at, {"table", "sweep.json", "--columns", "data_seed,n_r", "--sort=-n_r,-data_seed", "--where", "n_r>2"});
  CHECK(page.out == "| data seed | real |\n| --: | --: |\n| 3 | 3 |\n| 2 | 3 |\n");
  const Ended latex = run_polyscape(at, {"table", "sweep.json", "--format", "latex", "--caption", "Draws", "--label",
                                         "d:1", "--columns", "n_r:mean", "--standalone"});
  CHECK(
      has(latex.out, "\\caption{Draws. 3 results in 1 rows. Data seeds 1 to 3, solver seed 1. Completeness: proved ("));
  CHECK(has(latex.out, "\\label{tab:d:1}"));
  CHECK(has(latex.out, "\n2.3(7) \\\\\n"));
  CHECK(latex.out.starts_with("\\documentclass"));
  const Ended none = run_polyscape(at, {"table", "sweep.json", "--columns", "n_r", "--where", "n_r > 7"});
  CHECK(none.status == 0);
  CHECK(none.out == "| real |\n| --: |\n");
  CHECK(has(none.err, "--where"));
  CHECK(has(run_polyscape(at, {"table", "--list-columns"}).out, "mixed_volume_affine, bkk"));
  CHECK(run_polyscape(at, {"table", "sweep.json", "--json", "--out", "t"}).status == 0);
  CHECK(json::parse(at.read("t/table.json")).size() == 3);
}

TEST_CASE("rows that are not complete are marked in every table") {
  const Workplace at;
  at.write("sweep.json", "{\"draws\": [" + drawn(1, 1) + "," + drawn(2, 3, "cancelled") + "]}");
  CHECK(has(run_polyscape(at, {"table", "sweep.json", "--columns", "n_r", "--format", "csv"}).out,
            "real,mark\n1,\n3,incomplete\n"));
  const Ended page = run_polyscape(at, {"table", "sweep.json", "--columns", "n_r:max"});
  CHECK(has(page.out, "| 3 | \u2020 |"));
  CHECK(has(page.out, "\u2020 incomplete: "));
}

TEST_CASE("networks and systems in one table keep their names") {
  const Workplace at;
  at.write("system.json", drawn(1, 3));
  REQUIRE(run_polyscape(at, {"analyze", data("truth/networks/sq_1_1_1_N2.toml"), "--out", "a.run", "--quiet"}).status ==
          0);
  const Ended e = run_polyscape(at, {"table", "a.run", "system.json"});
  CHECK(has(e.out, "| title | network |"));
  CHECK(has(e.out, "| draw 1 |  |"));
  CHECK(has(at.read("a.run/table.tex"), "\\begin{table}"));
  CHECK(at.read("a.run/table.tex") == run_polyscape(at, {"table", "a.run", "--format", "latex"}).out);
  CHECK(at.read("a.run/table.md") == run_polyscape(at, {"table", "a.run"}).out);
}

TEST_CASE("tables that cannot be made end with status 2 and say why") {
  const Workplace at;
  at.write("one.json", drawn(1, 3));
  std::filesystem::create_directory(at.path() / "folder");
  at.write("new.json", "{\"schema\": 3}");
  at.write("empty.json", "{\"draws\": []}");
  at.write("rows.json", "{\"rows\": [{\"parameters\": {}}]}");
  at.write("cut.json", drawn(1, 3).substr(0, 80));
  const struct {
    std::vector<std::string> words, says;
  } cases[] = {{{"one.json", "--columns", "rael"}, {"--columns", "rael", "write real"}},
               {{"one.json", "--columns", "real,,M"}, {"--columns", "a,b,c"}},
               {{"one.json", "--columns", "real:median"}, {"median", "mean"}},
               {{"one.json", "--columns", "title:mean"}, {"draw 1", "title:hist"}},
               {{"one.json", "--where", "real"}, {"--where", "real >= 3"}},
               {{"one.json", "--where", "real > lots"}, {"--where", "lots"}},
               {{"one.json", "--sort", "speed"}, {"--sort", "speed"}},
               {{"one.json", "--group-by", "speed"}, {"--group-by", "speed"}},
               {{"one.json", "--format", "html"}, {"--format", "latex"}},
               {{"one.json", "--label", "x"}, {"--label", "latex"}},
               {{"one.json", "--standalone"}, {"--standalone", "latex"}},
               {{"one.json", "--format", "csv", "--caption", "x"}, {"--caption"}},
               {{"one.json", "--format", "latex", "--label", "a}b"}, {"--label", "letters"}},
               {{"one.json", "--json", "--format", "csv"}, {"--json", "csv"}},
               {{"one.json", "--against", "x.csv"}, {"--against", "--keys"}},
               {{"new.json"}, {"new.json schema", "1 to 2", "3"}},
               {{"one.json", "empty.json"}, {"empty.json", "row"}},
               {{"rows.json"}, {"rows.json rows[0]"}},
               {{"cut.json"}, {"cut.json", "JSON"}},
               {{"missing.run"}, {"missing.run"}},
               {{"folder"}, {"folder/result.json"}},
               {{}, {"RUN"}}};
  const std::set<std::string> before = at.names();
  for (const auto& c : cases) {
    std::vector<std::string> words{"table", "--out", "t"};
    words.insert(words.end(), c.words.begin(), c.words.end());
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    CHECK(e.status == 2);
    CHECK(e.out.empty());
    for (const std::string& part : c.says) CHECK(has(e.err, part));
  }
  CHECK(at.names() == before);
}
