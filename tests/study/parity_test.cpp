/// Where real critical points are odd in number, and lists that lack one.
#include "polyscape/study/parity.hpp"

#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "study/checks.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

spec::Specification network(const std::string& layers, const std::string& lambda, std::uint64_t seed,
                            const std::string& more = "") {
  return spec::parse_specification("network = { inputs = 2, layer = [" + layers +
                                       "] }\ndata = { random = { samples = 3, seed = " + std::to_string(seed) +
                                       " } }\nregularization = { tikhonov = " + lambda + " }\n" + more,
                                   "parity.toml", ".");
}

bool odd(const spec::Specification& s) {
  const model::Model model = model::build_model(s);
  return real_points_are_odd(model, model::gradient_system(model));
}

}  // namespace

TEST_CASE("real critical points are odd in number where that is said, and it is said of the usual networks",
          "[parity]") {
  const std::string random = "{ distribution = \"uniform\", interval = [0, 1] }";
  for (const char* layers :
       {"{ width = 1 }, { width = 1 }", "{ width = 1 }, { width = 2 }",
        "{ width = 1, activation = \"z^2\" }, { width = 1 }", "{ width = 1, activation = \"z^3\" }, { width = 1 }",
        "{ width = 1, activation = \"z^2\" }, { width = 1, bias = true }",
        "{ width = 1 }, { width = 1 }, { width = 1 }", "{ width = 1 }"})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      const spec::Specification s = network(layers, random, seed);
      INFO(layers << ", data seed " << seed);
      CHECK(odd(s));
      study::Options options;
      options.threads = 1;
      const report::Result r = analyze(s, options);
      CHECK(r.solutions->real % 2 == 1);
      CHECK(r.contradictions.empty());
    }
}

TEST_CASE("nothing is said of parity where it does not follow", "[parity]") {
  // No sign to change; no regularisation, so that w = 0 is not isolated; one weight is free.
  CHECK_FALSE(odd(network("{ width = 1, activation = \"z^2 + z\" }, { width = 1 }", "\"generic\"", 1)));
  CHECK_FALSE(odd(network("{ width = 1, activation = \"z^2\" }, { width = 1 }", "\"none\"", 1)));
  CHECK_FALSE(odd(network("{ width = 1 }, { width = 1 }", "\"none\"", 1)));
  // Frozen at 1 a weight keeps its sign.
  CHECK_FALSE(odd(spec::parse_specification(
      "network = { inputs = 1, layer = [{ width = 1, activation = \"z^3 + z^2\" }, { width = 1 }], freeze = { w2_1_1 = "
      "1 "
      "} }\ndata = { inputs = [[1]], targets = [[1]] }\nregularization = { tikhonov = \"generic\" }",
      "parity.toml", ".")));
}

TEST_CASE("a list that lacks a real point contradicts itself; an unfinished one only lacks it", "[parity]") {
  const spec::Specification s = network("{ width = 1 }, { width = 1 }", "\"generic\"", 1);
  const model::Model model = model::build_model(s);
  const algebra::System gradient = model::gradient_system(model);
  study::Options options;
  options.threads = 1;
  const report::Result whole = analyze(s, options);
  report::Result one_lost = whole;
  --one_lost.solutions->real;
  note_parity(model, gradient, one_lost);
  REQUIRE(one_lost.contradictions.size() == 1);
  CHECK(one_lost.contradictions[0].find("odd in number") != std::string::npos);
  CHECK(report::standing(one_lost) == report::Standing::contradiction);
  report::Result failed = whole;
  --failed.solutions->real;
  failed.paths->failed = 1;
  note_parity(model, gradient, failed);
  CHECK(failed.contradictions.empty());
  CHECK(failed.notes.size() == whole.notes.size() + 1);
  report::Result good = whole;
  note_parity(model, gradient, good);
  CHECK(report::to_json(good) == report::to_json(whole));
}
