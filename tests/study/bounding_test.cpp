#include "polyscape/study/bounding.hpp"

#include <atomic>
#include <cmath>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "support/catch.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {
spec::Specification shipped(const std::string& file) { return spec::read_specification(POLYSCAPE_DATA "/" + file); }
}  // namespace

TEST_CASE("bounds of the truth: degrees and Bezout numbers, never below the count", "[unit]") {
  for (const support::Row& row : support::truth_table("networks.csv")) {
    INFO(row.at("name"));
    const report::Result r = bound_specification(shipped("truth/networks/" + row.at("name") + ".toml"));
    CHECK_FALSE(r.paths);
    REQUIRE(r.system.degrees);
    std::string degrees;
    for (const long d : *r.system.degrees) degrees += (degrees.empty() ? "" : " ") + std::to_string(d);
    CHECK(degrees == row.at("degrees"));
    CHECK(r.bounds.bezout->to_string() == row.at("bezout"));
    REQUIRE(r.bounds.multihomogeneous);
    CHECK(r.bounds.multihomogeneous->value >= algebra::Integer(std::stol(row.at("isolated"))));
    CHECK(r.bounds.multihomogeneous->value <= *r.bounds.bezout);
    for (const auto& natural : r.bounds.natural) CHECK(natural.value >= r.bounds.multihomogeneous->value);
  }
}

TEST_CASE("bounds do not depend on the threads, and their observer is called from one at a time", "[unit]") {
  for (const char* const file : {"truth/networks/sq_2_2_1_N2.toml", "xor_quadratic.toml", "iris_linear.toml"}) {
    INFO(file);
    const auto bounded = [&](int threads) {
      BoundLimits limits;
      limits.threads = threads;
      std::atomic<int> inside = 0;
      bool alone = true;
      report::Result r = bound_specification(shipped(file), limits, [&](const Progress&) {
        if (++inside > 1) alone = false;
        --inside;
      });
      CHECK(alone);
      r.seconds = {};
      return report::to_json(r);
    };
    CHECK(bounded(1) == bounded(3));
  }
}

TEST_CASE("ten million weights: the exact integer, from the architecture", "[unit]") {
  const report::Result r = bound_specification(shipped("wide_ten_million.toml"));
  CHECK(r.bounds.analytic);
  CHECK(r.system.variables == 10000000);  // 1000*2500 + 2500*2500 + 2500*500
  CHECK_FALSE(r.system.degrees);
  // f has degree 7 = (1*2 + 1)*2 + 1 in all weights: 13 = 2*7 - 1 for every gradient equation.
  REQUIRE(r.bounds.bezout);
  double log10 = 0;
  for (const auto& c : r.system.degree_classes)
    log10 += c.count.to_double() * std::log10(static_cast<double>(c.degree));
  CHECK(*r.bounds.bezout == algebra::power(algebra::Integer(13), 10000000));
  CHECK(std::abs(log10 - 1e7 * std::log10(13.0)) < 1e-3);
  CHECK_FALSE(can_expand(shipped("wide_ten_million.toml")));
}

TEST_CASE("a network too large to expand is refused by what needs it, with the way out", "[unit]") {
  try {
    analyze(shipped("wide_ten_million.toml"), {});
    FAIL("accepted");
  } catch (const InputError& e) {
    const std::string message = e.what();
    CHECK(message.find("wide_ten_million.toml") != std::string::npos);
    CHECK(message.find("polyscape bounds") != std::string::npos);
  }
}

TEST_CASE("interpolation counts: N d_y equations, M unknowns, the Bezout number of a slice", "[unit]") {
  const report::Interpolation xor_system = interpolation_counts(shipped("xor_quadratic.toml"));
  CHECK(xor_system.equations == algebra::Integer(4));
  CHECK(xor_system.variables == algebra::Integer(6));
  CHECK(xor_system.expected_dimension == algebra::Integer(2));
  CHECK(xor_system.bezout == algebra::Integer(81));  // degree 3 each
  const report::Interpolation iris = interpolation_counts(shipped("iris_linear.toml"));
  CHECK(iris.equations == algebra::Integer(450));
  CHECK(iris.expected_dimension == algebra::Integer(7 - 450));
}

TEST_CASE("bounds of systems that have none", "[unit]") {
  const auto bounds = [](const char* text) { return bound_system(algebra::read_system(text, "test"), "test").bounds; };
  CHECK(bounds("2\nx*y - 1;\nx^2 + y;\n").bezout == algebra::Integer(4));
  CHECK(bounds("2\nx*y - 1;\nx^2 + y;\n").multihomogeneous->value == algebra::Integer(3));
  CHECK_FALSE(bounds("1 2\nx*y - 1;\n").bezout);
  CHECK_FALSE(bounds("2\nx*y - 1;\nx - x;\n").bezout);
}
