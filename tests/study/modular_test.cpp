/// Counts modulo random primes: what they say, and what of them is not believed.
#include <fstream>
#include <map>
#include <sstream>

#include "polyscape/report/contradictions.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/modular_count.hpp"
#include "polyscape/study/point_claims.hpp"
#include "polyscape/study/verification.hpp"
#include "study/checks.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::Integer;

namespace {

Integer count_of(const std::optional<report::ModularCount>& count) {
  REQUIRE(count);
  CHECK(count->dimension <= 0);
  CHECK(count->error_log2 <= -80);
  CHECK(count->unlucky.empty());
  return count->count;
}

std::optional<report::ModularCount> counted(const algebra::System& system) {
  std::vector<Note> notes;
  return modular_count(system, {}, notes);
}

study::Options exactly(Exact exact) {
  study::Options options = one_thread("auto", "always");
  options.exact = exact;
  return options;
}

const report::Result& xor_network() {
  static const report::Result result =
      analyze(spec::read_specification(POLYSCAPE_DATA "/xor_quadratic.toml"), exactly(Exact::automatic));
  return result;
}

}  // namespace

TEST_CASE("networks of the truth are counted without a path", "[modular]") {
  for (const support::Row& row : support::truth_table("networks.csv")) {
    INFO(row.at("name"));
    const auto model =
        model::build_model(spec::read_specification(support::truth_path("networks/" + row.at("name") + ".toml")));
    CHECK(count_of(counted(model::gradient_system(model))).to_string() == row.at("isolated"));
  }
}

TEST_CASE("classic systems of the truth are counted without a path", "[modular]") {
  for (const support::Row& row : support::truth_table("systems.csv")) {
    INFO(row.at("name"));
    std::ifstream file(support::truth_path("systems/" + row.at("name") + ".phc"));
    std::ostringstream text;
    text << file.rdbuf();
    CHECK(count_of(counted(support::parsed(text.str()))).to_string() == row.at("isolated"));
  }
}

TEST_CASE("XOR and iris end with a count that is complete", "[modular]") {
  const report::Result& xor_result = xor_network();
  check_ledger(xor_result);
  CHECK(xor_result.solutions->isolated == 385);
  CHECK(xor_result.solutions->completeness == Completeness::modular);
  CHECK(count_of(xor_result.bounds.modular) == Integer(385));
  CHECK(report::complete(xor_result));
  const report::Result iris =
      analyze(spec::read_specification(POLYSCAPE_DATA "/iris_linear.toml"), exactly(Exact::automatic));
  CHECK(iris.solutions->isolated == 49);
  CHECK(iris.solutions->completeness >= Completeness::modular);
  const report::Result never = solve_system(support::noon(3), "noon", exactly(Exact::never));
  CHECK(!never.bounds.modular);
}

TEST_CASE("a list that lacks one solution is never complete", "[modular]") {
  const report::Result& whole = xor_network();
  REQUIRE(whole.solutions->completeness == Completeness::modular);
  Random random(41);
  for (int round = 0; round < 200; ++round) {
    report::Result r = whole;
    const auto k = static_cast<std::ptrdiff_t>(random.below(r.points->size()));
    if (round % 2 == 0) {
      r.points->erase(r.points->begin() + k);
      --r.solutions->isolated;
      --r.solutions->nonsingular;
    } else {
      (*r.points)[static_cast<std::size_t>(k)].certified = false;
    }
    conclude(r);
    CHECK(r.solutions->completeness < Completeness::modular);
    if (round % 2 == 0) CHECK(report::standing(r) == report::Standing::incomplete);
    if (round % 2 == 0) CHECK(report::uncounted(r) == Integer(1));
  }
  // Nor one that has one more than there are.
  report::Result more = whole;
  more.points->push_back(more.points->back());
  ++more.solutions->isolated;
  conclude(more);
  CHECK(more.solutions->completeness < Completeness::modular);
  note_contradictions(more);
  CHECK(report::standing(more) == report::Standing::contradiction);
}

TEST_CASE("where the count leaves room the paths are followed again", "[modular]") {
  const algebra::System system = support::noon(3);  // 21 of 27 paths end
  solve::Problem problem{system};
  const study::Options options = exactly(Exact::automatic);
  const solve::Outcome all = solve::solve(problem, options);
  REQUIRE(all.solutions.size() == 21);
  report::Result result;
  int calls = 0;
  const auto losing = [&] {
    solve::Outcome outcome = all;
    if (++calls == 1)
      outcome.solutions.pop_back();
    else
      CHECK(problem.known.count == Integer(21));
    return outcome;
  };
  CHECK(solved_and_counted(problem, losing, options, result).solutions.size() == 21);
  CHECK(calls == 2);
  // Solutions that are all there are not looked for again, nor counted where a bound is met.
  int once = 0;
  const auto whole = [&] {
    ++once;
    return all;
  };
  result = {};
  CHECK(solved_and_counted(problem, whole, options, result).solutions.size() == 21);
  CHECK(once == 1);
  CHECK(count_of(result.bounds.modular) == Integer(21));
  result = {};
  result.bounds.mixed_volume_affine = Integer(21);
  solved_and_counted(problem, whole, options, result);
  CHECK(!result.bounds.modular);
}

TEST_CASE("systems that no bound is met by are counted", "[modular]") {
  const auto solved = [](const std::string& text, Exact exact = Exact::automatic) {
    return solve_system(support::parsed(text), "test", exactly(exact));
  };
  const report::Result noon = solve_system(support::noon(4), "noon", exactly(Exact::automatic));
  CHECK(noon.solutions->isolated == 73);
  CHECK(noon.solutions->completeness >= Completeness::modular);
  // Three times the origin, and (1, 1).
  const report::Result twice = solved("2 2\nx^2 - y;\ny^2 - x*y;\n");
  CHECK(twice.solutions->isolated == 2);
  CHECK(count_of(twice.bounds.modular) == Integer(4));
  CHECK(twice.solutions->completeness == Completeness::modular);
  // A multiplicity that is less than the local ring's leaves room for more.
  report::Result less = twice;
  for (report::Point& p : *less.points)
    if (p.exact) p.exact->multiplicity.reset();
  conclude(less);
  CHECK(less.solutions->completeness == Completeness::unknown);
  // That there is none is proved by an identity where one is found.
  const report::Result none = solved("2 2\nx*y - 1;\nx^2;\n");
  CHECK(none.solutions->isolated == 0);
  CHECK(none.solutions->completeness == Completeness::proved);
  CHECK(none.bounds.nullstellensatz.has_value());
  // Of a set of zeros there is no count.
  const report::Result set = solved("2 2\nx^2 - x*y;\nx*y - y^2;\n", Exact::always);
  REQUIRE(set.bounds.modular);
  CHECK(set.bounds.modular->dimension == 1);
  CHECK(set.solutions->completeness == Completeness::unknown);
}

namespace {

/// "1:4 2:6", of the dimensions that have a degree.
std::string degrees(const report::Decomposition& d) {
  std::map<int, std::string> sorted;
  for (const report::ReducedPart& part : d.reduced)
    if (part.degree != Integer(0)) sorted[part.dimension] = part.degree.to_string();
  std::string text;
  for (const auto& [dimension, degree] : sorted)
    text += (text.empty() ? "" : " ") + std::to_string(dimension) + ":" + degree;
  return text;
}

/// Sphere, two lines and two points.
const char* const sets =
    "4 3\nx + y + z - x - y - z;\n(x^2 + y^2 + z^2 - 1)*x*(x - 2);\n"
    "(x^2 + y^2 + z^2 - 1)*(y - 3)*(y - x - 5);\n(x^2 + y^2 + z^2 - 1)*x*(z - 1);\n";

report::Result decomposed(const std::string& text, Exact exact = Exact::automatic) {
  return decompose_system(support::parsed(text), "test", exactly(exact));
}

}  // namespace

TEST_CASE("components of every dimension are as many as modulo primes", "[modular][parts]") {
  const report::Result r = decomposed(sets);
  CHECK(degrees(*r.decomposition) == "0:2 1:2 2:2");
  CHECK(report::uncounted(*r.decomposition).empty());
  CHECK(report::standing(r) == report::Standing::complete);
  for (const report::ReducedPart& part : r.decomposition->reduced) {
    CHECK(report::reduced_degree(*r.decomposition, part.dimension) == part.degree);
    CHECK(part.error_log2 <= -80);
  }
  CHECK(report::summary(r).find("; as found") != std::string::npos);
  CHECK(decomposed(sets, Exact::never).decomposition->reduced.empty());
  // Points in the line are no points of their own; nor is what is multiple counted, though it is found.
  CHECK(degrees(*decomposed("2 2\nx^2 - x*y;\nx*y - y^2;\n").decomposition) == "1:1");
  const report::Result multiple = decomposed("3 3\nx + y + z - x - y - z;\nz*x^2;\nz*(y - 1)*(z - 1);\n");
  CHECK(degrees(*multiple.decomposition) == "2:1");
  CHECK(report::reduced_degree(*multiple.decomposition, 1) == Integer(0));
  CHECK(report::standing(multiple) == report::Standing::complete);
  REQUIRE(multiple.decomposition->components.size() == 3);
  CHECK(multiple.decomposition->components[1].multiplicity == 2);
}

TEST_CASE("paths and primes agree on unions of random sets", "[modular][parts][long]") {
  using algebra::Polynomial;
  Random random(53);
  const auto number = [&] { return algebra::GaussianRational(static_cast<long>(random.below(13)) - 6); };
  const auto form = [&] {
    Polynomial p = Polynomial::constant(3, number());
    for (std::size_t k = 0; k < 3; ++k) p += Polynomial::variable(3, k) * number();
    return p;
  };
  for (int round = 0; round < 6; ++round) {
    // Of each a random number: a surface, a curve, a point; sometimes a point on the curve, or a double one.
    std::vector<Polynomial> product{Polynomial::constant(3, 1)};
    const auto add = [&](const std::vector<Polynomial>& ideal) {
      std::vector<Polynomial> next;
      for (const Polynomial& p : product)
        for (const Polynomial& q : ideal) next.push_back(p * q);
      product = std::move(next);
    };
    std::map<int, long> expected;
    if (round % 2 == 0) add({form() * form() + form()}), expected[2] += 2;
    const Polynomial plane = form(), other = form();
    add({plane, other * form() + form()}), expected[1] += 2;
    if (round % 3 == 0) add({form(), form(), form()}), expected[0] += 1;
    if (round % 3 == 1) add({form(), form(), form().pow(2)});
    if (round % 3 == 2) add({form(), other}), expected[1] += 1;
    std::string text;
    for (const auto& [dimension, degree] : expected)
      text += (text.empty() ? "" : " ") + std::to_string(dimension) + ":" + std::to_string(degree);
    INFO("round " << round);
    const report::Result r = decompose_system({{"x", "y", "z"}, product}, "test", exactly(Exact::always));
    CHECK(degrees(*r.decomposition) == text);
    for (const report::ReducedPart& part : r.decomposition->reduced)
      CHECK(report::reduced_degree(*r.decomposition, part.dimension) == part.degree);
    CHECK(report::standing(r) == report::Standing::complete);
  }
}

TEST_CASE("a component that was lost, or is one too many, is named", "[modular][parts]") {
  const report::Result whole = decomposed(sets);
  REQUIRE(report::contradictions(whole).empty());
  const auto& components = whole.decomposition->components;
  for (std::size_t k = 0; k <= components.size(); ++k) {
    report::Result fewer = whole, more = whole;
    if (k < components.size()) {
      fewer.decomposition->components.erase(fewer.decomposition->components.begin() + static_cast<std::ptrdiff_t>(k));
      more.decomposition->components.push_back(components[k]);
    } else {
      --fewer.decomposition->isolated;
      --fewer.decomposition->nonsingular;
      ++more.decomposition->isolated;
      ++more.decomposition->nonsingular;
    }
    INFO("component " << k);
    REQUIRE(report::uncounted(*fewer.decomposition).size() == 1);
    CHECK(report::uncounted(*fewer.decomposition).front().dimension ==
          (k < components.size() ? components[k].dimension : 0));
    CHECK(report::standing(fewer) == report::Standing::incomplete);
    CHECK(report::contradictions(fewer).empty());
    CHECK(report::summary(fewer).find("the modular count leaves room for") != std::string::npos);
    CHECK(report::summary(fewer).find("; FOUND ") != std::string::npos);
    CHECK(!report::contradictions(more).empty());
    note_contradictions(more);
    CHECK(report::standing(more) == report::Standing::contradiction);
  }
}

TEST_CASE("an empty set is said to be empty", "[modular][parts]") {
  const report::Result none = decomposed("3 3\nx*y - 1;\nx*z;\nz - 1;\n");
  REQUIRE(none.bounds.modular);
  CHECK(none.bounds.modular->dimension == -1);
  CHECK(none.decomposition->components.empty());
  CHECK(none.decomposition->isolated == 0);
  CHECK(report::summary(none).find("no solutions over C [exact]") != std::string::npos);
  report::Result found = none;
  found.decomposition->isolated = found.decomposition->nonsingular = 1;
  CHECK(!report::contradictions(found).empty());
}

TEST_CASE("critical sets of the truth have their degrees without a path", "[modular][parts]") {
  std::size_t checked = 0;
  for (const support::Row& row : support::truth_table("degenerate.csv")) {
    INFO(row.at("name"));
    const auto model =
        model::build_model(spec::read_specification(support::truth_path("degenerate/" + row.at("name") + ".toml")));
    const algebra::System gradient = model::gradient_system(model);
    std::vector<Note> notes;
    report::Decomposition d;
    ModularCounting counting;
    counting.operations = 300'000'000;
    count_reduced_parts(gradient, modular_count(gradient, counting, notes), counting, d, notes);
    if (!notes.empty()) continue;  // more than that
    CHECK(degrees(d) == row.at("critical"));
    ++checked;
  }
  CHECK(checked >= 10);
}

TEST_CASE("the zero-loss set has its dimension modulo primes, too", "[modular]") {
  for (const support::Row& row : support::truth_table("degenerate.csv")) {
    INFO(row.at("name"));
    const auto specification = spec::read_specification(support::truth_path("degenerate/" + row.at("name") + ".toml"));
    const auto model = model::build_model(specification);
    if (!model.has_interpolation) continue;
    report::Interpolation v;
    std::vector<Note> notes;
    ModularCounting counting;
    counting.operations = 300'000'000;
    count_zero_loss(model, counting, v, notes);
    if (v.modular) CHECK(v.modular->dimension == support::largest_dimension(row.at("zero_loss")));
  }
}
