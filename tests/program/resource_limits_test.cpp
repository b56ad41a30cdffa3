/// --limit-time and --limit-memory: jobs end with what is known, and go on where they ended.

#include <csignal>

#include "polyscape/base/random.hpp"
#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;

TEST_CASE("a job that reaches its time ends in order, and comes to the whole result in pieces") {
  const Workplace at;
  at.write("q.json", quadrics(polyscape::Random(5), 12));
  Ended e = run_polyscape(at, {"solve", "q.json", "--out", "run", "--certify", "never", "--limit-time", "1s"});
  for (int times = 0; e.status == 1 && times < 100; ++times) {
    INFO(e.err);
    CHECK(has(e.err, "the job was ended: it took longer than 1 s"));
    const json cut = json::parse(at.read("run/result.json"));
    CHECK(cut["cancelled"] == true);
    CHECK(has(cut["notes"].dump(), "it took longer than 1 s"));
    const json& paths = cut["paths"];
    if (!paths.is_null())
      CHECK(paths["tracked"] == paths["nonsingular"].get<int>() + paths["singular"].get<int>() +
                                    paths["at_infinity"].get<int>() + paths["failed"].get<int>() +
                                    paths["excluded"].get<int>() + paths["positive_dimensional"].get<int>());
    e = run_polyscape(at, {"resume", "run", "--limit-time", "1s"});
    if (e.status == 2)  // ended within its first second, which leaves nothing to go on with
      e = run_polyscape(at, {"solve", "q.json", "--out", "run", "--overwrite", "--certify", "never"});
  }
  INFO(e.err);
  CHECK(e.status == 0);
  const json whole = json::parse(at.read("run/result.json"));
  CHECK(whole["solutions"]["isolated"] == 4096);
  CHECK_FALSE(whole.contains("cancelled"));
  CHECK_FALSE(has(whole.dump(), "longer than"));
}

TEST_CASE("what a job knew that was ended takes the place of what an earlier one wrote") {
  const Workplace at;
  at.write("q.json", quadrics(polyscape::Random(5), 4));
  REQUIRE(run_polyscape(at, {"solve", "q.json", "--out", "run", "--quiet"}).status == 0);
  at.write("q.json", quadrics(polyscape::Random(5), 13));  // seconds, of which a signal meets the first
  const Ended e = interrupt_polyscape(at, {"solve", "q.json", "--out", "run", "--overwrite"}, "paths:", SIGINT, 0);
  INFO(e.err);
  CHECK(e.status == 1);
  CHECK(has(e.err, "wrote run"));
  CHECK(json::parse(at.read("run/result.json"))["cancelled"] == true);
}

TEST_CASE("a job that takes too much memory says so; none is too much for a job without limits") {
  const Workplace at;
  at.write("q.json", quadrics(polyscape::Random(5), 8));
  const Ended little = run_polyscape(at, {"solve", "q.json", "--limit-memory", "1KB"});
  if (little.status == 1) CHECK(has(little.err, "the job was ended: it took more than 0.001 MB of memory"));
  const Ended enough = run_polyscape(at, {"solve", "q.json", "--limit-memory", "100GB", "--limit-time", "24h"});
  CHECK(enough.status == 0);
  CHECK_FALSE(has(enough.err, "ended"));
}

TEST_CASE("a job whose start has too many paths ends with what is known") {
  const Workplace at;
  at.write("q.json", quadrics(polyscape::Random(5), 4));
  const Ended system = run_polyscape(at, {"solve", "q.json", "--out", "run", "--max-paths", "15"});
  CHECK(system.status == 1);
  const json ended = json::parse(at.read("run/result.json"));
  CHECK(ended["cancelled"] == true);
  CHECK(ended["bounds"]["bezout"] == "16");
  CHECK(ended["solutions"]["isolated"] == 0);
  CHECK(ended["solutions"]["completeness"] == "unknown");
  CHECK(has(ended["notes"].dump(), "no path was followed: it would take 16 paths, and max_paths is 15"));
  CHECK_FALSE(at.has("run.checkpoint"));
  CHECK(run_polyscape(at, {"solve", "q.json", "--out", "all", "--max-paths", "16"}).status == 0);

  // The zero-loss set and the sets of critical weights are of the same job.
  const Ended network =
      run_polyscape(at, {"analyze", data("truth/networks/sq_1_1_1_N2.toml"), "--json", "--max-paths", "1"});
  CHECK(network.status == 1);
  const json analysed = json::parse(network.out);
  CHECK(analysed["cancelled"] == true);
  CHECK(analysed["bounds"].contains("mixed_volume"));
  CHECK(has(analysed["notes"].dump(), "max_paths is 1"));
}

TEST_CASE("limits that are none are refused") {
  const Workplace at;
  at.write("q.json", quadrics(polyscape::Random(5), 2));
  for (const auto& [option, value] :
       {std::pair("--limit-time", "soon"), std::pair("--limit-time", "0"), std::pair("--limit-time", "-3"),
        std::pair("--limit-time", "3 days"), std::pair("--limit-memory", "12XB"), std::pair("--limit-memory", "0"),
        std::pair("--limit-memory", "-1")}) {
    INFO(option << " " << value);
    const Ended e = run_polyscape(at, {"solve", "q.json", "--out", "run", std::string(option) + "=" + value});
    CHECK(e.status == 2);
    CHECK(has(e.err, option));
    CHECK_FALSE(at.has("run"));
  }
  CHECK(run_polyscape(at, {"table", "run", "--limit-time", "3"}).status == 2);
}
