/// What the program answers with: exit status, stdout, stderr.

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;

namespace {

const std::string small = data("truth/networks/sq_1_1_1_N2.toml");

}  // namespace

TEST_CASE("what is wrong ends with status 2, says so on stderr, and writes nothing") {
  const Workplace at;
  at.write("syntax.toml", "[network\ninputs = 2\n");
  at.write("relu.toml",
           "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = \"relu\"\n[data]\ninputs = [[1]]\n"
           "targets = [[1]]\n");
  at.write("nodata.toml",
           "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"missing.csv\"\ninputs = [\"x\"]\n"
           "targets = [\"y\"]\n");
  at.write("option.toml",
           "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\ninputs = [[1]]\ntargets = [[1]]\n"
           "[solve]\nseeed = 3\n");
  at.write("broken.phc", "2\nx*y - 1;\nx + ;\n");
  at.write("under.phc", "1 2\nx*y - 1;\n");
  at.write("broken.json", "{\"schema\": 1, ");
  at.write("occupied", "a file");
  const std::set<std::string> before = at.names();
  const struct {
    std::vector<std::string> words;
    std::vector<std::string> says;
  } cases[] = {
      {{"analyze", "syntax.toml"}, {"syntax.toml:1"}},
      {{"analyze", "relu.toml"}, {"relu.toml:5", "activation", "approximate"}},
      {{"bounds", "relu.toml"}, {"relu.toml:5"}},
      {{"system", "relu.toml", "--to", "json"}, {"relu.toml:5"}},
      {{"analyze", "nodata.toml"}, {"missing.csv"}},
      {{"analyze", "option.toml"}, {"option.toml:9", "seeed", "write seed"}},
      {{"analyze", "missing.toml"}, {"missing.toml"}},
      {{"analyze", small, "--max-precision", "32"}, {"--max-precision", "53", "32"}},
      {{"analyze", small, "--sede", "3"}, {"--sede", "write --seed"}},
      {{"analyze", small, small}, {"one file", "as well"}},
      {{"analyze", small, "--out", "occupied"}, {"occupied", "--out"}},
      {{"analyze", small, "--out", "no/such/place"}, {"no/such"}},
      {{"analyze"}, {"SPEC"}},
      {{"analyse", small}, {"analyze", "analyse"}},
      {{}, {"--help"}},
      {{"system", small}, {"--to", "phcpack"}},
      {{"system", small, "--to", "maple"}, {"maple", "phcpack"}},
      {{"system", data("logistic_xor.toml"), "--to", "json", "--which", "interpolation"}, {"square", "gradient"}},
      {{"solve", "broken.phc"}, {"broken.phc:3"}},
      {{"solve", "under.phc"}, {"equations"}},
      {{"table", "broken.json"}, {"broken.json"}},
      {{"table", "."}, {"result.json"}},
      {{"volume", small}, {"regularization", "leave the table out"}},
      {{"volume", data("logistic_xor.toml")}, {"square loss", "logistic"}},
      {{"volume", data("systems/crossing.json"), "--at", "1,x"}, {"--at", "everywhere", "\"x\""}},
      {{"volume", data("systems/crossing.json"), "--at", "1"}, {"--at", "2 coordinates", "found 1"}},
      {{"volume", data("systems/crossing.json"), "--at", "1,1"}, {"--at", "common zero", "equation 1 = 1 there"}},
      {{"analyze", data("wide_ten_million.toml")}, {"10000000 weights", "polyscape bounds"}},
  };
  for (const auto& c : cases) {
    const Ended e = run_polyscape(at, c.words);
    INFO(c.words.size() << " words, the last one " << (c.words.empty() ? "" : c.words.back()) << "\n" << e.err);
    CHECK(e.status == 2);
    CHECK(e.out.empty());
    CHECK(has(e.err, "polyscape: "));
    CHECK_FALSE(has(e.err, "internal error"));
    for (const std::string& part : c.says) CHECK(has(e.err, part));
    CHECK(at.names() == before);
  }
}

TEST_CASE("questions about the program itself") {
  const Workplace at;
  const Ended version = run_polyscape(at, {"--version"});
  CHECK(version.status == 0);
  CHECK(has(version.out, "polyscape 0."));
  const Ended help = run_polyscape(at, {"--help"});
  CHECK(help.status == 0);
  for (const char* verb : {"analyze", "bounds", "solve", "system", "table", "volume"}) {
    CHECK(has(help.out, verb));
    const Ended own = run_polyscape(at, {verb, "--help"});
    CHECK(own.status == 0);
    CHECK(has(own.out, "--json"));
  }
  CHECK(at.names().empty());
}

TEST_CASE("with --json there is JSON and nothing else, and no folder") {
  const Workplace at;
  const std::vector<std::vector<std::string>> commands{{"analyze", small},
                                                       {"bounds", small},
                                                       {"bounds", data("wide_ten_million.toml")},
                                                       {"solve", data("systems/origin.phc")},
                                                       {"volume", data("systems/crossing.json")},
                                                       {"volume", data("volume/student_2_2_1.toml")},
                                                       {"system", small}};
  for (std::vector<std::string> words : commands) {
    words.push_back("--json");
    const Ended e = run_polyscape(at, words);
    INFO(words[0] << "\n" << e.err);
    CHECK(e.status == 0);
    REQUIRE(json::accept(e.out));
    if (words[0] != "system") CHECK(json::parse(e.out).at("schema") == 2);
    words.push_back("--quiet");
    const Ended quiet = run_polyscape(at, words);
    CHECK(quiet.err.empty());
  }
  CHECK(at.names().empty());
}

TEST_CASE("a volume that is known ends with status 0, an interval with 1") {
  const Workplace at;
  const Ended known = run_polyscape(at, {"volume", data("systems/crossing.json"), "--json", "--quiet", "--out", "run"});
  CHECK(known.status == 0);
  const json v = json::parse(known.out).at("volume");
  CHECK(v.at("lambda") == "1/4");
  CHECK(v.at("multiplicity") == 2);
  CHECK(v.at("by").at("lambda") == "exact");
  CHECK(at.has("run/result.json"));
  CHECK(at.has("run/system.txt"));
  CHECK(json::parse(run_polyscape(at, {"volume", "run", "--json", "--quiet"}).out).at("volume") == v);
  at.write("curves.json", R"json({"variables": ["x", "y"], "equations": ["(x^3 + x*y + y^5 - 3)*(x + y^3 - 7)"]})json");
  const Ended open = run_polyscape(at, {"volume", "curves.json", "--at", "everywhere", "--json", "--quiet"});
  CHECK(open.status == 1);
  CHECK(json::parse(open.out).at("volume").contains("low"));
  CHECK_FALSE(json::parse(open.out).at("volume").contains("lambda"));
}

TEST_CASE("a sweep with gauge slice writes one row for each number of samples and draw") {
  const Workplace at;
  const Ended e = run_polyscape(at, {"sweep", data("quadratic_manifolds.toml"), "--samples", "1, 4", "--draws", "1",
                                     "--quiet", "--out", "sweep"});
  CHECK(e.status == 0);
  CHECK(at.names("sweep") == std::set<std::string>{"manifest.json", "sweep.json", "table.csv", "specification.toml"});
  CHECK(at.read("sweep/table.csv").find("\n1,1,5,yes,") != std::string::npos);
  CHECK(at.read("sweep/table.csv").find("\n4,1,empty,no,") != std::string::npos);
  CHECK(json::parse(at.read("sweep/sweep.json"))["draws"].size() == 2);
  CHECK(run_polyscape(at, {"sweep", data("quadratic_manifolds.toml"), "--samples", "0"}).status == 2);
  CHECK(run_polyscape(at, {"sweep", data("quadratic_manifolds.toml"), "--samples", "many"}).status == 2);
}

TEST_CASE("a sweep writes one row a draw and how often each count came out") {
  const Workplace at;
  const Ended e =
      run_polyscape(at, {"sweep", data("sweep_quadratic.toml"), "--draws", "4", "--json", "--quiet", "--out", "sweep"});
  INFO(e.err);
  CHECK(e.status == 0);
  const json r = json::parse(e.out);
  REQUIRE(r.at("draws").size() == 4);
  std::size_t counted = 0;
  for (const json& row : r.at("real_by_index")) counted += row.at("draws").get<std::size_t>();
  CHECK(counted == 4);
  for (const json& draw : r.at("draws"))
    CHECK(draw.at("paths").at("tracked") == r.at("member").at("solutions").at("isolated"));
  CHECK(at.names("sweep") == std::set<std::string>{"manifest.json", "sweep.json", "table.csv", "specification.toml"});
  CHECK(json::parse(at.read("sweep/sweep.json")) == r);
  CHECK(run_polyscape(at, {"sweep", data("xor_quadratic.toml")}).status == 2);
  CHECK(run_polyscape(at, {"sweep", data("sweep_quadratic.toml"), "--draws", "0"}).status == 2);
  CHECK(run_polyscape(at, {"sweep", data("sweep_quadratic.toml"), "--samples", "1-3"}).status ==
        2);  // with gauge slice only
  CHECK(run_polyscape(at, {"sweep", data("sweep_quadratic.toml"), "--gauge", "slice"}).status ==
        2);  // it is regularised
}

TEST_CASE("a complex system is solved, certified again and written down without a word on what is real") {
  const Workplace at;
  at.write("c.phc", "2\n(1.5 + 2.5*i)*x^2 - I*y + 3;\nx*y - 2*i;\n");
  const Ended solved = run_polyscape(at, {"solve", "c.phc", "--quiet", "--out", "run"});
  INFO(solved.out << solved.err);
  CHECK(solved.status == 0);
  CHECK(has(solved.out, "not decided: the equations are not real"));
  CHECK(has(solved.out, "3 of 3 certified"));
  const json r = json::parse(at.read("run/result.json"));
  CHECK(r.at("system").at("real") == false);
  CHECK_FALSE(r.at("solutions").contains("real"));
  CHECK_FALSE(r.at("points")[0].contains("real"));
  CHECK(r.at("solutions").at("isolated") == 3);
  const Ended again = run_polyscape(at, {"certify", "run", "--json", "--quiet"});
  INFO(again.err);
  CHECK(again.status == 0);
  CHECK(json::parse(again.out).at("recheck").at("held") == 3);
  CHECK(run_polyscape(at, {"bounds", "c.phc"}).status == 0);
  CHECK(run_polyscape(at, {"components", "c.phc", "--quiet"}).status == 0);
}

TEST_CASE("sums of a system's text are a bound, a start, and checked again") {
  const Workplace at;
  at.write("c.phc", "2\n(x^2 + y^2 - 3)^3 + 2*(x^2 + y^2 - 3)*y - 4;\nx*(x^2 + y^2 - 3)^2 - 3*y + 1;\n");
  at.write("plain.phc", "2\nx^2 + y^2 - 3;\nx*y - 1;\n");
  const Ended solved = run_polyscape(at, {"solve", "c.phc", "--quiet", "--out", "run"});
  INFO(solved.out << solved.err);
  CHECK(solved.status == 0);
  CHECK(has(solved.out, "by (x^2 + y^2 - 3): all isolated ones"));
  CHECK(has(solved.out, "proved: as many as the lifted mixed volume allows"));
  CHECK(run_polyscape(at, {"certify", "run", "--quiet", "--out", "again"}).status == 0);
  json forged = json::parse(at.read("run/result.json"));
  forged["bounds"]["lifted"]["value"] = forged["bounds"]["lifts"][0]["value"] = "7";
  at.write("run/result.json", forged.dump());
  const Ended certified = run_polyscape(at, {"certify", "run", "--json", "--quiet", "--out", "third"});
  CHECK(certified.status == 1);
  CHECK(json::parse(certified.out).at("bounds").at("lifted").at("value") == "10");

  CHECK(has(run_polyscape(at, {"solve", "c.phc", "--trace", "2", "--quiet"}).out, "path 2 of 10, lifted"));
  CHECK(has(run_polyscape(at, {"system", "c.phc", "--to", "phcpack", "--which", "lifted"}).out, "t1^3 + 2*y*t1 - 4;"));
  const std::vector<std::vector<std::string>> refused{{"solve", "plain.phc", "--start", "lifted"},
                                                      {"solve", "plain.phc", "--start", "lifted", "--trace", "1"},
                                                      {"system", "plain.phc", "--to", "phcpack", "--which", "lifted"}};
  for (const std::vector<std::string>& words : refused) {
    const Ended e = run_polyscape(at, words);
    INFO(e.err);
    CHECK(e.status == 2);
    CHECK(has(e.err, "sums in parentheses"));
  }
}

TEST_CASE("a system with parameters gives one row for each row of values") {
  const Workplace at;
  at.write("q.json", R"({"variables": ["a", "b", "c", "x"], "equations": ["a*x^2 + b*x + c"]})");
  at.write("values.csv", "a,b,c\n1,0,-2\n1,-2,1\n0,1,3\ni,1 - 2*i,3\n");
  const Ended e = run_polyscape(at, {"solve", "q.json", "--parameters", "values.csv", "--quiet", "--out", "rows"});
  INFO(e.out << e.err);
  CHECK(e.status == 0);
  CHECK(has(e.out, "| a | b | c | complex | nonsingular |"));
  CHECK(
      has(e.out,
          "| 1 | 0 | -2 | 2 | 2 | 0 | 2 | 2 | 2 | 2 | 0 | 0 | 0 | 0 | proved | as many as the mixed volume allows |"));
  CHECK(at.names("rows") ==
        std::set<std::string>{"manifest.json", "rows.json", "table.csv", "system.txt", "parameters.csv"});
  CHECK(at.read("rows/table.csv").find("\n0,1,3,1,1,0,1,1,1,2,1,0,0,0,proved,as many as the mixed volume allows\n") !=
        std::string::npos);
  const json r =
      json::parse(run_polyscape(at, {"solve", "q.json", "--parameters", "values.csv", "--quiet", "--json"}).out);
  CHECK(r.at("rows").size() == 4);
  CHECK(r.at("rows")[3].at("parameters").at("b") == "1 - 2*i");
  CHECK(r.at("rows")[1].at("result").at("solutions").at("singular") == 1);
  at.write("bad.csv", "a,b,c\n1,0,-2\n1,zero,1\n");
  CHECK(run_polyscape(at, {"report", "rows", "--out", "page", "--quiet"}).status == 0);
  CHECK(at.has("page/report.html"));
  const Ended bad = run_polyscape(at, {"solve", "q.json", "--parameters", "bad.csv", "--out", "none"});
  CHECK(bad.status == 2);
  CHECK(bad.out.empty());
  CHECK_FALSE(at.has("none"));
  CHECK(has(bad.err, "bad.csv:3 b: expected a number, found \"zero\""));
  CHECK(has(run_polyscape(at, {"solve", "--help"}).out, "--parameters"));
}

TEST_CASE("any format that is read becomes any that is written") {
  const Workplace at;
  at.write("a.json", R"({"variables": ["x", "lambda"], "equations": ["x^2 - 2/3", "lambda^3 - x"]})");
  for (const char* format : {"phcpack", "bertini", "json"}) {
    REQUIRE(run_polyscape(at, {"system", "a.json", "--to", format, "--out", format, "--quiet"}).status == 0);
    const std::string file = std::string(format) + "/system." + format;
    // And back.
    CHECK(run_polyscape(at, {"system", file, "--json"}).out == run_polyscape(at, {"system", "a.json", "--json"}).out);
    for (const char* to : {"julia", "macaulay2", "singular", "msolve", "sympy", "latex"})
      CHECK(run_polyscape(at, {"system", file, "--to", to}).status == 0);
  }
  CHECK(has(run_polyscape(at, {"system", "a.json", "--to", "sympy"}).out, "renamed"));
  CHECK(run_polyscape(at, {"system", "a.json", "--to", "json", "--which", "interpolation"}).status == 2);
}

TEST_CASE("solutions are printed, as many as asked for") {
  const Workplace at;
  at.write("a.json", R"({"variables": ["x", "y"], "equations": ["x^2 - 2", "y^8 - x"]})");
  const auto lines = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"solve", "a.json", "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended e = run_polyscape(at, words);
    CHECK(e.status == 0);
    std::size_t count = 0;
    for (std::size_t from = e.out.find("x = "); from != std::string::npos; from = e.out.find("x = ", from + 1)) ++count;
    return count;
  };
  CHECK(lines({}) == 12);
  CHECK(lines({"--show", "3"}) == 3);
  CHECK(lines({"--show", "all"}) == 16);
  CHECK(run_polyscape(at, {"solve", "a.json", "--show", "some"}).status == 2);
}

TEST_CASE("one path is printed step by step") {
  const Workplace at;
  at.write("a.json", R"({"variables": ["x", "y"], "equations": ["x^2 - 2", "y^3 - x"]})");
  std::set<std::string> ends;
  for (int k = 1; k <= 6; ++k) {
    const Ended text = run_polyscape(at, {"solve", "a.json", "--trace", std::to_string(k), "--quiet"});
    CHECK(text.status == 0);
    CHECK(has(text.out, "path " + std::to_string(k) + " of 6, "));
    CHECK(has(text.out, "end: nonsingular"));
    const Ended e = run_polyscape(at, {"solve", "a.json", "--trace", std::to_string(k), "--json"});
    const json object = json::parse(e.out);
    CHECK(object.at("paths") == 6);
    CHECK(object.at("end") == "nonsingular");
    CHECK(std::abs(std::hypot(object.at("endpoint")[0][0].get<double>(), object.at("endpoint")[0][1].get<double>()) -
                   std::sqrt(2.0)) < 1e-12);
    for (const json& step : object.at("steps")) CHECK(step.at("bits").get<int>() >= 53);
    ends.insert(object.at("endpoint")[1].dump().substr(0, 12));
  }
  CHECK(ends.size() >= 3);
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--trace", "7"},
                                               {"--trace", "0"},
                                               {"--trace", "-1"},
                                               {"--trace", "one"},
                                               {"--trace", "1", "--out", "b"},
                                               {"--trace", "1", "--show", "3"},
                                               {"--trace", "1", "--parameters", "c.csv"}}) {
    std::vector<std::string> words{"solve", "a.json", "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended e = run_polyscape(at, words);
    CHECK(e.status == 2);
    CHECK(e.out.empty());
  }
  CHECK(at.names() == std::set<std::string>{"a.json"});
}

TEST_CASE("an unregularised network is not followed into its critical sets, and the next verb is named") {
  const Workplace at;
  const Ended e = run_polyscape(at, {"analyze", data("xor_quadratic_free.toml"), "--out", "free.run", "--quiet"});
  CHECK(e.status == 0);
  CHECK(has(e.out, "polyscape components"));
  CHECK(has(e.out, "--gauge slice"));
  CHECK(json::parse(at.read("free.run/result.json")).at("paths").at("tracked") == 1);
}

TEST_CASE("the JSON has the keys that other programs read") {
  const Workplace at;
  const json r = json::parse(run_polyscape(at, {"analyze", small, "--json", "--seed", "7"}).out);
  CHECK(r.at("seed") == 7);
  CHECK(r.at("title") == "sq_1_1_1_N2");
  CHECK(r.at("system").at("variables") == 2);
  CHECK(r.at("system").at("which") == "gradient");
  CHECK(r.at("system").at("degrees") == json({5, 5}));
  CHECK(r.at("bounds").at("bezout") == "25");
  CHECK(r.at("bounds").at("multihomogeneous").at("value") == "11");
  CHECK(r.at("bounds").at("mixed_volume") == "8");
  CHECK(r.at("bounds").at("mixed_volume_affine") == "9");
  const json& paths = r.at("paths");
  std::uint64_t sum = 0;
  for (const char* c : {"nonsingular", "singular", "at_infinity", "positive_dimensional", "excluded", "failed"})
    sum += paths.at(c).get<std::uint64_t>();
  CHECK(sum == paths.at("tracked"));
  CHECK(r.at("solutions").at("isolated") == 9);
  CHECK(r.at("solutions").at("real") == 5);
  CHECK(r.at("solutions").at("torus") == 8);
  CHECK(r.at("solutions").at("certified_distinct") == 9);
  CHECK(r.at("solutions").at("certified_real") == 5);
  CHECK(r.at("solutions").at("completeness") == "proved");
  CHECK(r.at("points").size() == 9);
  int minima = 0;
  for (const json& p : r.at("points")) {
    CHECK(p.at("coordinates").size() == 2);
    CHECK(p.at("coordinates")[0].size() == 2);
    CHECK(p.contains("inertia") == p.at("real").get<bool>());
    if (p.contains("kind") && p.at("kind") == "minimum") ++minima;
  }
  CHECK(minima == 3);
  CHECK(r.at("interpolation").at("dimension") == -1);
  CHECK(r.at("seconds").at("total").get<double>() > 0);
}

TEST_CASE("results do not depend on the number of threads") {
  const Workplace at;
  const auto result = [&](const std::string& threads) {
    json r = json::parse(
        run_polyscape(at, {"analyze", data("truth/networks/conv_f2s2_in4_sq_N3.toml"), "--json", "--threads", threads})
            .out);
    for (const char* key : {"seconds", "timings"}) r.erase(key);
    return r;
  };
  const json one = result("1"), two = result("2");
  CHECK((one == two));  // in parentheses: a failure need not print both
  CHECK(one.at("points").size() == one.at("solutions").at("isolated"));
}

TEST_CASE("with --seed the solver alone moves") {
  const Workplace at;
  const auto result = [&](const std::string& seed) {
    return json::parse(run_polyscape(at, {"analyze", data("conv_quadratic.toml"), "--json", "--seed", seed}).out);
  };
  const json a = result("1"), b = result("2");
  CHECK(a.at("seeds") == b.at("seeds"));
  CHECK(a.at("seed") != b.at("seed"));
  CHECK(a.at("solutions") == b.at("solutions"));
}

TEST_CASE("bounds of ten million weights: digits, log10, and 10^80 beside them") {
  const Workplace at;
  const Ended text = run_polyscape(at, {"bounds", data("wide_ten_million.toml")});
  CHECK(text.status == 0);
  CHECK(has(text.out, "10^80"));
  CHECK(has(text.out, "10,000,000"));
  const json r = json::parse(run_polyscape(at, {"bounds", data("wide_ten_million.toml"), "--json"}).out);
  CHECK(r.at("bounds").at("bezout").at("digits") == 11139434);  // 13^10000000: 10^7 log10(13) = 11139433.52
  CHECK(std::abs(r.at("bounds").at("bezout").at("log10").get<double>() - 11139433.523) < 1e-2);
  // At most 10,000 digits: the integer itself, in full.
  at.write("deep.toml",
           "[network]\ninputs = 50\n[[network.layer]]\nwidth = 100\nactivation = \"z^2\"\n[[network.layer]]\n"
           "width = 1\n[data]\nrandom = { samples = 3, seed = 1 }\n");
  const json full = json::parse(run_polyscape(at, {"bounds", "deep.toml", "--json"}).out);
  const std::string digits = full.at("bounds").at("bezout").get<std::string>();
  CHECK(digits.size() == 3565);  // 5^5100
  CHECK(digits.substr(digits.size() - 4) == "0625");
}
