/// Parts of a job's paths, followed apart and put together.
#include <filesystem>

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using polyscape::support::has;
using polyscape::support::without_timings;

namespace {

const std::string noon =
    "3\n10*x*y^2 + 10*x*z^2 - 11*x + 10;\n10*y*x^2 + 10*y*z^2 - 11*y + 10;\n"
    "10*z*x^2 + 10*z*y^2 - 11*z + 10;\n";
// Two double zeros and simple ones: some paths go around t = 0 together, which no part knows of the others'.
const std::string clustered = "2\n(x - 1)^2*(x + 2) + y^2;\n(y - x)^2*(y + 3)*(x + y - 1);\n";

std::vector<std::string> solve_part(const std::string& part, const std::string& start) {
  return {"solve", "a.phc", "--start", start, "--out", "a.run", "--shard", part};
}

}  // namespace

TEST_CASE("parts of a job come to what one process comes to, whatever the start") {
  for (const std::string& system : {noon, clustered})
    for (const std::string start : {"total-degree", "multihomogeneous", "polyhedral", "monodromy"}) {
      INFO(system << start);
      const Workplace at;
      at.write("a.phc", system);
      const Ended whole = run_polyscape(at, {"solve", "a.phc", "--start", start, "--json", "--quiet"});
      INFO(whole.err);
      REQUIRE(whole.status <= 1);
      std::vector<std::string> merge{"merge"};
      for (const std::string part : {"3/3", "1/3", "2/3"}) {
        const Ended e = run_polyscape(at, solve_part(part, start));
        INFO(e.err);
        REQUIRE(e.status == 0);
        CHECK(e.out.empty());
        CHECK_FALSE(at.has("a.run"));
        merge.push_back("a.run.shard-" + part.substr(0, 1) + "-of-3");
        REQUIRE(at.has(merge.back()));
      }
      const Ended e = run_polyscape(at, merge);
      INFO(e.err);
      CHECK(e.status == whole.status);
      CHECK(has(e.err, "continues a job that was ended, with "));
      CHECK(without_timings(at.read("a.run/result.json")) == without_timings(whole.out));
      CHECK_FALSE(at.has("a.run.checkpoint"));
    }
}

TEST_CASE("a part follows its share of the paths, and merging follows none of them again") {
  const Workplace at;
  at.write("a.phc", noon);
  for (const std::string part : {"1/2", "2/2"}) {
    const Ended e = run_polyscape(at, solve_part(part, "total-degree"));
    CHECK(has(e.err, part == "1/2" ? "13 of 27 paths" : "14 of 27 paths"));
    CHECK(has(e.err, "polyscape merge a.run.shard-*-of-2"));
  }
  // The same part again has nothing left to do, and leaves the same.
  CHECK(run_polyscape(at, solve_part("2/2", "total-degree")).status == 0);
  const Ended e = run_polyscape(at, {"merge", "a.run.shard-1-of-2", "a.run.shard-2-of-2", "--out", "b.run"});
  INFO(e.err);
  CHECK(e.status == 0);
  CHECK(at.has("b.run/result.json"));
  CHECK_FALSE(at.has("a.run"));
}

TEST_CASE("merging says what is missing, or of another job, and writes nothing") {
  const Workplace at;
  at.write("a.phc", noon);
  for (const std::string part : {"1/2", "2/2", "1/3"}) run_polyscape(at, solve_part(part, "total-degree"));
  std::vector<std::string> other = solve_part("2/2", "total-degree");
  other[5] = "other.run";
  other.insert(other.end(), {"--seed", "2"});
  CHECK(run_polyscape(at, other).status == 0);
  at.write("a.phc", clustered);
  other = solve_part("2/2", "total-degree");
  other[5] = "third.run";
  CHECK(run_polyscape(at, other).status == 0);
  at.write("a.phc", noon);
  at.write("text", "no checkpoint");
  const std::string first = "a.run.shard-1-of-2", second = "a.run.shard-2-of-2";
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{"merge", first}, "no part 2"},
      {{"merge", first, second, first}, "every part once"},
      {{"merge", first, "other.run.shard-2-of-2"}, "other options"},
      {{"merge", first, "third.run.shard-2-of-2"}, "another system"},
      {{"merge", first, "a.run.shard-1-of-3"}, "another number of parts"},
      {{"merge", first, "none"}, "check the name"},
      {{"merge", first, "text"}, "a checkpoint"},
      {{"merge"}, "name the file"},
      {{"solve", "a.phc", "--shard", "1/2"}, "write --out DIR"},
      {{"solve", "a.phc", "--shard", "1/2", "--out", "c.run", "--json"}, "leave --json out"},
      {{"solve", "a.phc", "--shard", "0/2", "--out", "c.run"}, "with I from 1 to N"},
      {{"solve", "a.phc", "--shard", "3/2", "--out", "c.run"}, "with I from 1 to N"},
      {{"solve", "a.phc", "--shard", "half", "--out", "c.run"}, "with I from 1 to N"}};
  for (const auto& [words, said] : wrong) {
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    CHECK(e.status == 2);
    CHECK(has(e.err, said));
    for (const char* name : {"a.run", "a.run.checkpoint", "c.run"}) CHECK_FALSE(at.has(name));
  }
  // A system changed since: the parts are not of what is there now.
  at.write("a.phc", clustered);
  CHECK(run_polyscape(at, {"merge", first, second}).status == 2);
  CHECK_FALSE(at.has("a.run.checkpoint"));
  at.write("a.phc", noon);
  std::filesystem::create_directory(at.path() / "a.run");
  const Ended there = run_polyscape(at, {"merge", first, second});
  CHECK(there.status == 2);
  CHECK(has(there.err, "--overwrite"));
  CHECK(run_polyscape(at, {"merge", first, second, "--overwrite", "--quiet"}).status == 0);
  CHECK(at.has("a.run/result.json"));
}

TEST_CASE("a system without paths has no parts") {
  const Workplace at;
  at.write("a.json", R"({"variables": ["x"], "equations": ["5"]})");
  const Ended e = run_polyscape(at, {"solve", "a.json", "--out", "a.run", "--shard", "1/2"});
  INFO(e.err);
  CHECK(e.status == 2);
  CHECK(has(e.err, "leave --shard out"));
  CHECK_FALSE(at.has("a.run.shard-1-of-2"));
}
