/// Networks whose critical points other programs have counted.
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "study/checks.hpp"
#include "support/known_systems.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

constexpr long most_paths = 2500;  // of a network in the default suite
constexpr std::size_t parts = 3;   // test cases that the default suite shares out

report::Result analyzed(const std::string& name, std::uint64_t seed, const std::string& start) {
  study::Options options;
  options.seed = seed;
  options.start = named<solve::Start>(start).value();
  options.threads = 1;
  return analyze(spec::read_specification(support::truth_path("networks/" + name + ".toml")), options);
}

bool meets_a_bound(const report::Result& r) {
  const algebra::Integer count(static_cast<long>(r.solutions->isolated));
  return count == *r.bounds.bezout || count == r.bounds.multihomogeneous->value ||
         count == *r.bounds.mixed_volume_affine || count == r.bounds.linear_product->value ||
         count == r.bounds.lifted->value;
}

report::Result check_row(const support::Row& row, std::uint64_t seed, const std::string& start = "auto") {
  INFO(row.at("name") << ", seed " << seed << ", " << start);
  report::Result r = analyzed(row.at("name"), seed, start);
  check_ledger(r);
  CHECK(r.bounds.mixed_volume->to_string() == row.at("mixed_volume_torus"));
  CHECK(r.bounds.mixed_volume_affine->to_string() == row.at("mixed_volume_affine"));
  CHECK(r.bounds.linear_product->value <= r.bounds.multihomogeneous->value);
  CHECK(r.bounds.linear_product->value >= *r.bounds.mixed_volume_affine);
  CHECK(r.system.variables == std::stoull(row.at("variables")));
  CHECK(r.bounds.bezout->to_string() == row.at("bezout"));
  CHECK(r.solutions->isolated == std::stoull(row.at("isolated")));
  CHECK(r.solutions->nonsingular == r.solutions->isolated);
  CHECK(r.solutions->torus == std::stoull(row.at("torus")));
  CHECK(r.solutions->real == std::stoull(row.at("real")));
  CHECK(r.solutions->real_by_index == support::index_counts(row.at("real_by_index")));
  CHECK(r.non_isolated.empty());
  CHECK(r.solutions->certified_distinct == r.solutions->isolated);
  CHECK(r.solutions->certified_real == r.solutions->real);
  for (const report::Point& p : *r.points)
    if (p.real) CHECK(p.certificate->inertia);
  CHECK(r.solutions->existence.by == Evidence::theorem);
  CHECK(r.solutions->completeness == (meets_a_bound(r) ? Completeness::proved : Completeness::modular));
  std::uint64_t in_strata = 0;
  for (const report::Stratum& s : *r.solutions->strata) in_strata += s.isolated;
  CHECK(in_strata == r.solutions->isolated);
  return r;
}

algebra::Integer paths(const support::Row& row) {
  const auto bounds =
      bound_specification(spec::read_specification(support::truth_path("networks/" + row.at("name") + ".toml"))).bounds;
  return bounds.multihomogeneous->value;
}

void check_small(std::size_t part) {
  std::size_t checked = 0, small = 0;
  for (const support::Row& row : support::truth_table("networks.csv"))
    if (paths(row) <= algebra::Integer(most_paths) && small++ % parts == part) {
      check_row(row, 1);
      ++checked;
    }
  CHECK(small >= 70);
  CHECK(checked >= small / parts);
}

}  // namespace

TEST_CASE("networks of the truth, first third", "[networks-1]") { check_small(0); }
TEST_CASE("networks of the truth, second third", "[networks-2]") { check_small(1); }
TEST_CASE("networks of the truth, last third", "[networks-3]") { check_small(2); }

TEST_CASE("networks of the truth by polyhedral start: as many paths as the mixed volume", "[networks-polyhedral]") {
  for (const support::Row& row : support::truth_table("networks.csv")) {
    if (std::stol(row.at("mixed_volume_affine")) > 500) continue;
    const report::Result r = check_row(row, 2, "polyhedral");
    CHECK(r.paths->start == "polyhedral");
    CHECK(std::to_string(r.paths->tracked) == row.at("mixed_volume_affine"));
  }
}

namespace {

void check_by_monodromy(const support::Row& row, std::uint64_t seed) {
  const report::Result r = check_row(row, seed, "monodromy");
  INFO(row.at("name") << ", seed " << seed);
  CHECK(r.paths->start == "monodromy");
  REQUIRE(r.monodromy);
  CHECK(r.monodromy->traced);
  REQUIRE(r.bounds.generic_root_count);
  CHECK(r.bounds.generic_root_count->to_string() == std::to_string(r.paths->tracked));
  std::uint64_t in_strata = 0;
  for (const report::Stratum& s : r.monodromy->strata) in_strata += s.isolated;
  CHECK(in_strata == r.paths->tracked);
}

}  // namespace

TEST_CASE("networks of the truth by monodromy: all points, trace-tested", "[networks-monodromy]") {
  for (const support::Row& row : support::truth_table("networks.csv"))
    if (std::stol(row.at("isolated")) <= 100) check_by_monodromy(row, 1);
}

TEST_CASE("auto turns to monodromy where a sample of the paths has expensive ends, and only there",
          "[networks-monodromy]") {
  const study::Options options = one_thread("auto", "never");
  const report::Result xor_network = analyze(spec::read_specification(POLYSCAPE_DATA "/xor_quadratic.toml"), options);
  check_ledger(xor_network);
  CHECK(xor_network.paths->start == "monodromy");
  CHECK(xor_network.paths->reason.find("of 48 of the 1089 paths of a polyhedral start") != std::string::npos);
  CHECK(xor_network.solutions->isolated == 385);
  CHECK(xor_network.solutions->completeness == Completeness::trace_tested);
  const report::Result cyclic = solve_system(support::cyclic(7), "cyclic 7", options);  // all paths end regularly
  check_ledger(cyclic);
  CHECK(cyclic.paths->start == "polyhedral");
  CHECK(cyclic.solutions->isolated == 924);
}

TEST_CASE("a network whose polyhedral paths take hours is solved by its lift", "[networks][long]") {
  const report::Result r =
      analyze(spec::read_specification(POLYSCAPE_DATA "/cases/sq_2_1_2_1_N2.toml"), study::Options{});
  check_ledger(r);
  CHECK(r.paths->start == "lifted");
  CHECK(*r.bounds.lifted->value == algebra::Integer(2185));
  CHECK(r.solutions->isolated == 1537);
  CHECK(r.solutions->existence.certified == 1537);
  CHECK(r.solutions->completeness == Completeness::modular);
}

TEST_CASE("networks far beyond their Bezout numbers: the same points by monodromy and by lifts, from five seeds",
          "[networks-beyond]") {
  const std::pair<const char*, std::size_t> cases[] = {{"quadratic_6_2_1.toml", 353}, {"linear_4_3_3.toml", 245}};
  for (const auto& [file, count] : cases)
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      INFO(file << ", seed " << seed);
      study::Options options;
      options.seed = seed;
      options.start = seed % 2 == 0 ? solve::Start::monodromy : solve::Start::automatic;
      const report::Result r = analyze(spec::read_specification(std::string(POLYSCAPE_DATA "/") + file), options);
      check_ledger(r);
      CHECK(*r.bounds.bezout > algebra::Integer(1000000000));
      CHECK(r.paths->start == (seed % 2 == 0 ? "monodromy" : "lifted"));
      CHECK(r.paths->tracked == count);
      CHECK(r.solutions->isolated == count);
      CHECK(r.solutions->completeness == Completeness::proved);
    }
}

TEST_CASE("linear networks, one hidden layer, one sample: the count below the published bound", "[linear-bound]") {
  std::size_t checked = 0;
  for (const support::Row& row : support::truth_table("networks.csv")) {
    const std::string& name = row.at("name");
    if (!name.starts_with("linear_H1_") || name.find("_m1_") == std::string::npos) continue;
    const auto specification = spec::read_specification(support::truth_path("networks/" + name + ".toml"));
    const long hidden = static_cast<long>(specification.network.layers[0].units()),
               outputs = static_cast<long>(specification.network.outputs());
    INFO(name);
    const auto bound = linear_one_sample_bound(specification);
    REQUIRE(bound);
    CHECK(*bound == algebra::power(algebra::Integer(1 + 4 * outputs), static_cast<unsigned long>(hidden)));
    algebra::Integer count = 0;  // sum_k C(d_1, k) C(d_y, k) 4^k
    const auto choose = [](long n, long k) {
      return algebra::binomial(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(k));
    };
    for (long k = 0; k <= std::min(hidden, outputs); ++k)
      count +=
          choose(hidden, k) * choose(outputs, k) * algebra::power(algebra::Integer(4), static_cast<unsigned long>(k));
    CHECK(count <= *bound);
    // Equal lambdas make a special member, which has fewer.
    const report::Result r = analyzed(name, 1, "monodromy");
    CHECK(r.bounds.linear_one_sample == bound);
    CHECK(r.bounds.generic_root_count == count);
    CHECK(std::to_string(r.solutions->isolated) == row.at("isolated"));
    CHECK(algebra::Integer(static_cast<long>(r.solutions->isolated)) <= count);
    ++checked;
  }
  CHECK(checked >= 15);
  CHECK_FALSE(linear_one_sample_bound(spec::read_specification(support::truth_path("networks/sq_1_1_1_N1.toml"))));
  CHECK_FALSE(
      linear_one_sample_bound(spec::read_specification(support::truth_path("networks/linear_H1_di1_m2_dx1_dy1.toml"))));
}

TEST_CASE("XOR with biases by monodromy, trace-tested", "[monodromy][long]") {
  study::Options options;
  options.start = solve::Start::monodromy;
  const report::Result r = analyze(spec::read_specification(POLYSCAPE_DATA "/xor_biased.toml"), options);
  check_ledger(r);
  CHECK(r.paths->tracked == 4289);
  CHECK(r.solutions->completeness == Completeness::trace_tested);
}

TEST_CASE("every network of the truth by monodromy, ten seeds", "[monodromy][long]") {
  for (const support::Row& row : support::truth_table("networks.csv"))
    for (std::uint64_t seed = 1; seed <= support::seeds(10); ++seed) check_by_monodromy(row, seed);
}

TEST_CASE("networks of the truth with at most 5,000 paths, a hundred seeds", "[networks-seeds]") {
  for (const support::Row& row : support::truth_table("networks.csv"))
    if (paths(row) <= algebra::Integer(5000))
      for (std::uint64_t seed = 1; seed <= support::seeds(100); ++seed) check_row(row, seed, "multihomogeneous");
}

TEST_CASE("every network of the truth, ten seeds", "[networks][long]") {
  for (const support::Row& row : support::truth_table("networks.csv"))
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
      for (const char* start : {"multihomogeneous", "polyhedral"}) check_row(row, seed, start);
}

namespace {

// The same counts from every seed: `expected` where it is known from elsewhere.
void check_seeds(const std::string& file, std::uint64_t first, std::uint64_t last, const std::string& start,
                 std::uint64_t paths) {
  const auto specification = spec::read_specification(POLYSCAPE_DATA "/" + file);
  std::optional<report::Solutions> before;
  for (std::uint64_t seed = first; seed <= last; ++seed) {
    INFO(file << ", seed " << seed);
    study::Options options;
    options.seed = seed;
    options.start = named<solve::Start>(start).value();
    const report::Result r = analyze(specification, options);
    check_ledger(r);
    CHECK(r.paths->tracked == paths);
    if (before) {
      CHECK(r.solutions->isolated == before->isolated);
      CHECK(r.solutions->torus == before->torus);
      CHECK(r.solutions->real == before->real);
      CHECK(r.solutions->real_by_index == before->real_by_index);
      CHECK(r.solutions->orbits == before->orbits);
    }
    before = r.solutions;
  }
}

}  // namespace

TEST_CASE("XOR by two quadratic units: the same points from two seeds", "[seeds]") {
  check_seeds("xor_quadratic.toml", 1, 2, "polyhedral", 1089);
}
TEST_CASE("a linear network on iris: 49 points, the same from two seeds", "[seeds]") {
  check_seeds("iris_linear.toml", 1, 2, "multihomogeneous", 593);
  study::Options options;
  options.threads = 1;
  const report::Result r = analyze(spec::read_specification(POLYSCAPE_DATA "/iris_linear.toml"), options);
  CHECK(r.solutions->isolated == 49);
  CHECK(r.network->samples == 150);
  CHECK(r.network->outputs == 3);
}
TEST_CASE("XOR and iris: the same points from twenty seeds", "[seeds][long]") {
  check_seeds("xor_quadratic.toml", 1, 20, "polyhedral", 1089);
  check_seeds("xor_quadratic.toml", 1, 20, "auto", 385);
  check_seeds("iris_linear.toml", 1, 20, "multihomogeneous", 593);
}

TEST_CASE("XOR with biases: 4,289 points, as an exact computation over a prime field says", "[networks][long]") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    study::Options options;
    options.seed = seed;
    const report::Result r = analyze(spec::read_specification(POLYSCAPE_DATA "/xor_biased.toml"), options);
    check_ledger(r);
    CHECK(r.paths->tracked == 4289);
    CHECK(r.solutions->isolated == 4289);
  }
}
