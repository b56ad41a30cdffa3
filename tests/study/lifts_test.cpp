/// Lifted mixed volumes against published ones, and what is proved by them.
#include <algorithm>

#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "study/checks.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using support::split;
using namespace polyscape::study;

namespace {

/// A row's network, generic regularisation and random data of the seed.
spec::Specification specification_of(const support::Row& row, int seed) {
  const std::vector<std::string> widths = split(row.at("network"), '-');
  const std::string activation = row.at("activation");
  std::string text = "[network]\ninputs = " + widths[0] + "\n";
  for (std::size_t l = 1; l < widths.size(); ++l) {
    const bool hidden = l + 1 < widths.size() && activation.find("linear") == std::string::npos;
    const std::string z = activation.find('+') == std::string::npos ? split(activation, ' ')[0] : activation;
    text += "[[network.layer]]\nkind = \"dense\"\nbias = false\nwidth = " + widths[l] + "\nactivation = \"" +
            (hidden ? z : "z") + "\"\n";
  }
  const std::string samples = row.at("samples").starts_with("many") ? "6" : row.at("samples");
  return spec::parse_specification(text + "[data]\nrandom = { samples = " + samples + ", seed = " +
                                       std::to_string(seed) + " }\n[regularization]\ntikhonov = \"generic\"\n",
                                   "t.toml", "");
}

/// Whether some lift that was tried has the row's mixed volume with at most its number of unknowns.
bool reproduced(const report::Bounds& bounds, const support::Row& row) {
  return std::ranges::any_of(bounds.lifts, [&](const report::LiftedBound& lift) {
    return lift.value && lift.value->to_string() == row.at("lifted_mixed_volume") &&
           lift.unknowns <= std::stoull(row.at("lifted_variables"));
  });
}

void check_exact(const support::Row& row, int seed) {
  INFO(row.at("network") << ", " << row.at("activation") << ", " << row.at("samples") << " samples, seed " << seed);
  study::Options options = one_thread("auto");
  options.seed = static_cast<std::uint64_t>(seed);
  const report::Result r = analyze(specification_of(row, seed), options);
  check_ledger(r);
  CHECK(r.solutions->completeness == Completeness::proved);
  CHECK(r.solutions->isolated == std::stoull(row.at("isolated")));
  CHECK(r.solutions->existence.certified == r.solutions->isolated);
  CHECK(r.paths->failed == 0);
  CHECK(r.paths->tracked == r.solutions->isolated);
}

}  // namespace

TEST_CASE("lifted mixed volumes are the published ones", "[lifts]") {
  std::size_t rows = 0;
  for (const support::Row& row : support::published_table("lifted_mixed_volumes.csv")) {
    INFO(row.at("network") << ", " << row.at("activation") << ", " << row.at("samples") << " samples");
    const report::Bounds bounds = bound_specification(specification_of(row, 1)).bounds;
    REQUIRE(bounds.lifted);
    const algebra::Integer published(std::stol(row.at("lifted_mixed_volume")));
    CHECK((reproduced(bounds, row) || *bounds.lifted->value < published));
    // The smallest may be smaller still, never below the count.
    CHECK(*bounds.lifted->value <= published);
    CHECK(*bounds.lifted->value >= algebra::Integer(std::stol(row.at("isolated"))));
    if (row.at("exact") == "yes") CHECK(bounds.lifted->value->to_string() == row.at("isolated"));
    ++rows;
  }
  CHECK(rows >= 30);
}

TEST_CASE("where the lifted mixed volume is exact every critical point is found, and proved", "[lifts]") {
  for (const support::Row& row : support::published_table("lifted_mixed_volumes.csv"))
    if (row.at("exact") == "yes" && std::stol(row.at("isolated")) <= 700) check_exact(row, 1);
}

TEST_CASE("where the lifted mixed volume is exact every critical point is found, and proved: ten seeds",
          "[lifts][long]") {
  for (const support::Row& row : support::published_table("lifted_mixed_volumes.csv"))
    for (int seed = 1; seed <= 10; ++seed)
      if (row.at("exact") == "yes") check_exact(row, seed);
}

TEST_CASE("where lifted mixed volumes are not sharp they are these", "[lifts]") {
  const auto smallest = [](const std::string& path) {
    const report::Bounds bounds = bound_specification(spec::read_specification(path)).bounds;
    REQUIRE(bounds.lifted);
    return bounds.lifted->value->to_string() + ", " + bounds.lifted->lift;
  };
  // 481 critical points; 801 with coefficients and the derivatives by them as unknowns
  CHECK(smallest(support::truth_path("networks/sq_2_2_1_N3.toml")) == "689, living units, balances");
  // 4,289; 11,025 without a lift
  CHECK(smallest(POLYSCAPE_DATA "/xor_biased.toml") == "6929, preactivations of layer 1, residuals");
  // 225; 929 with Gram matrices
  CHECK(smallest(support::truth_path("networks/linear_H1_di2_m2_dx2_dy2.toml")) == "705, residuals");
}

TEST_CASE("at least two thirds of the truth's networks are proved complete", "[lifts]") {
  std::size_t met = 0, all = 0;
  for (const support::Row& row : support::truth_table("networks.csv")) {
    const report::Bounds bounds =
        bound_specification(spec::read_specification(support::truth_path("networks/" + row.at("name") + ".toml")))
            .bounds;
    const algebra::Integer isolated(std::stol(row.at("isolated")));
    INFO(row.at("name"));
    CHECK(*bounds.lifted->value >= isolated);
    met += bounds.lifted->value == isolated || bounds.mixed_volume_affine == isolated;
    ++all;
  }
  CHECK(3 * met >= 2 * all);
  WARN(met << " of " << all << " networks have as many critical points as a mixed volume allows");
}
