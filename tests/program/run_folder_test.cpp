/// Run folders and tables, and what Ctrl-C leaves.
#include <csignal>
#include <filesystem>

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/text.hpp"

using namespace polyscape::program;
using nlohmann::json;
using polyscape::support::has;

namespace {

const std::string small = data("truth/networks/sq_1_1_1_N2.toml");
const std::set<std::string> run_files{"manifest.json", "result.json", "specification.toml", "summary.txt",
                                      "table.csv",     "table.md",    "table.tex"};

}  // namespace

TEST_CASE("a run folder is complete, named after the specification, and not overwritten by accident") {
  const Workplace at;
  const Ended first = run_polyscape(at, {"analyze", small});
  CHECK(first.status == 0);
  CHECK(at.names() == std::set<std::string>{"sq_1_1_1_N2.run"});
  CHECK(at.names("sq_1_1_1_N2.run") == run_files);
  CHECK(at.read("sq_1_1_1_N2.run/summary.txt") == first.out);
  CHECK(has(first.err, "wrote sq_1_1_1_N2.run"));
  const json result = json::parse(at.read("sq_1_1_1_N2.run/result.json"));
  CHECK(result.at("solutions").at("isolated") == 9);

  const Ended again = run_polyscape(at, {"analyze", small, "--seed", "2"});
  CHECK(again.status == 2);
  CHECK(has(again.err, "--overwrite"));
  CHECK(json::parse(at.read("sq_1_1_1_N2.run/result.json")) == result);

  const Ended over = run_polyscape(at, {"analyze", small, "--seed", "2", "--overwrite"});
  CHECK(over.status == 0);
  CHECK(json::parse(at.read("sq_1_1_1_N2.run/result.json")).at("seed") == 2);
  CHECK(at.names() == std::set<std::string>{"sq_1_1_1_N2.run"});
}

TEST_CASE("a run folder holds the specification as read, and its data: it can be analysed again") {
  const Workplace at;
  CHECK(run_polyscape(at, {"bounds", data("iris_linear.toml"), "--out", "bounds.run", "--quiet"}).status == 0);
  at.write("own.csv", "x,y\n1,2\n3,0.5\n");
  at.write("own.toml",
           "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"own.csv\"\ninputs = [\"x\"]\n"
           "targets = [\"y\"]\n[regularization]\ntikhonov = 0.1\n");
  CHECK(run_polyscape(at, {"analyze", "own.toml", "--out", "own.run"}).status == 0);
  CHECK(at.read("own.run/specification.toml") == at.read("own.toml"));
  CHECK(at.read("own.run/own.csv") == at.read("own.csv"));
  const Ended again = run_polyscape(at, {"analyze", "own.run/specification.toml", "--json", "--quiet"});
  CHECK(again.status == 0);
  CHECK(json::parse(again.out).at("points") == json::parse(at.read("own.run/result.json")).at("points"));
}

TEST_CASE("data go with the specification wherever they are and whatever they are called") {
  const Workplace at;
  const auto specification = [&](const std::string& file) {
    return "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\n[data]\nfile = \"" + file +
           "\"\ninputs = [\"x\"]\ntargets = [\"y\"]\n[regularization]\ntikhonov = 0.1\n";
  };
  std::filesystem::create_directories(at.path() / "sets/old");
  for (const char* file : {"table.csv", "sets/old/summary.txt", "sets/result.json"}) {
    INFO(file);
    at.write(file, "x,y\n1,2\n3,0.5\n");
    at.write("own.toml", specification(file));
    CHECK(run_polyscape(at, {"analyze", "own.toml", "--out", "own.run", "--quiet"}).status == 0);
    CHECK(at.read("own.run/" + std::string(file)) == at.read(file));
    CHECK(run_polyscape(at, {"certify", "own.run", "--quiet"}).status == 0);
    CHECK(at.read("own.run/" + std::string(file)) == at.read(file));
    CHECK(run_polyscape(at, {"analyze", "own.toml", "--out", "own.run", "--overwrite", "--quiet"}).status == 0);
    std::filesystem::remove_all(at.path() / "own.run");
  }
  // Above it, or named from the root: the folder's copy has the file beside it, and needs the other no more.
  std::filesystem::create_directories(at.path() / "deep/er");
  for (const std::string place : {"../../set's.csv", "../above.csv", "absolute"}) {
    INFO(place);
    const std::string file = place == "absolute" ? (at.path() / "root.csv").string() : place;
    const std::string here =
        place == "absolute" ? "root.csv" : (std::filesystem::path("deep/er") / place).lexically_normal().string();
    const std::string name = std::filesystem::path(file).filename().string();
    at.write(here, "x,y\n1,2\n3,0.5\n");
    at.write("deep/er/own.toml", "# \u00e9 x = \"y\"\n" + specification(file) + "[solve] # file\nseed = 3\n");
    CHECK(run_polyscape(at, {"analyze", "deep/er/own.toml", "--out", "own.run", "--quiet"}).status == 0);
    const json result = json::parse(at.read("own.run/result.json"));
    const bool copied = std::filesystem::exists(at.path() / "own.run" / name);
    CHECK(copied == (name.find('\'') == std::string::npos));  // a name that no literal string holds stays where it is
    CHECK(result.at("network").at("data_file") == (copied ? name : file));
    if (copied) {
      std::filesystem::remove(at.path() / here);
      CHECK(has(at.read("own.run/specification.toml"), "# \u00e9 x = \"y\"\n[network]"));
      CHECK(run_polyscape(at, {"certify", "own.run", "--quiet"}).status == 0);
      const Ended again = run_polyscape(at, {"analyze", "own.run/specification.toml", "--json", "--quiet"});
      CHECK(json::parse(again.out).at("input_digest") == result.at("input_digest"));
      CHECK(json::parse(again.out).at("points") == result.at("points"));
    }
    std::filesystem::remove_all(at.path() / "own.run");
  }
  at.write("result.json", "x,y\n1,2\n3,0.5\n");
  at.write("own.toml", specification("result.json"));
  const Ended clash = run_polyscape(at, {"analyze", "own.toml", "--quiet"});
  CHECK(clash.status == 2);
  CHECK(has(clash.err, "another name"));
}

TEST_CASE("what others put into a run folder stays there") {
  const Workplace at;
  REQUIRE(run_polyscape(at, {"analyze", small, "--out", "own.run", "--quiet"}).status == 0);
  std::filesystem::create_directories(at.path() / "own.run/plots");
  at.write("own.run/plots/a.svg", "<svg/>");
  at.write("own.run/notes.txt", "mine");
  CHECK(run_polyscape(at, {"certify", "own.run", "--quiet"}).status == 0);
  CHECK(run_polyscape(at, {"analyze", small, "--out", "own.run", "--overwrite", "--quiet"}).status == 0);
  CHECK(at.read("own.run/plots/a.svg") == "<svg/>");
  CHECK(at.read("own.run/notes.txt") == "mine");
  // One of ours that was edited: not replaced, or kept beside.
  at.write("own.run/summary.txt", "edited");
  const Ended refused = run_polyscape(at, {"analyze", small, "--out", "own.run", "--overwrite", "--quiet"});
  CHECK(refused.status == 2);
  CHECK(has(refused.err, "summary.txt"));
  CHECK(run_polyscape(at, {"certify", "own.run", "--quiet"}).status == 0);
  CHECK(at.read("own.run/summary.txt.before") == "edited");
  // An interrupted rerun.
  const std::string before = at.read("own.run/result.json");
  const Ended e = interrupt_polyscape(
      at,
      {"analyze", data("xor_quadratic_free.toml"), "--start", "multihomogeneous", "--out", "own.run", "--overwrite"},
      "paths:", SIGKILL);
  CHECK(e.status == 128 + SIGKILL);
  CHECK(at.read("own.run/result.json") == before);
  CHECK(at.names() == std::set<std::string>{"own.run"});
}

TEST_CASE("a finished result is never lost") {
  const Workplace at;
  const auto rescued = [&] {
    std::string found;
    for (const std::string& name : at.names())
      if (name.starts_with("polyscape-")) found = name;
    return found;
  };
  const auto check_rescued = [&] {
    REQUIRE_FALSE(rescued().empty());
    CHECK(json::accept(at.read(rescued())));
    std::filesystem::remove(at.path() / rescued());
  };
  const std::string analyze = "$polyscape analyze " + small + " ";
  // Streams that are closed or take nothing.
  CHECK(run_shell(at, analyze + "--out closed.run >&- 2>&-").status == 1);
  CHECK(at.names("closed.run") == run_files);
  CHECK(run_shell(at, analyze + "--out piped.run 2>&1 | true; test -e piped.run/result.json").status == 0);
  const Ended full = run_shell(at, analyze + "--json --quiet > /dev/full");
  CHECK(full.status == 1);
  CHECK(has(full.err, "stdout"));
  CHECK(has(full.err, "kept in"));
  check_rescued();
  for (const char* words : {"--help", "analyze --help", "--version"})
    CHECK(run_shell(at, "$polyscape " + std::string(words) + " > /dev/full").status == 2);
  CHECK(run_shell(at, "$polyscape system " + small + " --to json >&-").status == 1);
  check_rescued();
  // A file that may not grow so far.
  const Ended small_disk =
      run_shell(at, "ulimit -f 4; " + analyze + "--out big.run --certify always | cat; test -e big.run");
  CHECK(small_disk.status == 1);
  CHECK(has(small_disk.out, "Isolated"));
  CHECK(has(small_disk.err, "big.run"));
  CHECK_FALSE(has(small_disk.err, "internal error"));
  // A folder that someone else made meanwhile.
  const Ended second = disturb_polyscape(
      at, {"analyze", data("xor_quadratic_free.toml"), "--start", "multihomogeneous", "--out", "taken.run"}, "paths:",
      [&] {
        std::filesystem::create_directories(at.path() / "taken.run");
        at.write("taken.run/result.json", "{}");
      },
      SIGINT);
  CHECK(second.status == 1);
  CHECK(has(second.out, "Isolated"));
  CHECK(at.read("taken.run/result.json") == "{}");
  check_rescued();
  for (const std::string& name : at.names()) CHECK(name.find(".partial") == std::string::npos);
}

TEST_CASE("a full disk: the result is printed, and kept elsewhere") {
  const Workplace at;
  std::filesystem::create_directories(at.path() / "disk");
  // In a mount namespace of its own; where that is not allowed a limit on sizes stands for it (above).
  const Ended mounted = run_shell(at, "unshare -m sh -c 'mount -t tmpfs -o size=16k tmpfs disk'");
  if (mounted.status != 0) return;
  const Ended e = run_shell(at, "unshare -m sh -c \"mount -t tmpfs -o size=16k tmpfs disk && $polyscape analyze " +
                                    small + " --out disk/a.run; echo status \\$?; ls disk\"");
  CHECK(has(e.out, "Isolated"));
  CHECK(has(e.out, "status 1\n"));
  CHECK_FALSE(has(e.out, "partial"));
  CHECK(has(e.err, "No space left"));
  CHECK(has(e.err, "kept in"));
}

TEST_CASE("tables: one row a run, three formats, bound against found") {
  const Workplace at;
  const std::string other = data("truth/networks/sq_1_2_1_N1.toml");
  REQUIRE(run_polyscape(at, {"analyze", small, "--out", "a.run", "--quiet"}).status == 0);
  REQUIRE(run_polyscape(at, {"analyze", other, "--out", "b.run", "--quiet"}).status == 0);
  const Ended csv = run_polyscape(at, {"table", "a.run", "b.run/result.json", "--format", "csv"});
  CHECK(csv.status == 0);
  CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') == 3);
  CHECK(has(csv.out, "sq_1_1_1_N2"));
  CHECK(has(csv.out, "sq_1_2_1_N1"));
  const Ended latex = run_polyscape(at, {"table", "a.run", "b.run", "--format", "latex"});
  CHECK(has(latex.out, "\\toprule"));
  CHECK(has(latex.out, "1-2-1 & "));  // networks are named by their widths, which are narrow
  CHECK(
      has(run_polyscape(at, {"table", "a.run", "--columns", "title", "--format", "latex"}).out, "sq\\_1\\_1\\_1\\_N2"));
  CHECK(has(run_polyscape(at, {"table", "a.run"}).out, "| "));
  const json rows = json::parse(run_polyscape(at, {"table", "a.run", "b.run", "--json"}).out);
  REQUIRE(rows.size() == 2);
  const json columns = json::parse(at.read("a.run/result.json"));
  CHECK(rows[0].dump().find("\"25\"") != std::string::npos);
  CHECK(at.read("a.run/table.csv") == run_polyscape(at, {"table", "a.run", "--format", "csv"}).out);
}

TEST_CASE("Ctrl-C ends a job with status 1, what is finished, and honest labels") {
  // Minutes of work; the signal comes when its paths have begun.
  const Workplace at;
  const Ended e = interrupt_polyscape(
      at, {"analyze", data("xor_quadratic_free.toml"), "--start", "multihomogeneous", "--out", "free.run"},
      "paths:", SIGINT);
  INFO(e.err);
  CHECK(e.status == 1);
  CHECK(at.names("free.run") == run_files);
  CHECK(at.names() == std::set<std::string>{"free.run"});
  const json r = json::parse(at.read("free.run/result.json"));
  const json& paths = r.at("paths");
  CHECK(paths.at("cancelled") == true);
  CHECK(paths.at("tracked") == 5265);
  CHECK(paths.at("failed").get<int>() > 0);
  std::uint64_t sum = 0;
  for (const char* c : {"nonsingular", "singular", "at_infinity", "positive_dimensional", "excluded", "failed"})
    sum += paths.at(c).get<std::uint64_t>();
  CHECK(sum == 5265);
  CHECK(r.at("solutions").at("completeness") == "unknown");
  CHECK(r.at("standing") == "incomplete");
  CHECK(has(e.out, "INCOMPLETE"));
  CHECK(has(e.out, "cancelled"));
}

TEST_CASE("a second signal ends the program at once, without a half-written folder") {
  const Workplace at;
  const Ended e = interrupt_polyscape(
      at, {"analyze", data("xor_quadratic_free.toml"), "--start", "multihomogeneous", "--out", "free.run"},
      "paths:", SIGKILL);
  CHECK(e.status == 128 + SIGKILL);
  CHECK(at.names().empty());
}

TEST_CASE("certify proves the points of a run in its folder, and notices a result that was changed") {
  const Workplace at;
  CHECK(run_polyscape(at, {"analyze", small, "--certify", "never", "--out", "own.run", "--quiet"}).status == 0);
  json before = json::parse(at.read("own.run/result.json"));
  CHECK(before.at("solutions").at("completeness") == "unknown");
  CHECK_FALSE(before.at("solutions").contains("certified_distinct"));

  const Ended certified = run_polyscape(at, {"certify", "own.run", "--quiet"});
  CHECK(certified.status == 0);
  CHECK(has(certified.out, "9 of 9 certificates hold"));
  CHECK(at.names() == std::set<std::string>{"own.run"});
  CHECK(at.names("own.run") == run_files);
  json after = json::parse(at.read("own.run/result.json"));
  CHECK(after.at("solutions").at("completeness") == "proved");
  CHECK(after.at("recheck") == json{{"held", 9}, {"of", 9}, {"distinct", true}});
  for (const json& p : after.at("points")) CHECK(p.at("certified") == true);

  // Someone else's number in a certified point.
  std::string& digits = after.at("points")[0].at("digits")[0][0].get_ref<std::string&>();
  digits[digits.find('.') + 8] = digits[digits.find('.') + 8] == '1' ? '2' : '1';
  at.write("own.run/result.json", after.dump());
  const Ended changed = run_polyscape(at, {"certify", "own.run", "--json"});
  CHECK(changed.status == 1);
  CHECK(json::parse(changed.out).at("recheck").at("held") == 8);
  CHECK(json::parse(at.read("own.run/result.json")) == after);  // --json alone writes nothing

  // The changed result is not lost where it is replaced.
  CHECK(run_polyscape(at, {"certify", "own.run", "--out", "own.run", "--overwrite", "--quiet"}).status == 2);
  CHECK(run_polyscape(at, {"certify", "own.run", "--out", "fresh.run", "--quiet"}).status == 1);
  CHECK(at.names("fresh.run") == run_files);
  CHECK(run_polyscape(at, {"certify", "fresh.run", "--json"}).status == 0);

  // Another specification, other data, under the old result.
  const std::string specification = at.read("fresh.run/specification.toml");
  at.write("fresh.run/specification.toml", specification + "\n# another remark\n");
  const Ended other = run_polyscape(at, {"certify", "fresh.run", "--json"});
  CHECK(other.status == 2);
  CHECK(has(other.err, "input_digest"));
  CHECK(other.out.empty());
  at.write("fresh.run/specification.toml", specification);
  // Claims that are kept without a proof: none.
  json forged = json::parse(at.read("fresh.run/result.json"));
  forged["points"].erase(0);
  forged["solutions"]["isolated"] = forged["solutions"]["nonsingular"] = 8;
  for (const char* bound : {"bezout", "mixed_volume", "mixed_volume_affine"}) forged["bounds"][bound] = "8";
  at.write("fresh.run/result.json", forged.dump());
  for (const char* mode : {"auto", "never"}) {
    const Ended fewer = run_polyscape(at, {"certify", "fresh.run", "--json", "--certify", mode});
    CHECK(fewer.status == 1);
    CHECK(json::parse(fewer.out).at("solutions").at("completeness") != "proved");
  }

  CHECK(run_polyscape(at, {"solve", data("systems/origin.phc"), "--out", "solve.run", "--quiet"}).status == 0);
  CHECK(has(run_polyscape(at, {"certify", "solve.run"}).out, "4 of 4 certificates hold"));

  const Ended missing = run_polyscape(at, {"certify", small});
  CHECK(missing.status == 2);
  CHECK(has(missing.err, "a run folder"));
  CHECK(run_polyscape(at, {"bounds", small, "--out", "bounds.run", "--quiet"}).status == 0);
  const Ended pointless = run_polyscape(at, {"certify", "bounds.run"});
  CHECK(pointless.status == 2);
  CHECK(has(pointless.err, "points to certify"));
}

TEST_CASE("components of a system, of a specification and of a run") {
  const Workplace at;
  at.write("cubic.json", R"j({"variables": ["x", "y", "z"], "equations": ["y - x^2", "x*z - y^2"]})j");
  const Ended cubic = run_polyscape(at, {"components", "cubic.json", "--json"});
  CHECK(cubic.status == 0);
  const json r = json::parse(cubic.out);
  REQUIRE(r.at("components").size() == 2);
  std::set<int> degrees;
  for (const json& c : r.at("components")) {
    CHECK(c.at("dimension") == 1);
    CHECK(c.at("rank").at("value") == 2);
    CHECK(c.at("rank").at("size") == json{2, 3});
    CHECK(c.at("sample").size() == 3);
    degrees.insert(c.at("degree").get<int>());
  }
  CHECK(degrees == std::set<int>{1, 3});

  const Ended network =
      run_polyscape(at, {"components", data("truth/degenerate/deg_sq_2_1_1_N1.toml"), "--out", "free.run", "--quiet"});
  CHECK(network.status == 0);
  CHECK(has(network.out, "zero loss"));
  CHECK(at.names("free.run") == run_files);
  json own = json::parse(at.read("free.run/result.json"));
  CHECK(own.at("interpolation").at("dimension") == 2);
  CHECK(own.at("interpolation").at("degree") == "3");
  json again = json::parse(run_polyscape(at, {"components", "free.run", "--json", "--quiet"}).out);
  CHECK(again.at("components") == own.at("components"));
  CHECK(run_polyscape(at, {"components", "nothing.toml"}).status == 2);
}
