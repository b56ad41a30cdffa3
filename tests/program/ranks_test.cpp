/// The program as several processes under mpirun: the results of one, whoever dies. Skipped where there is no mpirun,
/// or the program was built without MPI.
#include <filesystem>

#include "polyscape/base/random.hpp"
#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;
using polyscape::support::without_timings;

namespace {

bool can_start_ranks() {
  const bool can = installed("mpirun") && std::filesystem::exists(POLYSCAPE_MPI_MODULE);
  if (!can) WARN("skipped: no mpirun, or no module for MPI");
  return can;
}

/// The line that starts so many ranks.
std::string ranks(int count, const std::string& words) {
  return "export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1; exec mpirun --enable-recovery "
         "--oversubscribe "
         "--bind-to none -n " +
         std::to_string(count) + " $polyscape " + words;
}

/// The same; a rank gets a signal after so many milliseconds. All that is said is on stdout's end.
std::string signal_rank(int count, const std::string& words, int rank, const std::string& signal, int after) {
  return "(" + ranks(count, words) + ") & started=$!; sleep " + std::to_string(after / 1000.0) +
         "; for p in $(cat /proc/$started/task/*/children); do grep -qz '^OMPI_COMM_WORLD_RANK=" +
         std::to_string(rank) + "$' /proc/$p/environ && kill -" + signal + " $p; done; wait $started";
}

/// Of a job that prints JSON.
json result_of(const Workplace& at, const std::string& line) {
  const Ended e = run_shell(at, line);
  INFO(line << "\n" << e.err);
  REQUIRE((e.status == 0 || e.status == 1));
  REQUIRE(!e.out.empty());
  return without_timings(e.out);
}

const std::string sweep = R"(
[network]
inputs = 1
[[network.layer]]
width = 1
activation = ["z^2", "z^3"]
[[network.layer]]
width = 1
[data.random]
samples = [2, 3]
seed = "1-2"
)";

constexpr const char* quick = " --start total-degree --certify never --exact never";

/// Kinds of jobs; `long_too`: five of each.
std::vector<std::string> jobs(const Workplace& at, bool long_too) {
  at.write("quadrics.json", quadrics(polyscape::Random(3), 9));
  at.write("sweep.toml", sweep);
  const std::string walk = "dynamics " + data("dynamics/point_and_plane.toml") +
                           " --methods gd,langevin --starts 48 --iterations 3000 --chains 16 --draws 100 --exits 8";
  const std::string family = "solve " + data("systems/circle_and_line.json") + " --parameters " +
                             data("systems/circle_and_line.csv"),
                    of_draws = "sweep " + data("conv_quadratic.toml") + " --draws 2";
  std::vector<std::string> result{std::string("solve quadrics.json") + quick,
                                  "solve " + data("truth/systems/noon4.phc"), walk, family, of_draws};
  if (!long_too) return result;
  for (int k = 1; k <= 4; ++k) {
    const std::string name = "q" + std::to_string(k) + ".json";
    at.write(name, quadrics(polyscape::Random(3).stream(k), 8 + k));
    result.push_back("solve " + name + quick + " --seed " + std::to_string(k));
    for (const std::string& kind : {walk, family, of_draws}) result.push_back(kind + " --seed " + std::to_string(k));
  }
  for (const char* system : {"cyclic5", "cyclic6", "katsura6", "eco8"})
    result.push_back("solve " + data("truth/systems/" + std::string(system) + ".phc"));
  for (int k = 1; k <= 5; ++k)
    result.push_back("analyze " + data("truth/networks/sq_2_2_1_N3.toml") + " --start monodromy --seed " +
                     std::to_string(k));
  return result;
}

void compare(const Workplace& at, const std::vector<std::string>& these, const std::vector<int>& counts) {
  for (const std::string& job : these) {
    const std::string words =
        job + (has(job, "analyze") ? " --out a.run --overwrite" : "") + " --json --quiet --threads 1";
    const json alone = result_of(at, "exec $polyscape " + words);
    for (const int count : counts) {
      INFO(count << " ranks: " << words);
      CHECK(result_of(at, ranks(count, words)) == alone);
    }
  }
}

/// The rows of a sweep, in its store.
json rows_of(const Workplace& at, const std::string& store, const std::string& start) {
  return result_of(at, start + " --out " + store + " --json --quiet --threads 1");
}

}  // namespace

TEST_CASE("several ranks come to what one process comes to") {
  if (!can_start_ranks()) return;
  const Workplace at;
  compare(at, jobs(at, false), {2});
}

TEST_CASE("rows of a sweep are computed by all ranks, and stored by one") {
  if (!can_start_ranks()) return;
  const Workplace at;
  jobs(at, false);
  const json alone = rows_of(at, "alone.db", "exec $polyscape sweep sweep.toml");
  CHECK(rows_of(at, "ranks.db", ranks(2, "sweep sweep.toml --limit 3")) != alone);
  CHECK(rows_of(at, "ranks.db", ranks(3, "sweep sweep.toml")) == alone);
  CHECK(alone.at("rows").size() == 8);
}

TEST_CASE("of several ranks one writes a folder of the usual name") {
  if (!can_start_ranks()) return;
  const Workplace at;
  const Ended alone = run_shell(at, "exec $polyscape analyze " + data("truth/networks/sq_1_1_1_N2.toml") + " --quiet");
  const std::set<std::string> names = at.names();
  REQUIRE(names == std::set<std::string>{"sq_1_1_1_N2.run"});
  const Ended one = run_shell(at, "mv sq_1_1_1_N2.run alone.run"),
              e = run_shell(at, ranks(3, "analyze " + data("truth/networks/sq_1_1_1_N2.toml")));
  INFO(alone.err << one.err << e.err);
  CHECK(e.status == alone.status);
  CHECK(at.names() == std::set<std::string>{"alone.run", "sq_1_1_1_N2.run"});
  CHECK(without_timings(at.read("sq_1_1_1_N2.run/result.json")) == without_timings(at.read("alone.run/result.json")));
  CHECK(run_shell(at, ranks(2, "certify sq_1_1_1_N2.run --quiet")).status == alone.status);
  CHECK(at.names() == std::set<std::string>{"alone.run", "sq_1_1_1_N2.run"});
}

TEST_CASE("of several ranks one says what is wrong") {
  if (!can_start_ranks()) return;
  const Workplace at;
  at.write("wrong.txt", "1\nx^ - 2;\n");
  const Ended e = run_shell(at,
                            "OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -n 2 "
                            "$polyscape solve wrong.txt --out a.run");
  INFO(e.err);
  CHECK(e.status == 2);
  CHECK(has(e.err, "wrong.txt:2"));
  CHECK(e.err.find("wrong.txt:2") == e.err.rfind("wrong.txt:2"));
  CHECK(at.names() == std::set<std::string>{"wrong.txt"});
}

TEST_CASE("one, two and four ranks come to what one process comes to, on five jobs of each kind", "[long]") {
  if (!can_start_ranks()) return;
  const Workplace at;
  compare(at, jobs(at, true), {1, 2, 4});
  for (int k = 1; k <= 5; ++k) {
    const std::string seed = " sweep.toml --seed " + std::to_string(k), store = std::to_string(k);
    const json alone = rows_of(at, "alone" + store, "exec $polyscape sweep" + seed);
    for (const int count : {1, 2, 4})
      CHECK(rows_of(at, std::to_string(count) + "ranks" + store, ranks(count, "sweep" + seed)) == alone);
  }
}

TEST_CASE("ranks that are killed at any moment change nothing", "[long]") {
  if (!can_start_ranks()) return;
  const Workplace at;
  polyscape::Random random(11);
  at.write("quadrics.json", quadrics(polyscape::Random(3), 13));
  const std::string words = std::string("solve quadrics.json --json --threads 1") + quick;
  const json alone = result_of(at, "exec $polyscape " + words + " --quiet");
  for (int round = 0; round < 10; ++round) {
    const int rank = 1 + static_cast<int>(random.below(3)), after = 2000 + static_cast<int>(random.below(5000));
    const std::string line = signal_rank(4, words + " --quiet", rank, "KILL", after);
    INFO(line);
    CHECK(result_of(at, line) == alone);
  }
}

TEST_CASE("a rank that is stopped for good is left behind", "[long]") {
  if (!can_start_ranks()) return;
  const Workplace at;
  at.write("quadrics.json", quadrics(polyscape::Random(3), 13));
  const std::string words = std::string("solve quadrics.json --json --threads 1 --quiet") + quick;
  const json alone = result_of(at, "exec $polyscape " + words);
  const Ended e = run_shell(at, signal_rank(3, words, 2, "STOP", 2000));
  INFO(e.err);
  CHECK(without_timings(e.out) == alone);
}

TEST_CASE("where rank 0 is killed, ranks go on from its checkpoint", "[long]") {
  if (!can_start_ranks()) return;
  const Workplace at;
  at.write("quadrics.json", quadrics(polyscape::Random(3), 14));
  const std::string words = std::string("solve quadrics.json --threads 1") + quick;
  REQUIRE(run_shell(at, "exec $polyscape " + words + " --quiet --out whole.run").status == 0);
  run_shell(at, signal_rank(3, words + " --out killed.run", 0, "KILL", 4000));
  CHECK_FALSE(at.has("killed.run"));
  REQUIRE(at.has("killed.run.checkpoint"));
  const Ended e = run_shell(at, ranks(3, "resume killed.run"));
  INFO(e.err);
  CHECK(has(e.err, "continues a job that was ended"));
  CHECK(without_timings(at.read("killed.run/result.json")) == without_timings(at.read("whole.run/result.json")));
  CHECK_FALSE(at.has("killed.run.checkpoint"));
}
