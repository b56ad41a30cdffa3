/// `polyscape report`: what it writes, and that LaTeX takes it. What browsers make of the page: page.py.
#include <filesystem>

#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"

using namespace polyscape::program;
using nlohmann::json;

namespace {

constexpr const char* network = R"(title = "One quadratic unit: <b>&\""
[network]
inputs = 1
[[network.layer]]
width = 1
activation = "z^2"
[[network.layer]]
width = 1
[data]
inputs = [["1"]]
targets = [["1"]]
[regularization]
tikhonov = "generic"
)";

/// A run of that network in net.run.
void analyze(const Workplace& at) {
  at.write("net.toml", network);
  REQUIRE(run_polyscape(at, {"analyze", "net.toml", "--quiet"}).status == 0);
}

/// 1-1-1 on random data.
std::string one_unit(const std::string& activation, const std::string& random) {
  return "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = " + activation +
         "\n[[network.layer]]\nwidth = 1\n[data]\nrandom = " + random + "\n[regularization]\ntikhonov = \"generic\"\n";
}

TEST_CASE("a report goes into the run, whose own files stay as they were") {
  const Workplace at;
  analyze(at);
  at.write("net.run/mine.txt", "mine");
  const std::string result = at.read("net.run/result.json");
  const std::set<std::string> before = at.names("net.run");
  const Ended made = run_polyscape(at, {"report", "net.run"});
  REQUIRE(made.status == 0);
  CHECK(made.out.find("slice            The loss on a plane through critical points") != std::string::npos);
  for (const std::string& name : before) CHECK(at.has("net.run/" + name));
  CHECK(at.read("net.run/result.json") == result);
  CHECK(at.read("net.run/mine.txt") == "mine");
  for (const char* name : {"bounds", "paths", "loss-by-index", "spectra", "complex-plane", "slice"})
    for (const char* ending : {".svg", ".tex"}) CHECK(at.has("net.run/figures/" + std::string(name) + ending));
  const std::string page = at.read("net.run/report.html");
  CHECK(page.find("<title>One quadratic unit: &lt;b&gt;&amp;&quot;</title>") != std::string::npos);

  // Again: the same to the byte, and nothing is set aside.
  const std::set<std::string> after = at.names("net.run");
  REQUIRE(run_polyscape(at, {"report", "net.run", "--quiet"}).status == 0);
  CHECK(at.names("net.run") == after);
  CHECK(at.read("net.run/report.html") == page);
  // A file in the way that someone else wrote is kept.
  at.write("net.run/report.html", "my own page");
  REQUIRE(run_polyscape(at, {"report", "net.run", "--quiet"}).status == 0);
  CHECK(at.read("net.run/report.html.before") == "my own page");
  CHECK(at.read("net.run/report.html") == page);
  // The run is still one.
  CHECK(run_polyscape(at, {"certify", "net.run", "--quiet"}).status == 0);
}

TEST_CASE("every figure's command makes it again") {
  const Workplace at;
  analyze(at);
  const Ended made = run_polyscape(at, {"report", "net.run", "--json", "--out", "all", "--quiet"});
  REQUIRE(made.status == 0);
  CHECK(run_polyscape(at, {"report", "net.run", "--json", "--quiet"}).out == made.out);
  CHECK(!at.has("net.run/report.html"));  // with --json alone nothing is written
  const json figures = json::parse(made.out).at("figures");
  std::size_t count = 0;
  for (const json& f : figures) {
    if (!f.contains("command")) {
      CHECK(!f.at("left_out").get<std::string>().empty());
      continue;
    }
    ++count;
    const std::string name = f.at("figure");
    const std::string command = f.at("command");
    REQUIRE(command.starts_with("polyscape report net.run --figures "));
    REQUIRE(run_shell(at, "$polyscape" + command.substr(9) + " --quiet --out again --overwrite").status == 0);
    CHECK(at.read("again/figures/" + name + ".svg") == at.read("all/figures/" + name + ".svg"));
    CHECK(at.names("again/figures").size() == 2);
  }
  CHECK(count >= 6);
}

TEST_CASE("a slice goes through the points that are asked for") {
  const Workplace at;
  analyze(at);
  const json points = json::parse(at.read("net.run/result.json")).at("points");
  std::string number;
  for (std::size_t k = 0; k < points.size(); ++k)
    if (points[k].at("real") == true) number = std::to_string(k + 1);
  const Ended made = run_polyscape(
      at, {"report", "net.run", "--figures", "slice", "--through", number, "--json", "--out", "o", "--quiet"});
  REQUIRE(made.status == 0);
  const json figure = json::parse(made.out).at("figures").at(0);
  CHECK(figure.at("caption").get<std::string>().starts_with("The plane through " + number + " ("));
  CHECK(figure.at("command") == "polyscape report net.run --figures slice --through " + number);
}

TEST_CASE("bad words of a report are told, and nothing is written") {
  const Workplace at;
  analyze(at);
  for (const char* folder : {"empty", "broken.run"}) std::filesystem::create_directory(at.path() / folder);
  at.write("broken.run/result.json", at.read("net.run/result.json").substr(0, 1000));
  at.write("sweep.json", "{\"draws\": []}");
  const std::set<std::string> before = at.names();
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"report", "net.run", "--figures", "pie"}, "--figures: expected names out of bounds, paths"},
      {{"report", "net.run", "--through", "999"}, "--through: expected numbers of real critical points"},
      {{"report", "net.run", "--through", "1,1,1,1"}, "--through: expected"},
      {{"report", "net.run", "--coordinate", "q"}, "--coordinate: expected a variable of the result"},
      {{"report", "net.run", "--show", "many"}, "--show: expected a number of points"},
      {{"report", "nowhere"}, "nowhere: expected a file that can be read"},
      {{"report", "empty"}, "empty: expected a run folder"},
      {{"report", "broken.run"}, "broken.run/result.json"},
      {{"report", "sweep.json"}, "sweep.json: expected draws, found none"},
      {{"report", "net.run", "--out", "empty"}, "empty: expected a new folder"}};
  for (const auto& [words, message] : cases) {
    CAPTURE(message);
    const Ended ended = run_polyscape(at, words);
    CHECK(ended.status == 2);
    CHECK(ended.err.find(message) != std::string::npos);
  }
  CHECK(at.names() == before);
  CHECK(!at.has("net.run/report.html"));
}

TEST_CASE("a result without its specification, or with another one, has no slices and says why") {
  const Workplace at;
  analyze(at);
  at.write("net.run/specification.toml", std::string(network) + "# changed\n");
  const Ended made = run_polyscape(at, {"report", "net.run/result.json", "--quiet"});
  REQUIRE(made.status == 0);
  CHECK(made.out.find("slice            left out: the specification of the result is not beside it") !=
        std::string::npos);
  CHECK(at.has("result.report/report.html"));
  CHECK(at.has("result.report/figures/bounds.svg"));
}

TEST_CASE("a sweep's report counts over its draws") {
  const Workplace at;
  at.write("s.toml", one_unit("\"z^2\"", "{ samples = 2, seed = 3 }"));
  REQUIRE(run_polyscape(at, {"sweep", "s.toml", "--draws", "6", "--out", "s", "--quiet"}).status == 0);
  const Ended made = run_polyscape(at, {"report", "s", "--quiet"});
  REQUIRE(made.status == 0);
  CHECK(at.read("s/figures/real-points.svg").find("of 6 draws") != std::string::npos);
  CHECK(at.has("s/sweep.json"));
}

TEST_CASE("a store's report has a row for every one that is finished, by what was chosen") {
  const Workplace at;
  at.write("s.toml", one_unit("[\"z^2\", \"z^3\"]", "{ samples = 2, seed = \"1-2\" }"));
  REQUIRE(run_polyscape(at, {"sweep", "./s.toml", "--limit", "3", "--quiet"}).status <= 1);
  REQUIRE(at.has("s.sweep.db"));
  const std::string before = at.read("s.sweep.db");
  const Ended made = run_polyscape(at, {"report", "s.sweep.db", "--quiet"});
  REQUIRE(made.status == 0);
  CHECK(at.read("s.sweep.db") == before);
  const std::string page = at.read("s.sweep.report/report.html");
  CHECK(page.find("<p class=\"standing incomplete\">") != std::string::npos);
  CHECK(page.find("  waiting          1") != std::string::npos);
  CHECK(page.find("3 draws") != std::string::npos);
  CHECK(at.read("s.sweep.report/figures/real-points.svg").find("z^3") != std::string::npos);
  at.write("damaged.db", before.substr(0, before.size() / 2));
  const Ended damaged = run_polyscape(at, {"report", "damaged.db", "--quiet"});
  CHECK(damaged.status == 2);
  CHECK(damaged.err.find("damaged.db") != std::string::npos);
  CHECK(!at.has("damaged.report"));
}

TEST_CASE("a sweep that is nested too deep is refused") {
  const Workplace at;
  at.write("sweep.json", "{\"draws\": [" + std::string(200000, '[') + std::string(200000, ']') + "]}");
  const Ended ended = run_polyscape(at, {"report", "sweep.json", "--quiet"});
  CHECK(ended.status == 2);
  CHECK(ended.err.find("nested lists") != std::string::npos);
}

TEST_CASE("LaTeX sets the figures") {
  if (!installed("pdflatex")) {
    WARN("skipped: no pdflatex (Debian: texlive-latex-base texlive-pictures)");
    return;
  }
  const Workplace at;
  analyze(at);
  REQUIRE(run_polyscape(at, {"report", "net.run", "--quiet"}).status == 0);
  REQUIRE(
      run_polyscape(at, {"dynamics", "net.run", "--starts", "50", "--exits", "0", "--out", "d", "--quiet"}).status <=
      1);
  REQUIRE(run_polyscape(at, {"report", "d", "--quiet"}).status == 0);
  std::string text =
      "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{pgfplots}\\pgfplotsset{compat=1.16}\n"
      "\\begin{document}\n";
  std::size_t figures = 0;
  for (const char* run : {"net.run", "d"})
    for (const std::string& name : at.names(std::string(run) + "/figures"))
      if (name.ends_with(".tex")) {
        text += "\\input{" + std::string(run) + "/figures/" + name + "}\\newpage\n";
        ++figures;
      }
  at.write("all.tex", text + "\\end{document}\n");
  const Ended set = run(at, "pdflatex", {"-interaction=nonstopmode", "-halt-on-error", "all.tex"});
  CAPTURE(set.out.substr(set.out.size() > 2000 ? set.out.size() - 2000 : 0));
  REQUIRE(set.status == 0);
  CHECK(figures >= 12);
  CHECK(set.out.find("(" + std::to_string(figures) + " pages") != std::string::npos);
}

}  // namespace
