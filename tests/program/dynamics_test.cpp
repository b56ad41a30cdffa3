/// polyscape dynamics, run like a user runs it.
#include <algorithm>
#include <cmath>

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;

namespace {

/// Two units whose quartic has two minima, one sample: isolated minima beside a circle of global ones.
const std::string network =
    "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\nactivation = \"z^4 - 2*z^2 + z/2\"\n[[network.layer]]\n"
    "kind = \"fixed\"\nweights = [[1, 1]]\n[data]\ninputs = [[1]]\ntargets = [[\"-5/2\"]]\n"
    "[dynamics]\nstarts = 64\niterations = 3000\ntemperature = 0.05\n";
const std::string potential =
    "[potential]\nvariables = \"w\"\ndimension = 1\n"
    "expression = \"1 - exp(-sum((w - 4)^2)/2) - exp(-sum((w - 12)^2)/8)\"\nplateau = 1\n"
    "[dynamics]\nlow = 0\nhigh = 18\nwalls = \"periodic\"\ntemperature = 0.10125\nrate = 0.5\nstarts = 64\n"
    "iterations = 1000\nexits = 0\nchains = 32\ndraws = 400\n";

/// The result without what depends on the clock and the machine.
json lasting(json result) {
  for (const char* key : {"seconds", "timings"}) result.erase(key);
  return result;
}

}  // namespace

TEST_CASE("dynamics of a run and of its specification agree, on any number of threads") {
  const Workplace at;
  at.write("iso.toml", network);
  REQUIRE(run_polyscape(at, {"analyze", "iso.toml", "--quiet"}).status == 0);
  const std::vector<std::string> quick{"--quiet", "--json", "--exits", "0", "--chains", "16", "--draws", "100"};
  const auto ran = [&](std::vector<std::string> words) {
    words.insert(words.end(), quick.begin(), quick.end());
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    REQUIRE(e.status == 0);
    return json::parse(e.out);
  };
  const json of_run = ran({"dynamics", "iso.run", "--threads", "1"});
  const json of_specification = ran({"dynamics", "iso.toml", "--threads", "2"});
  CHECK(of_run["dynamics"] == of_specification["dynamics"]);
  CHECK(lasting(ran({"dynamics", "iso.toml", "--threads", "1"})) == lasting(of_specification));
  CHECK(ran({"dynamics", "iso.run", "--seed", "2"})["dynamics"] != of_run["dynamics"]);

  const json& d = of_run["dynamics"];
  CHECK(d["methods"].size() == 7);
  for (const json& m : d["methods"]) {
    std::uint64_t walkers = 0;
    for (const json& e : m["ends"]) {
      walkers += e["count"].get<std::uint64_t>();
      const json& place = d["places"][e["place"].get<std::size_t>() - 1];
      CHECK(place["negative"] == 0);  // basins of saddles are empty
      if (place.contains("point")) {
        const json& point = of_run["points"][place["point"].get<std::size_t>() - 1];
        CHECK(point["kind"] == "minimum");
        CHECK(point["coordinates"][0][0] == place["at"][0]);
      }
    }
    for (const json& u : m.value("unmatched", json::array())) walkers += u["count"].get<std::uint64_t>();
    CHECK(walkers == 64);
  }
  CHECK(
      std::any_of(d["places"].begin(), d["places"].end(), [](const json& p) { return p["kind"] == "zero-loss set"; }));
}

TEST_CASE("dynamics of a potential, and what it writes") {
  const Workplace at;
  at.write("wells.toml", potential);
  const Ended e = run_polyscape(at, {"dynamics", "wells.toml", "--quiet", "--out", "wells.run"});
  INFO(e.err);
  CHECK(e.status == 0);
  CHECK(has(e.out, "plateau"));
  CHECK(has(e.out, "walls            periodic"));
  CHECK(at.names("wells.run").contains("specification.toml"));
  const json result = json::parse(at.read("wells.run/result.json"));
  CHECK(result["dynamics"]["box"]["normalisable"] == true);
  // The transfer operator at this step, beside exp(-L/T).
  double chain = 0, gibbs = 0;
  for (const json& o : result["dynamics"]["stationary"]["occupation"])
    if (o["where"] == "neighbourhood" && result["dynamics"]["places"][o["place"].get<int>() - 1]["at"][0] < 5)
      chain = o["grid_chain"], gibbs = o["grid_gibbs"];
  CHECK((chain > 0.25 && chain < 0.301 && gibbs > chain));
  const Ended wide =
      run_polyscape(at, {"dynamics", "wells.toml", "--quiet", "--json", "--dimension", "3", "--chains", "0"});
  CHECK(json::parse(wide.out)["names"].size() == 3);
}

TEST_CASE("options with several values make a table, whose rows are what each value alone says") {
  const Workplace at;
  at.write("wells.toml", potential);
  const std::vector<std::string> quick{"--quiet", "--methods", "gd,langevin", "--draws", "100"};
  const auto ran = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"dynamics", "wells.toml"});
    words.insert(words.end(), quick.begin(), quick.end());
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    REQUIRE(e.status == 0);
    return e.out;
  };
  const json table = json::parse(
      ran({"--json", "--dimension", "1,3", "--temperature", "0.15,0.1", "--chains", "16", "--out", "table"}));
  REQUIRE(table["rows"].size() == 4);
  const json& last = table["rows"][3];
  CHECK(last["chosen"] == json({{"temperature", "0.1"}, {"dimension", "3"}}));
  const json alone = json::parse(ran({"--json", "--dimension", "3", "--temperature", "0.1", "--chains", "16"}));
  CHECK(lasting(last["result"]) == lasting(alone));
  CHECK(json::parse(at.read("table/dynamics.json")) == table);
  const std::string csv = at.read("table/table.csv");
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 5);
  CHECK(has(csv, "dimension,temperature,rate,sgd_rate,gd,gd_error,langevin,langevin_error,gibbs,gibbs_error,"));
  CHECK(at.read("table/specification.toml") == potential);
  const std::string text = ran({"--dimension", "1,3", "--chains", "0"});
  CHECK(has(text, "share of the flattest minimum"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);

  at.write("iso.toml", network);  // analysed once for all rows
  const Ended e = run_polyscape(at, {"dynamics", "iso.toml", "--quiet", "--methods", "gd,sgdl", "--rate", "0.01,0.005",
                                     "--chains", "0", "--exits", "0", "--json"});
  REQUIRE(e.status == 0);
  const json rates = json::parse(e.out);
  CHECK(rates["rows"][0]["part"] == "degenerate minima");
  CHECK(rates["rows"][0]["result"]["points"] == rates["rows"][1]["result"]["points"]);
  CHECK(rates["rows"][0]["rate"] == 0.01);
}

TEST_CASE("what dynamics cannot use ends with status 2, says so, and writes nothing") {
  const Workplace at;
  at.write("iso.toml", network);
  at.write("wells.toml", potential);
  at.write("no_box.toml", "[potential]\nvariables = [\"x\"]\nexpression = \"exp(x)\"\n");
  at.write("key.toml", potential + "colour = 3\n");
  at.write("both.toml", potential + "[network]\ninputs = 1\n");
  const std::set<std::string> before = at.names();
  const struct {
    std::vector<std::string> words, says;
  } cases[] = {{{"dynamics", "iso.toml", "--rate", "-1"}, {"--rate", "auto, or a number above 0"}},
               {{"dynamics", "iso.toml", "--batch", "2"}, {"batch", "at most the 1 samples"}},
               {{"dynamics", "iso.toml", "--batch", "1-2"}, {"batch", "at most the 1 samples"}},
               {{"dynamics", "iso.toml", "--temperature", "0.1,-1"}, {"--temperature", "1e-12"}},
               {{"dynamics", "iso.toml", "--temperature", "0.1,,1"}, {"--temperature", "0.2,0.1"}},
               {{"dynamics", "iso.toml", "--dimension", "0"}, {"--dimension", "1 to 1000"}},
               {{"dynamics", "iso.toml", "--methods", "gd,sdg"}, {"--methods", "sgdl"}},
               {{"dynamics", "iso.toml", "--low", "3", "--high", "2"}, {"low", "below high"}},
               {{"dynamics", "iso.toml", "--dimension", "3"}, {"--dimension", "[potential]"}},
               {{"dynamics", "wells.toml", "--methods", "sgd"}, {"methods", "without minibatches"}},
               {{"dynamics", "wells.toml", "--dimension", "0"}, {"dimension"}},
               {{"dynamics", "no_box.toml"}, {"low", "high"}},
               {{"dynamics", "key.toml"}, {"key.toml:", "colour", "temperature"}},
               {{"dynamics", "both.toml"}, {"both.toml:", "[potential] alone"}},
               {{"dynamics", "missing"}, {"missing"}},
               {{"dynamics", "."}, {"specification.toml"}},
               {{"analyze", "wells.toml"}, {"wells.toml:1", "polyscape dynamics"}},
               {{"bounds", "wells.toml"}, {"wells.toml:1", "polyscape dynamics"}}};
  for (const auto& c : cases) {
    const Ended e = run_polyscape(at, c.words);
    INFO(c.words[0] << " " << c.words[1] << ": " << e.err);
    CHECK(e.status == 2);
    CHECK(e.out.empty());
    for (const std::string& part : c.says) CHECK(has(e.err, part));
    CHECK(at.names() == before);
  }
}

TEST_CASE("the constant of a valley is that of its integral") {
  const Workplace at;
  const Ended e = run_polyscape(at, {"dynamics", data("dynamics/point_and_plane.toml"), "--dimension", "2", "--quiet",
                                     "--json", "--methods", "gd", "--draws", "100", "--starts", "100"});
  INFO(e.err);
  const json d = json::parse(e.out)["dynamics"];
  double plane = 0, point = 0;
  for (const json& o : d["stationary"]["occupation"])
    if (o.contains("predicted"))
      (d["places"][o["place"].get<int>() - 1]["kind"] == "valley" ? plane : point) = o["predicted"];
  // Across the plane the eigenvalue is 2 (4 + y^2): over -3 <= y <= 3 its root's inverse has the integral asinh(3/2)
  // 2^(1/2). At the point the determinant is 64.
  const double t = 0.02, pi = 3.14159265358979;
  const double expected = std::sqrt(2.0) * std::asinh(1.5) * std::sqrt(2 * pi * t) / (2 * pi * t / 8);
  REQUIRE(point > 0);
  CHECK(std::abs(plane / point / expected - 1) < 0.15);
}

TEST_CASE("a loss that scales without end is said to have no long run, and walls give it one") {
  const Workplace at;
  at.write("uv.toml",
           "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 1\n[data]\ninputs = [[1]]\n"
           "targets = [[1]]\n[dynamics]\nstarts = 32\niterations = 500\nexits = 0\nchains = 8\ndraws = 100\n");
  const Ended open = run_polyscape(at, {"dynamics", "uv.toml", "--quiet"});
  CHECK(has(open.out, "has NO finite integral [theorem]"));
  CHECK(has(open.out, "walls make one"));
  const Ended closed = run_polyscape(at, {"dynamics", "uv.toml", "--quiet", "--walls", "flat"});
  CHECK_FALSE(has(closed.out, "has NO finite integral"));
  CHECK(has(closed.out, "zero-loss set"));
}
