/// Jobs that are ended at any moment and taken up again.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <thread>

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

/// Equations with many terms: degree^n paths that take their time, all with finite regular ends.
std::string dense(polyscape::Random random, int variables, int degree) {
  std::string text = std::to_string(variables) + "\n";
  for (int i = 0; i < variables; ++i) {
    std::string form = "1";
    for (int v = 0; v < variables; ++v)
      form += " + " + std::to_string(1 + random.below(20)) + "/7*x" + std::to_string(v);
    text += "x" + std::to_string(i) + "^" + std::to_string(degree) + " - 1/3*(" + form + ")^" +
            std::to_string(degree - 1) + " + " + std::to_string(1 + random.below(50)) + ";\n";
  }
  return text;
}

/// x_i^degree and a few smaller terms: degree^n paths, all with finite ends.
std::string coupled(polyscape::Random random, int variables, int degree) {
  std::string text = std::to_string(variables) + "\n";
  const auto number = [&] { return std::to_string(1 + random.below(20)) + "/7"; };
  for (int i = 0; i < variables; ++i) {
    const std::string next = "x" + std::to_string((i + 1) % variables);
    text += "x" + std::to_string(i) + "^" + std::to_string(degree) + " - " + number() + "*" + next + "^2 - " +
            number() + "*" + next + "*x" + std::to_string(i) + " - " + number() + ";\n";
  }
  return text;
}

void wait_for(const Workplace& at, const std::string& name) {
  for (int k = 0; k < 1000 && !at.has(name); ++k) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

/// Ends with result.json as in the other folder, and without a checkpoint.
void check_like(const Workplace& at, const std::string& folder, const std::string& whole) {
  CHECK(without_timings(at.read(folder + "/result.json")) == without_timings(at.read(whole + "/result.json")));
  CHECK_FALSE(at.has(folder + ".checkpoint"));
}

/// Kills the job again and again at random moments, until it has come to its end, which is that of the other folder;
/// how often.
int kill_until_done(const Workplace& at, std::vector<std::string> words, const std::string& folder,
                    const std::string& whole, polyscape::Random& random, int most, int longest) {
  int kills = 0;
  bool done = false;
  for (; kills < most && !done; ++kills) {
    const Ended e = interrupt_polyscape(at, words, "", SIGKILL, static_cast<int>(random.below(longest)));
    INFO(e.err);
    if (e.status == 0) {
      done = true;
      break;
    }
    REQUIRE(e.status == 128 + SIGKILL);
    const bool kept = at.has(folder + ".checkpoint");
    if (at.has(folder)) {  // the signal met the job's last moment, between its folder and its end
      CHECK(without_timings(at.read(folder + "/result.json")) == without_timings(at.read(whole + "/result.json")));
      done = !kept;
    }
    if (kept) words = {"resume", folder};
  }
  if (!done) {
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    CHECK(e.status == 0);
  }
  check_like(at, folder, whole);
  return kills;
}

}  // namespace

TEST_CASE("a solve that is killed goes on where it was, and comes to the same result") {
  const Workplace at;
  polyscape::Random random(5);
  at.write("paths.txt", dense(random.stream(1), 4, 7));  // 2,401 paths
  const std::vector<std::string> words{"solve",     "paths.txt", "--start", "total-degree",
                                       "--certify", "never",     "--exact", "never"};
  const auto to = [&](const std::string& folder) {
    std::vector<std::string> all = words;
    all.insert(all.end(), {"--out", folder});
    return all;
  };
  REQUIRE(run_polyscape(at, to("whole.run")).status == 0);
  CHECK_FALSE(at.has("whole.run.checkpoint"));
  kill_until_done(at, to("killed.run"), "killed.run", "whole.run", random, 5, 2500);
}

TEST_CASE("a job that is killed between its folder and the end of its checkpoint loses neither") {
  const Workplace at;
  at.write("paths.txt", dense(polyscape::Random(6), 4, 7));
  const std::vector<std::string> words{"solve",   "paths.txt", "--start", "total-degree", "--certify", "never",
                                       "--exact", "never",     "--out",   "late.run",     "--threads", "1"};
  disturb_polyscape(
      at, words, "paths", [&] { wait_for(at, "late.run.checkpoint"); }, SIGKILL);
  REQUIRE(at.has("late.run.checkpoint"));
  REQUIRE_FALSE(at.has("late.run"));
  std::vector<std::string> other = words;
  other[9] = "whole.run";
  REQUIRE(run_polyscape(at, other).status == 0);
  std::filesystem::copy(at.path() / "whole.run", at.path() / "late.run");
  const Ended again = run_polyscape(at, words);
  CHECK(again.status == 2);
  CHECK(has(again.err, "polyscape resume late.run continues it"));
  REQUIRE(at.has("late.run.checkpoint"));
  const Ended rest = run_polyscape(at, {"resume", "late.run"});
  INFO(rest.err);
  CHECK(rest.status == 0);
  check_like(at, "late.run", "whole.run");
}

TEST_CASE("Ctrl-C leaves a run that resume continues") {
  const Workplace at;
  at.write("paths.txt", dense(polyscape::Random(6), 4, 8));  // 4,096 paths
  const std::vector<std::string> words{"solve",   "paths.txt", "--start", "total-degree", "--certify", "never",
                                       "--exact", "never",     "--out",   "a.run",        "--threads", "1"};
  const Ended first = disturb_polyscape(
      at, words, "paths", [&] { wait_for(at, "a.run.checkpoint"); }, SIGINT);
  INFO(first.err);
  REQUIRE(first.status == 1);
  CHECK(has(first.err, "polyscape resume a.run"));
  REQUIRE(at.has("a.run.checkpoint"));
  CHECK(json::parse(at.read("a.run/result.json")).at("standing") == "incomplete");
  // The folder of an ended job is not overwritten by the way.
  const Ended again = run_polyscape(at, words);
  CHECK(again.status == 2);
  CHECK(has(again.err, "polyscape resume a.run continues it"));
  const Ended rest = run_polyscape(at, {"resume", "a.run/", "--threads", "2"});
  INFO(rest.err);
  CHECK(rest.status == 0);
  CHECK(has(rest.err, "continues a job that was ended"));
  CHECK_FALSE(at.has("a.run.checkpoint"));
  const json result = json::parse(at.read("a.run/result.json"));
  CHECK(result.at("standing") == "complete");
  CHECK(result.at("paths").at("tracked") == 4096);
}

TEST_CASE("Ctrl-C on a job that could not keep anything does not promise that it can be continued") {
  const Workplace at;
  at.write("paths.txt", dense(polyscape::Random(6), 5, 8));  // 32,768 paths
  std::filesystem::create_directory(at.path() / "a.run.checkpoint.lock");
  const Ended e = interrupt_polyscape(at,
                                      {"solve", "paths.txt", "--start", "total-degree", "--certify", "never", "--exact",
                                       "never", "--out", "a.run", "--threads", "1"},
                                      "paths", SIGINT, 3000);
  INFO(e.err);
  CHECK(e.status == 1);
  CHECK(has(e.err, "this job cannot be continued: a.run.checkpoint: "));
  CHECK_FALSE(has(e.err, "polyscape resume"));
  CHECK_FALSE(at.has("a.run.checkpoint"));
}

TEST_CASE("monodromy goes on with the points that it had") {
  const Workplace at;
  polyscape::Random random(7);
  const std::string network = data("truth/networks/sq_2_2_1_N3.toml");
  const auto to = [&](const std::string& folder) {
    return std::vector<std::string>{"analyze", network, "--start", "monodromy", "--out", folder};
  };
  REQUIRE(run_polyscape(at, to("whole.run")).status == 0);
  kill_until_done(at, to("killed.run"), "killed.run", "whole.run", random, 3, 6000);
}

TEST_CASE("resume says what it cannot continue") {
  const Workplace at;
  for (const auto& [words, message] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"resume", "none.run"}, "name the folder that the job was to write"},
           {{"resume"}, "name the file"},
           {{"resume", "a", "b"}, "give one at a time"},
           {{"resume", "a", "--seed", "2"}, "an option of polyscape resume"}}) {
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    CHECK(e.status == 2);
    CHECK(has(e.err, message));
  }
  at.write("b.run.checkpoint", "no database");
  CHECK(run_polyscape(at, {"resume", "b.run"}).status == 2);
  CHECK(at.read("b.run.checkpoint") == "no database");
  at.write("s.txt", "1\nx^2 - 2;\n");
  const Ended other = run_polyscape(at, {"solve", "s.txt", "--out", "b.run"});
  CHECK(other.status == 2);
  CHECK(at.read("b.run.checkpoint") == "no database");
  at.write("s.toml", "[network]\ninputs = 1\n[[network.layer]]\nwidth = [1, 2]\n[data.random]\nsamples = 2\n");
  run_polyscape(at, {"sweep", "s.toml", "--out", "d.run.checkpoint", "--limit", "1", "--quiet"});
  const std::string store = at.read("d.run.checkpoint");
  const Ended foreign = run_polyscape(at, {"solve", "s.txt", "--out", "d.run"});
  CHECK(foreign.status == 2);
  CHECK(has(foreign.err, "expected a checkpoint of polyscape, found a database of another program"));
  CHECK(at.read("d.run.checkpoint") == store);
  REQUIRE(run_polyscape(at, {"solve", "s.txt", "--out", "c.run"}).status == 0);
  CHECK(has(run_polyscape(at, {"resume", "c.run"}).err, "there is nothing left to do"));
}

TEST_CASE("a solve of more than 10,000 paths that is killed ten times comes to the same result", "[long]") {
  const Workplace at;
  polyscape::Random random(8);
  at.write("paths.txt", coupled(random.stream(1), 8, 4));  // 65,536 paths
  const auto to = [&](const std::string& folder) {
    return std::vector<std::string>{"solve",   "paths.txt", "--start", "total-degree",
                                    "--exact", "never",     "--out",   folder};
  };
  REQUIRE(run_polyscape(at, to("whole.run")).status == 0);
  CHECK(kill_until_done(at, to("killed.run"), "killed.run", "whole.run", random, 10, 6000) > 3);
}
