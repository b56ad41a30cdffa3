#include "polyscape/base/error.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/volume_study.hpp"
#include "study/checks.hpp"
#include "support/catch.hpp"
#include "support/parsed.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// From the volume's key to that of the options, whose order is not kept.
std::string volume_part(const std::string& json) {
  const std::size_t begin = json.find("\"volume\": {"), end = json.find("\"options\"");
  REQUIRE(begin < end);
  return json.substr(begin, end - begin);
}

const report::Volume& measured(const report::Result& r) {
  REQUIRE(r.volume);
  for (const std::string& c : r.contradictions) UNSCOPED_INFO(c);
  CHECK(r.contradictions.empty());
  CHECK(volume_part(report::to_json(report::result_from_json(report::to_json(r), "again"))) ==
        volume_part(report::to_json(r)));
  return *r.volume;
}

std::string text_of(const report::Volume& v) {
  if (!v.coefficient.lambda) return v.real_zeros == std::optional(false) ? "no zeros" : "not known";
  return *v.coefficient.lambda + ", m = " + std::to_string(v.coefficient.multiplicity.value_or(0));
}

spec::Specification parsed_specification(const std::string& text) {
  return spec::parse_specification(text, "test.toml", ".");
}

spec::Specification linear_network(const std::string& layers, const std::string& inputs, const std::string& targets) {
  return parsed_specification("network = { inputs = 2, layer = [" + layers + "] }\ndata = { inputs = " + inputs +
                              ", targets = " + targets + " }\n");
}

}  // namespace

TEST_CASE("students of smaller teachers", "[volume]") {
  const auto student = [](const std::string& name) {
    return measure_network(spec::read_specification(POLYSCAPE_DATA "/volume/" + name + ".toml"), "", one_thread());
  };
  const report::Result of_2 = student("student_2_2_1"), of_3 = student("student_3_2_1");
  CHECK(text_of(measured(of_2)) == "5/4, m = 1");
  CHECK(text_of(measured(of_3)) == "2, m = 2");
  CHECK(measured(of_3).by.lambda == Evidence::exact);
  CHECK(measured(of_3).equipartition.size() == 4);
  CHECK(report::summary(of_3).find("lambda           2, m = 2 [exact]") != std::string::npos);
}

TEST_CASE("deep linear networks have the formula beside the resolution", "[volume]") {
  const auto check = [](const spec::Specification& s, const std::string& expected) {
    const report::Volume v = measured(measure_network(s, "", one_thread()));
    CHECK(text_of(v) == expected);
    CHECK(v.formula_lambda == v.coefficient.lambda);
    CHECK(v.formula_multiplicity == v.coefficient.multiplicity);
    CHECK(v.by.lambda == Evidence::exact);
  };
  const std::string two = "{ width = 2 }, { width = 2 }";
  check(linear_network(two, "[[1, 0], [0, 1]]", "[[0, 0], [0, 0]]"), "3/2, m = 1");
  check(linear_network(two, "[[1, 2], [3, -1], [1, 1]]", "[[3, 6], [2, 4], [2, 4]]"), "2, m = 2");
  // Two inputs that are one: widths 1-2-2.
  check(linear_network(two, "[[1, 2], [2, 4]]", "[[0, 0], [0, 0]]"), "1, m = 2");
  // No map fits.
  const report::Volume none =
      measured(measure_network(linear_network(two, "[[1, 2], [2, 4]]", "[[1, 0], [0, 1]]"), "", one_thread()));
  CHECK(text_of(none) == "no zeros");
  CHECK_FALSE(none.formula_lambda);
}

TEST_CASE("linear networks with a bias or a frozen weight have no formula", "[volume]") {
  const report::Volume v = measured(measure_network(
      linear_network("{ width = 1, bias = true }, { width = 1 }", "[[1, 0], [0, 1]]", "[[0], [0]]"), "", one_thread()));
  CHECK_FALSE(v.formula_lambda);
  CHECK(v.coefficient.lambda);
}

TEST_CASE("generic targets: half the number of residuals", "[volume]") {
  for (const char* network :
       {"{ width = 2, activation = \"z^2\" }, { width = 1 }", "{ width = 2, activation = \"z^3\" }, { width = 1 }"}) {
    const auto s = parsed_specification("network = { inputs = 2, layer = [" + std::string(network) +
                                        "] }\ndata = { random = { samples = 2, seed = 5 } }\n");
    CHECK(text_of(measured(measure_network(s, "", one_thread()))) == "1, m = 1");
  }
  const auto outputs = parsed_specification(
      "network = { inputs = 2, layer = [{ width = 3, activation = \"z^2\" }, { width = 2 }] }\n"
      "data = { random = { samples = 2, seed = 9 } }\n");
  CHECK(text_of(measured(measure_network(outputs, "", one_thread()))) == "2, m = 1");
}

TEST_CASE("near a point, and where that is no zero", "[volume]") {
  const algebra::System system = support::parsed(R"({"variables": ["x", "y"], "equations": ["(x - 1)^2*y^3"]})");
  CHECK(text_of(measured(measure_system(system, "s", "everywhere", one_thread()))) == "1/6, m = 1");
  CHECK(text_of(measured(measure_system(system, "s", "1, 2", one_thread()))) == "1/4, m = 1");
  CHECK(text_of(measured(measure_system(system, "s", "", one_thread()))) == "1/6, m = 1");
  CHECK_THROWS_AS(measure_system(system, "s", "2,2", one_thread()), InputError);
  CHECK_THROWS_AS(measure_system(system, "s", "1", one_thread()), InputError);
  CHECK_THROWS_AS(measure_system(system, "s", "here", one_thread()), InputError);
}

TEST_CASE("the same on any number of threads", "[volume]") {
  const auto s = spec::read_specification(POLYSCAPE_DATA "/volume/student_3_2_1.toml");
  Options two = one_thread();
  two.threads = 2;
  const auto text = [&](const Options& options) {
    report::Result r = measure_network(s, "", options);
    r.seconds = {};
    r.threads = 0;
    return report::to_json(r);
  };
  CHECK(text(one_thread()) == text(two));
}

TEST_CASE("a sampler's figure stands beside the exact one, and is questioned where they differ", "[volume]") {
  const algebra::System system = support::parsed(R"({"variables": ["x", "y"], "equations": ["(x - 1)^2*y"]})");
  report::Result r = measure_system(system, "s", "1, 0", one_thread());
  CHECK(text_of(measured(r)) == "1/4, m = 1");
  sample_volume(system, "1, 0", 1, one_thread(), r);
  const report::SampledVolume found = r.volume->sampled.value();
  REQUIRE(found.refused.empty());
  CHECK(std::abs(found.lambda.value() - 0.25) < 0.01);
  CHECK(r.notes.empty());
  r.volume->coefficient.lambda = "1";
  sample_volume(system, "1, 0", 1, one_thread(), r);
  REQUIRE(r.notes.size() == 1);
  CHECK(r.notes.front().severity == Severity::question);
  CHECK_THROWS_AS(sample_volume(system, "1, 0", 0, one_thread(), r), InputError);
}
