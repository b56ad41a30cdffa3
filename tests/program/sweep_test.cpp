/// `polyscape sweep` of a specification with lists, killed, interrupted, disturbed.
#include <algorithm>
#include <csignal>

#include "polyscape/base/random.hpp"
#include "polyscape/store/store.hpp"
#include "program/program.hpp"
#include "study/stored.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape;
using namespace polyscape::program;
using polyscape::support::has;

namespace {

/// 3 samples, so many data seeds, on two networks.
std::string sweep_text(int draws) {
  return "[network]\ninputs = 2\n[[network.layer]]\nwidth = 1\nactivation = [\"z^2\", \"z^3\"]\n[[network.layer]]\n"
         "width = 1\n[data]\nrandom = { samples = 3, seed = \"1-" +
         std::to_string(draws) +
         "\" }\n[regularization]\ntikhonov = { distribution = \"uniform\", interval = [0, 1] }\n[solve]\ncertify = "
         "\"always\"\n";
}

std::string store_at(const Workplace& at, const std::string& name = "s.sweep.db") {
  return (at.path() / name).string();
}

/// Kills the sweep at random moments, as often as that happens before it ends, and lets it end: how often it was
/// killed.
int kill_and_resume(const Workplace& at, int kills, double seconds, std::uint64_t seed) {
  Random random(seed);
  int killed = 0;
  for (int k = 0; k < kills; ++k) {
    const double share = 2 * random.uniform() / (kills + 1);
    const Ended e = run_shell(at, "timeout -s KILL " + std::to_string(0.02 + share * seconds) +
                                      " $polyscape sweep s.toml --quiet; test $? = 137");
    if (e.status != 0) break;
    ++killed;
    if (at.has("s.sweep.db")) CHECK_NOTHROW(store::read(store_at(at)));
  }
  const Ended e = run_polyscape(at, {"sweep", "s.toml", "--quiet"});
  INFO(e.err << e.out);
  CHECK(e.status == 0);
  return killed;
}

void check_killed(int draws, int kills) {
  const Workplace at;
  at.write("s.toml", sweep_text(draws));
  const Ended whole =
      run_shell(at, "date +%s.%N > begin; $polyscape sweep s.toml --quiet --out whole.db && date +%s.%N > end");
  REQUIRE(whole.status == 0);
  const auto expected = study::rows_in(store_at(at, "whole.db"));
  REQUIRE(expected.size() == static_cast<std::size_t>(2 * draws));
  const double seconds = std::stod(at.read("end")) - std::stod(at.read("begin"));
  const int killed = kill_and_resume(at, kills, seconds, 1);
  INFO(killed << " times killed");
  CHECK(killed > 0);
  CHECK(study::rows_in(store_at(at)) == expected);
  CHECK_FALSE(at.has("s.sweep.db-wal"));
  CHECK_FALSE(at.has("s.sweep.db.lock"));
}

}  // namespace

TEST_CASE("a sweep that is killed and run again ends as one that was left alone") { check_killed(12, 4); }

TEST_CASE("a sweep of 200 rows killed twenty times ends as one that was left alone", "[long]") {
  check_killed(100, 20);
}

TEST_CASE("Ctrl-C leaves a sweep that goes on where it was") {
  const Workplace at;
  at.write("s.toml", sweep_text(10));
  REQUIRE(run_polyscape(at, {"sweep", "s.toml", "--quiet", "--out", "whole.db"}).status == 0);
  const Ended cut = interrupt_polyscape(at, {"sweep", "s.toml"}, "rows", SIGINT, 30);
  CHECK((cut.status == 1 || cut.status == 0));
  const Ended rest = run_polyscape(at, {"sweep", "s.toml", "--json", "--quiet"});
  CHECK(rest.status == 0);
  CHECK(study::rows_in(store_at(at)) == study::rows_in(store_at(at, "whole.db")));
  const auto json = nlohmann::json::parse(rest.out);
  REQUIRE(json["rows"].size() == 20);
  CHECK(json["rows"][11]["values"] == nlohmann::json{{"activation", "z^3"}, {"seed", "2"}});
  CHECK(json["rows"][11]["state"] == "done");
  CHECK(json["rows"][11]["result"]["solutions"]["real"].get<int>() % 2 == 1);
}

TEST_CASE("of two sweeps into one store the second is told whose it is") {
  const Workplace at;
  at.write("s.toml", sweep_text(40));
  Ended second;
  disturb_polyscape(
      at, {"sweep", "s.toml"}, "generic draw", [&] { second = run_shell(at, "$polyscape sweep s.toml --quiet"); },
      SIGINT);
  INFO(second.err);
  CHECK(second.status == 2);
  CHECK(has(second.err, "found process "));
  CHECK(store::read(store_at(at)).rows.size() == 80);
}

TEST_CASE("a full disk ends a sweep with what was finished, which goes on later") {
  const Workplace at;
  at.write("s.toml", sweep_text(10));
  REQUIRE(run_polyscape(at, {"sweep", "s.toml", "--quiet", "--out", "whole.db"}).status == 0);
  bool refused = false;
  for (const int blocks : {8, 60, 100, 160}) {  // of 512 or 1024 bytes
    const Ended full = run_shell(at, "ulimit -f " + std::to_string(blocks) + "; $polyscape sweep s.toml --quiet");
    INFO(full.err);
    CHECK((full.status == 2 || full.status == 0));
    if (full.status == 2) {
      refused = true;
      CHECK(has(full.err, "make room"));
    }
    if (at.has("s.sweep.db")) CHECK(store::read(store_at(at)).rows.size() == 20);
    CHECK_FALSE(at.has("s.sweep.db.partial"));
  }
  CHECK(refused);
  CHECK(run_polyscape(at, {"sweep", "s.toml", "--quiet"}).status == 0);
  CHECK(study::rows_in(store_at(at)) == study::rows_in(store_at(at, "whole.db")));
}

TEST_CASE("what cannot go together on the command line of a sweep is said") {
  const Workplace at;
  at.write("s.toml", sweep_text(2));
  at.write("one.toml", "network = { inputs = 1, layer = [{ width = 1 }] }\ndata = { random = { samples = 2 } }\n");
  const auto says = [&](const std::vector<std::string>& words, const std::string& what) {
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    CHECK(e.status == 2);
    CHECK(has(e.err, what));
  };
  says({"sweep", "s.toml", "--draws", "3"}, "seed = \"1-20\"");
  says({"sweep", "s.toml", "--samples", "3"}, "--samples");
  says({"sweep", "s.toml", "--overwrite", "--out", "x.db"}, "--overwrite");
  says({"sweep", "one.toml", "--dry-run"}, "lists");
  says({"sweep", "one.toml", "--limit", "3"}, "lists");
  says({"sweep", "s.toml", "--out", "one.toml"}, "another file");
  says({"analyze", "s.toml"}, "polyscape sweep");
  CHECK(at.names() == std::set<std::string>{"one.toml", "s.toml"});
}

TEST_CASE("a dry run says what there is to do and writes nothing") {
  const Workplace at;
  at.write("s.toml", sweep_text(5));
  const Ended plan = run_polyscape(at, {"sweep", "s.toml", "--dry-run", "--quiet"});
  INFO(plan.err);
  CHECK(plan.status == 0);
  CHECK(has(plan.out, "rows       10\n"));
  CHECK(has(plan.out, "networks   2, 2 of them solved once for 10 rows"));
  CHECK(has(plan.out, "by bounds"));
  CHECK(at.names() == std::set<std::string>{"s.toml"});
  const Ended some = run_polyscape(at, {"sweep", "s.toml", "--limit", "3", "--quiet"});
  CHECK(some.status == 1);
  CHECK(has(some.out, "waiting        7"));
  CHECK(has(run_polyscape(at, {"sweep", "s.toml", "--dry-run", "--quiet"}).out, "rows       10, 7 of them waiting"));
  // The store alone is enough to go on, from anywhere.
  CHECK(run_shell(at, "mkdir f; cd f; $polyscape sweep ../s.sweep.db --quiet --seed 2").status == 2);
  const Ended rest = run_shell(at, "cd f; $polyscape sweep ../s.sweep.db --quiet --threads 1");
  INFO(rest.err);
  CHECK(rest.status == 0);
  CHECK(has(rest.out, "done           10"));
}
