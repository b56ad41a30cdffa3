/// Positive-dimensional critical sets that other programs have decomposed.
#include <sstream>

#include "polyscape/spec/parse.hpp"
#include "polyscape/study/component_study.hpp"
#include "support/catch.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

/// Total degrees by dimension, as the truth writes them.
std::string degrees(const report::Decomposition& d) {
  std::map<int, std::uint64_t> sums;
  if (d.isolated > 0) sums[0] = d.isolated;
  for (const report::Component& c : d.components) sums[c.dimension] += c.degree;
  std::string text;
  for (const auto& [dimension, degree] : sums) text += (text.empty() ? "" : " ") + std::to_string(dimension) + ":" + std::to_string(degree);
  return text;
}

void check(const support::Row& row, std::uint64_t seed) {
  INFO(row.at("name") << ", seed " << seed);
  solve::Options options;
  options.seed = seed;
  options.threads = 1;
  const report::Result r = decompose_network(spec::read_specification(support::truth_path("degenerate/" + row.at("name") + ".toml")), options);
  REQUIRE(r.decomposition);
  REQUIRE(r.interpolation);
  REQUIRE(r.interpolation->decomposition);
  CHECK(degrees(*r.decomposition) == row.at("critical"));
  CHECK(degrees(*r.interpolation->decomposition) == row.at("zero_loss"));
  CHECK(r.decomposition->failed == 0);
  CHECK(r.interpolation->degenerate == !row.at("zero_loss").empty());
  for (const report::Component& c : r.decomposition->components) {
    // Where nothing is multiple the Jacobian's rank is the codimension.
    REQUIRE(c.rank);
    CHECK(c.rank->value <= c.rank->columns - c.dimension);
    if (c.multiplicity == 1) CHECK(c.rank->value == c.rank->columns - c.dimension);
    // Of the interpolation variety's dimension or not, zero loss decides which components are its own.
    REQUIRE(c.zero_loss);
    if (*c.zero_loss) CHECK(c.dimension <= r.interpolation->dimension);
  }
}

bool small(const support::Row& row) { return row.at("name").find("2_2_1_N") == std::string::npos && row.at("name") != "deg_lin_2_2_2_N3"; }

}  // namespace

TEST_CASE("unregularised networks of the truth: dimensions and degrees, three seeds", "[components]") {
  std::size_t checked = 0;
  for (const support::Row& row : support::truth_table("degenerate.csv"))
    if (small(row)) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) check(row, seed);
      ++checked;
    }
  CHECK(checked >= 8);
}

TEST_CASE("unregularised networks of the truth, ten seeds", "[components][long]") {
  for (const support::Row& row : support::truth_table("degenerate.csv"))
    for (std::uint64_t seed = 1; seed <= 10; ++seed) check(row, seed);
}
