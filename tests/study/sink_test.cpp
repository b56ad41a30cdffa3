/// Results that are handed over as they are finished.
#include "polyscape/study/sink.hpp"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <set>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/parameters.hpp"
#include "polyscape/study/run_folder.hpp"
#include "polyscape/study/sweep.hpp"
#include "study/checks.hpp"
#include "support/json.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// Notes what comes, and that it comes as the contract says.
struct Recorder : Sink {
  std::uint64_t announced = 0;
  bool begun = false, member = false, ended = false;
  std::map<std::size_t, std::string> rows;
  std::atomic<bool> busy = false;

  void begin(const report::Result* first, std::uint64_t count) override {
    CHECK_FALSE(std::exchange(begun, true));
    announced = count;
    member = first != nullptr;
  }
  void row(std::size_t k, const report::Result& result) override {
    CHECK_FALSE(busy.exchange(true));
    CHECK((begun && !ended));
    CHECK(rows.emplace(k, report::to_json(result)).second);
    busy = false;
  }
  void end() override { CHECK_FALSE(std::exchange(ended, true)); }
};

void check_rows(const Recorder& sink, const std::vector<report::Result>& results, bool member) {
  CHECK(sink.ended);
  CHECK(sink.member == member);
  CHECK(sink.announced == results.size());
  REQUIRE(sink.rows.size() == results.size());
  for (std::size_t k = 0; k < results.size(); ++k) CHECK(sink.rows.at(k) == report::to_json(results[k]));
}

spec::Specification network(const std::string& regularization) {
  return spec::parse_specification(
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 1\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n"
      "[data]\nrandom = { samples = 2, seed = 1 }\n" +
          regularization,
      "sink.toml", ".");
}
const std::string generic = "[regularization]\ntikhonov = \"generic\"\n";

}  // namespace

TEST_CASE("a sink gets every row of a sweep and of a family, each once", "[unit]") {
  study::Options options;
  options.threads = 2;
  Recorder draws, sets, rows;
  check_rows(draws, sweep(network(generic), 5, options, {}, &draws).draws, true);
  options.gauge = study::Gauge::slice;
  check_rows(sets, sweep_components(network(""), {1, 2}, 2, options, {}, &sets), false);
  options.gauge = Gauge::none;
  const algebra::System system = algebra::read_system(R"({"variables": ["a", "x"], "equations": ["x^2 - a"]})", "s");
  const ParameterTable table = read_parameters("a\n1\n2\n-3\n", "p.csv", system);
  check_rows(rows, solve_family(system, table, "s", options, {}, &rows).rows, true);
}

TEST_CASE("finished rows are on the disk, and a file of them is not written over", "[unit]") {
  const std::string path =
      (std::filesystem::temp_directory_path() / ("polyscape_rows_" + std::to_string(getpid()))).string();
  RowsFile file(path);
  report::Result result;
  result.title = "second";
  file.begin(&result, 2);
  file.row(1, result);
  const std::string text = read_text(path);  // before it is closed
  const std::size_t line = text.find('\n');
  REQUIRE(text.back() == '\n');
  CHECK(nlohmann::json::parse(text.substr(0, line)).at("rows") == 2);
  const auto row = nlohmann::json::parse(text.substr(line));
  CHECK(row.at("row") == 1);
  CHECK(report::to_json(report::result_from_json(row.at("result").dump(), path)) == report::to_json(result));
  CHECK_THROWS_AS(RowsFile(path), InputError);
  file.end();
  file.remove();
  CHECK_FALSE(std::filesystem::exists(path));
}
