#include "polyscape/study/options.hpp"

#include <cmath>

#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/components/decomposition.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/component_study.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace polyscape;
using namespace polyscape::study;
using polyscape::support::has;
using spec::SolveEntry;

namespace {

std::string refusal(const SolveEntry& entry) {
  try {
    solver_options(std::vector{entry}, {});
  } catch (const InputError& e) {
    return e.what();
  }
  return "accepted";
}

}  // namespace

TEST_CASE("the command line goes before the specification, what comes later before what came first", "[unit]") {
  const std::vector<SolveEntry> specified{{"seed", "5", "a.toml:3"}, {"max_paths", "70", "a.toml:4"}};
  const std::vector<SolveEntry> given{{"seed", "9", "--seed"}, {"start", "total-degree", "--start"}};
  const study::Options options = solver_options(specified, given);
  CHECK(options.seed == 9);
  CHECK(options.max_paths == 70);
  CHECK(options.start == solve::Start::total_degree);
  CHECK(options.max_precision == study::Options{}.max_precision);
  CHECK(solver_options({}, std::vector<SolveEntry>{{"seed", "18446744073709551615", "--seed"}}).seed ==
        18446744073709551615u);
}

TEST_CASE("every option goes through its text and back", "[unit]") {
  study::Options options;
  options.start = solve::Start::multihomogeneous;
  options.seed = 12345678901234567890u;
  options.max_precision = 300;
  options.max_paths = 17;
  options.known_count = algebra::Integer(385);
  std::vector<SolveEntry> entries;
  for (const auto& [name, text] : option_values(options)) entries.push_back({name, text, "here"});
  CHECK(option_values(solver_options(entries, {})) == option_values(options));
  for (const SolveEntry& e : entries) CHECK(e.key != "threads");  // results do not depend on it
  CHECK(entries.size() + 1 == study::option_table().size());
}

TEST_CASE("wrong options are told with their place, what was found and what to write", "[unit]") {
  const struct {
    SolveEntry entry;
    std::vector<std::string> says;
  } cases[] = {
      {{"seeed", "1", "a.toml:7 solve"}, {"a.toml:7", "seeed", "write seed"}},
      {{"start", "polyedral", "--start"}, {"--start", "multihomogeneous", "polyedral"}},
      {{"max_precision", "32", "--max-precision"}, {"--max-precision", "53", "32", "write 53 or more"}},
      {{"max_precision", "many", "--max-precision"}, {"--max-precision", "many", "an integer"}},
      {{"seed", "-1", "--seed"}, {"--seed", "-1", "sign"}},
      {{"seed", "1.5", "--seed"}, {"--seed", "1.5"}},
      {{"seed", "", "--seed"}, {"--seed"}},
      {{"seed", "99999999999999999999999", "--seed"}, {"--seed"}},
      {{"threads", "-2", "--threads"}, {"--threads", "-2", "write 0 or more"}},
      {{"max_paths", "0", "--max-paths"}, {"--max-paths", "write 1 or more"}},
      {{"known_count", "about 7", "--known-count"}, {"--known-count", "about 7", "integer"}},
      {{"gauge", "slices", "a.toml:8"}, {"a.toml:8", "none", "slice"}},
  };
  for (const auto& c : cases) {
    const std::string message = refusal(c.entry);
    INFO(c.entry.key << " = " << c.entry.text << ": " << message);
    for (const std::string& part : c.says) CHECK(has(message, part));
  }
  CHECK(refusal({"gauge", "slice", "here"}) == "accepted");
}

TEST_CASE("what a message says to write is accepted, for every option", "[unit]") {
  for (const auto& option : study::option_table()) {
    INFO(option.name);
    for (const double bound : {option.range.low, option.range.high})
      if (std::isfinite(bound)) CHECK(refusal({std::string(option.name), option_number(bound), "here"}) == "accepted");
    for (const std::string_view choice : option.choices)
      CHECK(refusal({std::string(option.name), std::string(choice), "here"}) == "accepted");
  }
  CHECK(option_number(100000) == "100000");
  CHECK(option_number(-3) == "-3");
  CHECK(option_number(0.25) == "0.25");
}

TEST_CASE("the library refuses options that the command line refuses, in the same words", "[unit]") {
  const algebra::System system{{"x"},
                               {algebra::Polynomial::variable(1, 0).pow(2) - algebra::Polynomial::constant(1, 2)}};
  const auto said = [](const auto& call) -> std::string {
    try {
      call();
    } catch (const InputError& e) {
      return e.what();
    }
    return "accepted";
  };
  std::vector<std::pair<study::Options, SolveEntry>> wrong(3);
  wrong[0].first.threads = -3, wrong[0].second = {"threads", "-3", "threads"};
  wrong[1].first.max_precision = 10, wrong[1].second = {"max_precision", "10", "max_precision"};
  wrong[2].first.max_paths = 0, wrong[2].second = {"max_paths", "0", "max_paths"};
  for (const auto& [options, entry] : wrong) {
    const std::string message = refusal(entry);
    INFO(message);
    CHECK(message != "accepted");
    CHECK(said([&, &o = options] { solve::solve({system}, o); }) == message);
    CHECK(said([&, &o = options] { solve_system(system, "", o); }) == message);
    CHECK(said([&, &o = options] { decompose_system(system, "", o); }) == message);
    CHECK(said([&, &o = options] { components::decompose(system, o); }) == message);
  }
}
