/// `polyscape table`: what it reads, what it refuses.

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;

namespace {

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
      has(latex.out, "\\caption{Draws. 3 results in 1 row. Data seeds 1 to 3, solver seed 1. Completeness: proved ("));
  CHECK(has(latex.out, "\\label{tab:d:1}"));
  CHECK(has(latex.out, "\n2.3(7) \\\\\n"));
  CHECK(latex.out.starts_with("\\documentclass"));
  const Ended none = run_polyscape(at, {"table", "sweep.json", "--columns", "n_r", "--where", "n_r > 7"});
  CHECK(none.status == 0);
  CHECK(none.out == "| real |\n| --: |\n");
  CHECK(has(none.err, "--where"));
  const Ended two = run_polyscape(
      at, {"table", "--where", "n_r > 2", "--where", "data_seed < 3", "sweep.json", "--columns", "data_seed"});
  INFO(two.err);
  CHECK(two.out == "| data seed |\n| --: |\n| 2 |\n");
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

TEST_CASE("the store of a sweep is a table, beside published figures too") {
  const Workplace at;
  const std::string spec = at.path() / "s.toml";
  at.write("s.toml",
           "[network]\ninputs = 1\n[[network.layer]]\nwidth = [1, 2]\n[[network.layer]]\nwidth = 1\n[data.random]\n"
           "samples = 2\nseed = \"1-3\"\n[regularization]\ntikhonov = \"generic\"\n");
  REQUIRE(run_polyscape(at, {"sweep", spec, "--quiet", "--out", "s.sweep.db", "--limit", "4"}).status == 1);
  const Ended part = run_polyscape(at, {"table", "s.sweep.db", "--columns", "network,sweep.seed", "--json"});
  CHECK(json::parse(part.out).size() == 4);
  CHECK(has(part.err, "2 rows are not finished"));
  REQUIRE(run_polyscape(at, {"sweep", spec, "--quiet", "--out", "s.sweep.db"}).status == 0);
  at.write("p.csv", "units,N_C,N_R,lost\n1,5,2.9,\n2,8,3,by us\n3,13,3,\n");
  const Ended e =
      run_polyscape(at, {"table", "s.sweep.db", "--against", "p.csv", "--keys", "units=hidden_width", "--compare",
                         "N_C=isolated,N_R~real:min,lost", "--columns", "draws", "--format", "csv"});
  CHECK(has(e.err, "1 published row has no results"));
  INFO(e.err);
  CHECK(e.status == 0);
  CHECK(e.out.starts_with("hidden_width,N_C,isolated,N_R,real:min,lost,draws,differs,mark\n1,5,5,2.9,"));
  CHECK(has(e.out, "by us,3,N_C 8 is 9,differs\n"));
  CHECK_FALSE(has(e.out, "\n3,"));
  CHECK(run_polyscape(at, {"table", "s.sweep.db", "--against", "p.csv", "--keys", "unit=d", "--compare", "N_C=n_c"})
            .status == 2);
  const Ended latex =
      run_polyscape(at, {"table", "s.sweep.db", "--against", "p.csv", "--keys", "units=hidden_width", "--compare",
                         "N_C=isolated,N_R~real:min,lost", "--format", "latex", "--caption", "Bézout, 日本"});
  CHECK(latex.status == 0);
  CHECK(has(latex.err, "\"日\": it is set as [U+65E5]"));
  CHECK_FALSE(has(latex.err, "\"é\""));
  CHECK(has(latex.out, "\\caption{B\\'{e}zout, {[}U+65E5]{[}U+672C]. "));
  CHECK_FALSE(has(latex.out, "& differs &"));
  const std::string store = at.read("s.sweep.db");
  at.write("cut.db", store.substr(0, store.size() / 2));
  const Ended cut = run_polyscape(at, {"table", "cut.db"});
  CHECK(cut.status == 2);
  CHECK(has(cut.err, "cut.db"));
}

TEST_CASE("published tables are run and compared by one command each") {
  const Workplace at;
  const auto papers = [&](const std::string& words) {
    return run_shell(at,
                     "POLYSCAPE=$polyscape POLYSCAPE_PAPERS=\"$PWD/kept\" " + data("../tools/papers") + " " + words);
  };
  const Ended mehta = papers("mehta --format csv");
  INFO(mehta.err);
  CHECK(mehta.status == 0);
  CHECK(has(mehta.out, "\n2,1,2,5,81,81,33,33,17,17,13:3 17:1,"));
  const Ended closed = papers("closed --limit 1 --format csv --quiet");  // the first network of each sweep
  INFO(closed.err);
  CHECK(has(closed.out, "\n1-2-2-1,linear,1,129,129,"));
  CHECK(papers("").status == 2);
  CHECK(papers("folklore").status == 2);
  // The thesis prints 16 critical points where there are 17.
  const Ended sweep = run_polyscape(
      at, {"sweep", data("papers/thesis_2_hidden_1.toml"), "--limit", "1", "--out", "thesis.db", "--quiet"});
  CHECK(sweep.status == 1);
  const Ended thesis =
      run_polyscape(at, {"table", "thesis.db", "--against", data("published/bharadwaj_thesis_tables.csv"), "--keys",
                         "H=H,d=d,dx=dx,dy=dy,m=N", "--compare", "CBB=bezout,N_C=n_c", "--format", "csv", "--quiet"});
  CHECK(has(thesis.out, "\n2,1,1,1,1,125,125,16,17,proved:1,N_C 16 is 17,differs\n"));
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
               {{"folder"}, {"folder", "without result.json"}},
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
