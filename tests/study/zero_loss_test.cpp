/// The whole job on networks whose zero-loss points form manifolds.
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "study/checks.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

// 2-2-1 with z^2, no biases, N samples drawn with a seed.
report::Result quadratic(int samples, int data_seed, const std::string& tikhonov) {
  const std::string text =
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n"
      "[data]\nrandom = { samples = " +
      std::to_string(samples) + ", seed = " + std::to_string(data_seed) + " }\n[regularization]\ntikhonov = \"" +
      tikhonov + "\"\n";
  study::Options options;
  options.threads = 1;
  return analyze(spec::parse_specification(text, "test.toml", "."), options);
}

}  // namespace

TEST_CASE("2-2-1, z^2, without regularisation: dimension 5, 4, 3 for N = 1, 2, 3, empty for N = 4",
          "[zero-loss][long]") {
  for (int samples = 1; samples <= 4; ++samples) {
    INFO("N = " << samples);
    const report::Result r = quadratic(samples, 11, "none");
    check_ledger(r);
    REQUIRE(r.interpolation);
    CHECK(r.interpolation->variables == algebra::Integer(6));
    CHECK(r.interpolation->expected_dimension == algebra::Integer(6 - samples));
    CHECK(r.interpolation->dimension == (samples <= 3 ? 6 - samples : -1));
    CHECK(r.interpolation->degenerate == (samples <= 3));
    CHECK(r.interpolation->empty_proved == (samples == 4));
    CHECK(r.interpolation->function_space_dimension == std::min(samples, 3));
    CHECK(r.interpolation->real_points == (samples <= 3));
    if (samples <= 3) CHECK(r.interpolation->real_dimension == 6 - samples);
    CHECK(r.solutions->isolated == 0);  // the scalings of the units move every critical point, or more does
  }
}

TEST_CASE("2-2-1, z^2, regularised: the same interpolation set, but isolated critical points", "[zero-loss-tikhonov]") {
  for (int samples : {1, 3}) {
    INFO("N = " << samples);
    const report::Result r = quadratic(samples, 11, "generic");
    check_ledger(r);
    CHECK(r.interpolation->dimension == 6 - samples);
    CHECK(r.interpolation->degenerate == true);
    CHECK(r.paths->positive_dimensional == 0);
    CHECK(r.non_isolated.empty());
    CHECK(r.solutions->isolated > 0);
    CHECK(r.solutions->singular == 0);
    std::uint64_t real = 0;
    for (const auto& [index, count] : r.solutions->real_by_index) real += count;
    CHECK(real == r.solutions->real);
  }
}

namespace {

// Isolated critical points are the components of dimension 0; nonsingular ones cannot be anything else.
void check_degenerate_row(const support::Row& row, bool singular_too) {
  INFO(row.at("name"));
  study::Options options;
  options.threads = 1;
  const report::Result r =
      analyze(spec::read_specification(support::truth_path("degenerate/" + row.at("name") + ".toml")), options);
  check_ledger(r);
  const int dimension = support::largest_dimension(row.at("zero_loss"));
  CHECK(r.interpolation->dimension == dimension);
  CHECK(r.interpolation->degenerate == (dimension >= 1));
  CHECK(r.interpolation->empty_proved == (dimension < 0));
  // Where continuous symmetries leave one candidate, no path leads to the sets.
  CHECK((r.paths->start == "fixed points" || r.paths->positive_dimensional > 0));
  const auto critical = support::index_counts(row.at("critical"));
  const std::uint64_t isolated = critical.contains(0) ? critical.at(0) : 0;
  CHECK(r.solutions->nonsingular == isolated);
  if (singular_too) CHECK(r.solutions->isolated == isolated);
}

}  // namespace

TEST_CASE("small unregularised networks of the truth: zero-loss sets and isolated points", "[zero-loss]") {
  int rows = 0;
  for (const support::Row& row : support::truth_table("degenerate.csv"))
    if (std::stoi(row.at("variables")) <= 4) {
      check_degenerate_row(row, false);
      ++rows;
    }
  CHECK(rows == 7);
}

TEST_CASE("every unregularised network of the truth, singular endpoints told apart", "[zero-loss][long]") {
  for (const support::Row& row : support::truth_table("degenerate.csv")) check_degenerate_row(row, true);
}

TEST_CASE("XOR without regularisation is solved on a manifold", "[zero-loss][long]") {
  study::Options options;
  options.threads = 1;
  const auto analyzed = [&](const std::string& file) {
    return analyze(spec::read_specification(POLYSCAPE_DATA "/" + file), options);
  };
  const report::Result free = analyzed("xor_quadratic_free.toml");
  check_ledger(free);
  CHECK(free.interpolation->dimension == 3);
  CHECK(free.interpolation->degenerate == true);
  CHECK(free.interpolation->real_points == true);
  CHECK(free.paths->positive_dimensional > 0);
}
