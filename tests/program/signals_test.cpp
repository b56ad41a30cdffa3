/// Ctrl-C and SIGTERM at random moments of every stage: the program ends by itself, and what it leaves is whole.
#include <csignal>
#include <sstream>

#include "polyscape/base/random.hpp"
#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;

namespace {

/// A job, and what it says on stderr where its stages begin.
struct Job {
  std::vector<std::string> words, stages;
  std::string result;  ///< the file of results in the folder that it writes
};

/// Many terms, no structure.
std::string many_terms(polyscape::Random random, int variables, int terms) {
  json system{{"variables", json::array()}, {"equations", json::array()}};
  for (int i = 0; i < variables; ++i) {
    system["variables"].push_back("x" + std::to_string(i));
    json list = json::array();
    for (int k = 0; k < terms; ++k) {
      json exponents = json::array();
      for (int v = 0; v < variables; ++v) exponents.push_back(random.below(9));
      list.push_back({{"coefficient", 1 + random.below(99)}, {"exponents", std::move(exponents)}});
    }
    system["equations"].push_back(std::move(list));
  }
  return system.dump();
}

std::string linear_network(int layers) {
  std::string text = "[network]\ninputs = 2\n";
  for (int l = 0; l < layers; ++l) text += "[[network.layer]]\nwidth = 2\n";
  return text + "[data]\nrandom = { samples = 3, seed = 7 }\n[regularization]\ntikhonov = \"generic\"\n";
}

}  // namespace

TEST_CASE("a signal at any moment: a message, status 1 or 0, a readable result or none, nothing half written") {
  const Workplace at;
  const std::uint64_t seed = 20;
  CAPTURE(seed);
  polyscape::Random random(seed);
  at.write("terms.json", many_terms(random.stream(1), 9, 3000));
  at.write("quadrics.json", quadrics(random.stream(2), 12));
  at.write("linear.toml", linear_network(3));
  at.write("family.json",
           R"({"variables": ["a", "x", "y"], "equations": ["a*x^9 + y^8 - x*y - 1", "x^8*y + a*y^9 - 2*x + 3"]})");
  std::string values = "a\n";
  for (int k = 1; k < 400; ++k) values += std::to_string(k) + "\n";
  at.write("values.csv", values);
  const std::string network = data("truth/networks/sq_2_1_1_N2.toml");
  REQUIRE(run_polyscape(at, {"analyze", network, "--out", "ready.run", "--quiet"}).status == 0);
  const std::vector<Job> jobs{
      {{"bounds", "terms.json"}, {"bounds, partitions", "bounds, linear", "bounds, mixed"}, "result.json"},
      {{"solve", "terms.json"}, {"bounds, partitions", "bounds, linear", "bounds, mixed"}, "result.json"},
      {{"solve", "quadrics.json"}, {"bounds, partitions", "bounds, mixed", "paths"}, "result.json"},
      {{"solve", "family.json", "--parameters", "values.csv"}, {"generic member", "rows", "paths"}, "rows.json"},
      {{"analyze", "linear.toml"}, {"bounds, partitions", "monodromy"}, "result.json"},
      {{"analyze", data("xor_quadratic_free.toml"), "--start", "multihomogeneous"}, {"bounds", "paths"}, "result.json"},
      {{"analyze", data("truth/networks/sq_2_2_1_N3.toml"), "--certify", "always"},
       {"paths", "critical points", "certificates", "Hessian", "rational zeros", "zero-loss set, nearest",
        "zero-loss set, real p"},
       "result.json"},
      {{"analyze", data("xor_biased.toml")}, {"bounds, mixed", "monodromy"}, "result.json"},
      {{"components", data("quadratic_manifolds.toml")},
       {"components of dimension 5", "what the components"},
       "result.json"},
      {{"sweep", data("sweep_quadratic.toml"), "--draws", "500"}, {"generic draw", "draws"}, "sweep.json"},
      {{"certify", "ready.run"}, {"bounds", "zero-loss set", "points", "certificates"}, "result.json"},
  };
  for (std::size_t k = 0; k < jobs.size(); ++k) {
    const Job& job = jobs[k];
    polyscape::Random choice = random.stream(100 + k);
    const std::string& stage = job.stages[choice.below(job.stages.size())];
    const int signal = choice.below(2) == 0 ? SIGINT : SIGTERM;
    const int pause = static_cast<int>(choice.below(700));
    const std::string folder = "out" + std::to_string(k) + ".run";
    std::vector<std::string> words = job.words;
    words.insert(words.end(), {"--out", folder});
    const Ended e = interrupt_polyscape(at, words, stage, signal, pause);
    INFO(words[0] << " " << words[1] << " at " << stage << ", " << pause << " ms later\n"
                  << e.err << e.out.substr(0, 2000));
    CHECK((e.status == 0 || e.status == 1));
    for (const std::string& name : at.names()) CHECK_FALSE((has(name, ".partial") || has(name, ".old")));
    if (e.status == 1) CHECK(has(e.err, "polyscape: stopping, with what is known"));
    if (e.status == 0) CHECK(at.has(folder));
    if (!at.has(folder)) {
      CHECK(has(e.err, "polyscape: cancelled"));
      continue;
    }
    const json result = json::parse(at.read(folder + "/" + job.result));
    if (job.result != "result.json") continue;
    CHECK(result.at("standing") == (e.status == 0 ? "complete" : "incomplete"));
    if (e.status == 0) CHECK_FALSE((has(e.out, "cancelled") || has(e.out, "CANCELLED")));
  }
  CHECK(json::parse(at.read("ready.run/result.json")).at("standing") == "complete");
}

TEST_CASE("with --quiet the message is kept to itself") {
  const Workplace at;
  at.write("quadrics.json", quadrics(polyscape::Random(2), 12));
  const Ended e = interrupt_polyscape(at, {"solve", "quadrics.json", "--quiet"}, "", SIGTERM, 300);
  CHECK((e.status == 1 || e.status == 128 + SIGTERM));  // as it came before the handler was there
  CHECK_FALSE(has(e.err, "stopping"));
}

TEST_CASE("a sweep that is killed leaves its finished rows, and the next one does not write over them") {
  const Workplace at;
  const std::vector<std::string> words{"sweep", data("sweep_quadratic.toml"), "--draws", "100000", "--out", "s.run"};
  CHECK(interrupt_polyscape(at, words, "draws", SIGKILL, 1000).status == 128 + SIGKILL);
  CHECK_FALSE(at.has("s.run"));
  REQUIRE(at.has("s.run.rows.jsonl"));
  std::istringstream lines(at.read("s.run.rows.jsonl"));
  std::string line;
  REQUIRE(std::getline(lines, line));
  CHECK(json::parse(line).at("rows") == 100000);
  const Ended again = run_polyscape(at, words);
  CHECK(again.status == 2);
  CHECK(has(again.err, "s.run.rows.jsonl: expected no such file"));
}
