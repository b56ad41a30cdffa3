/// Systems whose solutions are known.
#include <algorithm>
#include <cmath>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/run_folder.hpp"
#include "study/checks.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

algebra::System system_in(const std::string& file) {
  const std::string path = POLYSCAPE_DATA "/" + file;
  return algebra::read_system(read_text(path), path);
}

report::Result solved(const algebra::System& system, std::uint64_t seed = 1, const std::string& start = "auto") {
  study::Options options;
  options.start = named<solve::Start>(start).value();
  options.seed = seed;
  options.threads = 1;
  return solve_system(system, "test", options);
}

void check_system(const std::string& file, std::uint64_t isolated, std::uint64_t seed,
                  const std::string& start = "auto") {
  INFO(file << ", seed " << seed << ", " << start);
  const report::Result r = solved(system_in(file), seed, start);
  check_ledger(r);
  CHECK(r.solutions->isolated == isolated);
  CHECK(r.solutions->nonsingular == isolated);
  CHECK(r.solutions->certified_distinct == isolated);
  CHECK(r.solutions->certified_real == r.solutions->real);
  CHECK(r.solutions->existence.by == Evidence::theorem);
  if (r.bounds.bezout == algebra::Integer(static_cast<long>(isolated)))
    CHECK(r.solutions->completeness == Completeness::proved);
  for (const report::Point& p : *r.points) CHECK(p.residual < 1e-12);
}

struct Known {
  const char* file;
  std::uint64_t isolated;
};
const Known classics[] = {{"truth/systems/katsura6.phc", 64},  {"systems/katsura7.phc", 128},
                          {"truth/systems/katsura8.phc", 256}, {"truth/systems/cyclic5.phc", 70},
                          {"truth/systems/cyclic6.phc", 156},  {"truth/systems/noon4.phc", 73},
                          {"truth/systems/eco8.phc", 64}};

}  // namespace

TEST_CASE("katsura, cyclic, noon, eco have the solutions that others found", "[systems]") {
  for (const Known& k : classics) check_system(k.file, k.isolated, 1);
}

TEST_CASE("katsura, cyclic, noon, eco: ten seeds", "[systems][long]") {
  for (const Known& k : classics)
    for (std::uint64_t seed = 1; seed <= 10; ++seed) check_system(k.file, k.isolated, seed);
}

TEST_CASE("cyclic-8: isolated points, curves and infinity are told apart, ten seeds", "[systems][long]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    const report::Result r = solved(support::cyclic(8), seed, "polyhedral");
    check_ledger(r);
    CHECK(r.paths->tracked == 2560);
    CHECK(r.solutions->isolated == 1152);
    CHECK(r.paths->nonsingular == 1152);
    CHECK(r.paths->positive_dimensional + r.paths->at_infinity == 2560 - 1152);
    CHECK(r.paths->positive_dimensional >= 144);  // the curves' degree
  }
}

namespace {

/// The gradient of a network with a small regularisation plus a constant in each row. Of its 73 solutions (an exact
/// computation over Z/32003) fourteen lie far out near the zero-loss set, with condition numbers beyond 10^16, and
/// Newton's method converges to them only from closer than 10^-15.
void check_shifted(std::uint64_t seed, const std::string& start, int threads) {
  INFO("seed " << seed << ", " << start);
  const std::string file = POLYSCAPE_DATA "/truth/networks/cube_1_2_1_N1.toml";
  algebra::System system = model::gradient_system(model::build_model(spec::read_specification(file)));
  const char* const shifts[] = {"23/7", "29/7", "-3/7", "-11/7"};
  for (std::size_t i = 0; i < 4; ++i)
    system.equations[i] = system.equations[i] + algebra::Polynomial::constant(4, *algebra::Rational::parse(shifts[i]));
  study::Options options;
  options.start = named<solve::Start>(start).value();
  options.seed = seed;
  options.threads = threads;
  const report::Result r = solve_system(system, "test", options);
  check_ledger(r);
  CHECK(r.solutions->isolated == 73);
  CHECK(r.solutions->certified_distinct == 73);
  CHECK(r.paths->failed == 0);
}

}  // namespace

TEST_CASE("far ill-conditioned solutions are told from infinity", "[ill-conditioned]") {
  check_shifted(1, "polyhedral", 0);
}

TEST_CASE("far ill-conditioned solutions, five seeds and two starts", "[ill-conditioned][long]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed)
    for (const char* start : {"multihomogeneous", "polyhedral"}) check_shifted(seed, start, 0);
}

TEST_CASE("every system of the truth, ten seeds", "[truth-systems][long]") {
  for (const support::Row& row : support::truth_table("systems.csv"))
    for (std::uint64_t seed = 1; seed <= 10; ++seed)
      for (const char* start : {"multihomogeneous", "polyhedral"})
        check_system("truth/systems/" + row.at("name") + ".phc", std::stoull(row.at("isolated")), seed, start);
}

TEST_CASE("the hardest of the classics, a hundred seeds", "[systems-seeds]") {
  for (const Known& k : {Known{"truth/systems/katsura8.phc", 256},
                         {"truth/systems/cyclic6.phc", 156},
                         {"truth/systems/cyclic7.phc", 924},
                         {"truth/systems/noon5.phc", 233},
                         {"truth/systems/eco10.phc", 256}})
    for (std::uint64_t seed = 1; seed <= support::seeds(100); ++seed)
      for (const char* start : {"multihomogeneous", "polyhedral"}) check_system(k.file, k.isolated, seed, start);
}

// Most paths end on curves or at singular points; the counts off the coordinate hyperplanes are those of the saturated
// ideal over Z/32003 (Singular).
TEST_CASE("reduced cyclic-7: 132 solutions without a zero coordinate beside curves", "[systems][long]") {
  const report::Result r = solved(system_in("systems/redcyc7.phc"));
  check_ledger(r);
  CHECK(r.paths->failed == 0);
  CHECK(r.solutions->torus == 132);
}

TEST_CASE("the shipped systems are the ones of that name", "[systems]") {
  CHECK(system_in("systems/katsura7.phc").equations == support::katsura(7).equations);
  CHECK(system_in("truth/systems/cyclic5.phc").equations.size() == 5);
}

TEST_CASE("a double root is one singular point of multiplicity two", "[systems]") {
  const report::Result r = solved(system_in("systems/double_root.phc"));
  check_ledger(r);
  REQUIRE(r.points->size() == 1);
  const report::Point& p = r.points->front();
  CHECK_FALSE(p.nonsingular);
  CHECK(p.multiplicity == 2);
  CHECK(p.real);
  CHECK(std::isinf(p.condition));
  CHECK(std::abs(p.coordinates[0] - 1.0) < 1e-10);
  CHECK(std::abs(p.coordinates[1] - 1.0) < 1e-10);
  CHECK(r.paths->singular == 2);
}

TEST_CASE("a solution at the origin has coordinates that are zero, not small", "[systems]") {
  const report::Result r = solved(system_in("systems/origin.phc"));
  check_ledger(r);
  // x^2 + x y - x = y^2 - 2 x y - 3 y = 0: (0,0), (1,0), (0,3), (-2/3, 5/3).
  CHECK(r.solutions->isolated == 4);
  CHECK(r.solutions->torus == 1);
  CHECK(r.solutions->real == 4);
  std::size_t origins = 0;
  for (const report::Point& p : *r.points) origins += p.coordinates[0] == 0.0 && p.coordinates[1] == 0.0;
  CHECK(origins == 1);
  CHECK(r.solutions->strata->size() == 4);
}

TEST_CASE("more equations than unknowns: a solution at the origin stays", "[systems]") {
  // The origin and (1, 1).
  const algebra::System s =
      support::parsed(R"j({"variables": ["x", "y"], "equations": ["x^2 - x", "y^2 - y", "x - y"]})j");
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const report::Result r = solved(s, seed);
    INFO("seed " << seed);
    check_ledger(r);
    REQUIRE(r.points->size() == 2);
    CHECK(std::ranges::count_if(*r.points, [](const report::Point& p) {
            return p.coordinates[0] == 0.0 && p.coordinates[1] == 0.0;
          }) == 1);
  }
}

TEST_CASE("a system without solutions has none, and every path is at infinity", "[systems]") {
  const report::Result r = solved(system_in("systems/no_solution.phc"));
  check_ledger(r);
  CHECK(r.solutions->isolated == 0);
  CHECK(r.paths->at_infinity == r.paths->tracked);
  CHECK(r.non_isolated.empty());
}

TEST_CASE("systems in the other formats", "[systems]") {
  const report::Result json = solved(system_in("systems/circle_and_hyperbola.json"));
  check_ledger(json);
  CHECK(json.solutions->isolated == 4);
  CHECK(json.solutions->real == 4);
  const report::Result bertini = solved(system_in("systems/two_parabolas.bertini"));
  check_ledger(bertini);
  CHECK(bertini.solutions->isolated == 4);
  CHECK(bertini.solutions->real == 2);
  CHECK(bertini.solutions->torus == 3);
}

TEST_CASE("isolated points beside a line: paths that end on the line are told apart", "[systems]") {
  // x y = 0, x (y - 1) ... : x = 0 is a line, nothing else; and (x - 1) x = 0, (y - 2) x = 0: the line x = 0 and (1,
  // 2).
  const report::Result r = solved(support::parsed("2\nx^2 - x;\nx*y - 2*x;\n"));
  check_ledger(r);
  CHECK(r.solutions->isolated == 1);
  CHECK(r.paths->positive_dimensional >= 1);
  REQUIRE_FALSE(r.non_isolated.empty());
  for (const auto& e : r.non_isolated) {
    CHECK(std::abs(e.coordinates[0]) < 1e-8);
    CHECK(e.rank == 1);
  }
}

TEST_CASE("more equations than variables: what only the combinations vanish at is excluded", "[systems]") {
  const report::Result r = solved(support::parsed("3 2\nx^2 - 1;\ny^2 - 1;\nx - y;\n"));
  check_ledger(r);
  CHECK(r.solutions->isolated == 2);
  CHECK(r.solutions->real == 2);
}

TEST_CASE("fewer equations than variables are refused, with the way to go on", "[systems]") {
  Random random(4);
  for (std::size_t variables = 2; variables <= 6; ++variables)
    for (std::size_t equations = 1; equations < variables; ++equations) {
      algebra::System system;
      for (std::size_t i = 0; i < variables; ++i) system.names.push_back("x" + std::to_string(i));
      for (std::size_t i = 0; i < equations; ++i)
        system.equations.push_back(support::random_polynomial(random, variables, 3, 5) +
                                   algebra::Polynomial::variable(variables, i).pow(4));
      for (const bool with_zeros : {false, true}) {
        if (with_zeros) system.equations.resize(variables, algebra::Polynomial(variables));
        try {
          solved(system);
          FAIL_CHECK("no error");
        } catch (const InputError& error) {
          const std::string text = error.what();
          INFO(text);
          CHECK(text.find("polyscape components") != std::string::npos);
        }
      }
    }
}

TEST_CASE("equations 0 are left out, with a note", "[systems]") {
  Random random(5);
  for (int k = 0; k < 20; ++k) {
    const std::size_t n = 1 + random.below(3);
    algebra::System system;
    for (std::size_t i = 0; i < n; ++i) system.names.push_back("x" + std::to_string(i));
    std::uint64_t count = 1;
    for (std::size_t i = 0; i < n; ++i) {
      const auto degree = static_cast<unsigned long>(1 + random.below(3));
      count *= degree;
      system.equations.push_back(algebra::Polynomial::variable(n, i).pow(degree) -
                                 algebra::Polynomial::constant(n, static_cast<long>(2 + random.below(9))));
    }
    const std::size_t zeros = 1 + random.below(3);
    for (std::size_t z = 0; z < zeros; ++z)
      system.equations.insert(
          system.equations.begin() + static_cast<std::ptrdiff_t>(random.below(system.equations.size() + 1)),
          algebra::Polynomial(n));
    const report::Result r = solved(system);
    check_ledger(r);
    CHECK(r.solutions->isolated == count);
    CHECK(r.solutions->completeness == Completeness::proved);
    CHECK(std::ranges::any_of(r.notes, [&](const Note& note) {
      return note.text.starts_with(std::to_string(zeros) + " equation") &&
             note.text.ends_with("identically zero and left out");
    }));
  }
}

TEST_CASE("a constant equation has no solutions, and contradicts nothing", "[systems]") {
  for (const char* text :
       {"1 1\nx - x + 3;\n", "2\nx^2 - y;\ny - y + 1/2;\n", "3 2\nx^2 - y;\nx*y - 1;\nx - x - 7;\n"}) {
    const report::Result r = solved(support::parsed(text));
    check_ledger(r);
    CHECK(r.solutions->isolated == 0);
    CHECK(r.contradictions.empty());
  }
}

TEST_CASE("a singular point too far out for doubles ends nothing", "[systems]") {
  CHECK_NOTHROW(solved(support::parsed("2\nx^2 - (10^300 + 1)*x + 10^300;\n10^300*y^2 + x - 1;\n")));
}
