/// Systems whose text names inner quantities: bounds and starts by lifts, and proofs that rest on them.
#include <algorithm>
#include <set>

#include "polyscape/algebra/format/written.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/verification.hpp"
#include "study/checks.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::Integer;

namespace {

/// The two equations: x, y, and the sum g = 3 x^2 - 2 x y + 5 y^2 + x - 7, of which each has a power of degree three.
const std::string composed =
    "2\n(3*x^2 - 2*x*y + 5*y^2 + x - 7)^3 + 2*(3*x^2 - 2*x*y + 5*y^2 + x - 7)*y - 4;\n"
    "x*(3*x^2 - 2*x*y + 5*y^2 + x - 7)^2 - 3*y + 1;\n";

algebra::WrittenSystem written(const std::string& text) { return algebra::read_written_system(text, "test"); }

report::Result solved(const std::string& text, const std::string& start, std::uint64_t seed = 1) {
  study::Options options = one_thread(start, "always");
  options.seed = seed;
  return solve_system(written(text), "test", options);
}

std::string coefficient(Random& random) {
  const auto n = static_cast<int>(1 + random.below(9));
  return "(" + std::to_string(random.below(2) == 0 ? n : -n) + "/" + std::to_string(1 + random.below(5)) + ")";
}

/// "(a + b*x^2 + ...)", all monomials in x, y up to the degree, and what else is to be added.
std::string random_sum(Random& random, int degree, const std::string& more) {
  std::string text = "(" + more;
  for (int i = 0; i <= degree; ++i)
    for (int j = 0; i + j <= degree; ++j)
      text += " + " + coefficient(random) + "*x^" + std::to_string(i) + "*y^" + std::to_string(j);
  return text + ")";
}

/// Two equations of degree two in g(x, y), x and y: g is of degree two or three, or a square of a linear form in x, y
/// and more; coefficients are random.
std::string random_composition(Random& random, int kind) {
  const std::string h = random_sum(random, 1, "0"),
                    g = kind == 0   ? random_sum(random, 2, "0")
                        : kind == 1 ? random_sum(random, 3, "0")
                                    : random_sum(random, 1, coefficient(random) + "*" + h + "^2");
  std::string text = "2\n";
  for (int e = 0; e < 2; ++e) {
    text += coefficient(random) + "*" + g + "^2 + " + coefficient(random) + "*x*" + g;
    if (kind == 2) text += " + " + coefficient(random) + "*" + h;
    text += " + " + random_sum(random, 1, "0") + ";\n";
  }
  return text;
}

/// The total-degree start finds the same points.
void check_composition(std::uint64_t seed) {
  Random random(seed);
  const std::string text = random_composition(random, static_cast<int>(seed % 3));
  INFO("seed " << seed << "\n" << text);
  const report::Result reference = solved(text, "total-degree", seed);
  check_ledger(reference);
  for (const std::string start : {"lifted", "auto"}) {
    const report::Result r = solved(text, start, seed);
    check_ledger(r);
    CHECK(r.paths->start == "lifted");
    CHECK(r.solutions->isolated == reference.solutions->isolated);
    CHECK(r.solutions->nonsingular == reference.solutions->nonsingular);
    CHECK(r.solutions->real == reference.solutions->real);
    CHECK(r.solutions->existence.certified == r.solutions->nonsingular);
    CHECK(Integer(static_cast<long>(r.paths->tracked)) == *r.bounds.lifted->value);
    CHECK(r.paths->tracked < reference.paths->tracked);
    if (r.bounds.lifted->value == Integer(static_cast<long>(r.solutions->isolated)))
      CHECK(r.solutions->completeness == Completeness::proved);
  }
}

}  // namespace

TEST_CASE("a sum that occurs in several places is a bound and a start, and proves the count", "[written]") {
  const report::Result bounds = bound_system(written(composed), "test");
  REQUIRE(bounds.bounds.lifted);
  CHECK(bounds.bounds.lifted->unknowns == 3);
  CHECK(bounds.bounds.lifted->lift == "(3*x^2 - 2*x*y + 5*y^2 + x - 7)");
  CHECK(*bounds.bounds.lifted->value < *bounds.bounds.mixed_volume_affine);
  CHECK(bounds.bounds.lifts.size() == 1);
  const report::Result r = solved(composed, "auto");
  check_ledger(r);
  CHECK(r.paths->start == "lifted");
  CHECK(r.solutions->isolated == 10);
  CHECK(r.bounds.lifted->value == Integer(10));
  CHECK(r.paths->tracked == 10);
  CHECK(r.solutions->completeness == Completeness::proved);
  CHECK(r.solutions->completeness_by.find("lifted mixed volume") != std::string::npos);
}

TEST_CASE("compositions of random polynomials have the counts of the total-degree start, ten seeds", "[written]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) check_composition(seed);
}

TEST_CASE("a lift that is no smaller is not taken, but can be asked for", "[written]") {
  const std::string text = "2\nx*(y + 1) - 2;\nx + y^2 - 5;\n";
  const report::Result chosen = solved(text, "auto");
  REQUIRE(chosen.bounds.lifted);
  CHECK(chosen.bounds.lifted->value >= chosen.bounds.mixed_volume_affine);
  CHECK(chosen.paths->start != "lifted");
  const report::Result asked = solved(text, "lifted");
  check_ledger(asked);
  CHECK(asked.paths->start == "lifted");
  CHECK(asked.solutions->isolated == chosen.solutions->isolated);
}

TEST_CASE("texts without inner quantities have no lift, nor have systems that are not square", "[written]") {
  for (const std::string text : {"2\nx^2 + y^2 - 5;\nx*y - 2;\n", "2\n(1 + 2*i)*x^2 - y;\n(x*y)^2 - 3;\n",
                                 "3 2\n(x + y)^2 - 1;\n(x + y)*x - 1;\nx - y;\n"}) {
    INFO(text);
    const report::Result r = solved(text, "auto");
    CHECK_FALSE(r.bounds.lifted);
    CHECK(r.bounds.lifts.empty());
    CHECK_THROWS_WITH(solved(text, "lifted"), Catch::Matchers::Contains("--start lifted"));
  }
}

TEST_CASE("sums that differ in one coefficient are not taken for one", "[written]") {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const std::string text =
        "2\n(x^2 + 3*y^2 - 2)^2 - x + (x^2 + 3*y^2 - 2)*y;\n(x^2 + 3001/1000*y^2 - 2)^2*x - 2*y + 1;\n";
    const report::Result r = solved(text, "lifted", seed), reference = solved(text, "total-degree", seed);
    check_ledger(r);
    CHECK(r.solutions->isolated == reference.solutions->isolated);
    CHECK(r.solutions->real == reference.solutions->real);
  }
}

TEST_CASE("nested sums, multiple solutions and larger sets are those of the system", "[written]") {
  const std::string nested = "2\n((x + y)^2 - 3*x)^2 - 2*(x + y) + 1;\n((x + y)^2 - 3*x)*(x + y) - 5*y;\n";
  const std::string twice = "2\n(x^2 + y^2 - 2)^2*(x - 2*y + 7);\n(x^2 + y^2 - 2)*x + x - 3*y + 2;\n";
  const std::string on_a_curve = "2\n(x^2 + y^2 - 2)*(x - 3);\n(x^2 + y^2 - 2)*(y - 1/2);\n";
  for (const std::string& text : {nested, twice, on_a_curve}) {
    INFO(text);
    const report::Result r = solved(text, "lifted"), reference = solved(text, "total-degree");
    CHECK(r.paths->start == "lifted");
    CHECK(r.paths->failed == 0);
    CHECK(r.solutions->isolated == reference.solutions->isolated);
    CHECK(r.solutions->nonsingular == reference.solutions->nonsingular);
    const auto multiplicities = [](const report::Result& result) {
      std::multiset<int> all;
      for (const report::Point& p : *result.points) all.insert(p.multiplicity);
      return all;
    };
    CHECK(multiplicities(r) == multiplicities(reference));
    CHECK((r.paths->positive_dimensional > 0) == (reference.paths->positive_dimensional > 0));
  }
}

TEST_CASE("equations that vanish or become real ones keep their lifts", "[written]") {
  const std::string plain = "2\n(x^2 + y - 1)^3 - y;\nx*(x^2 + y - 1)^2 + 2*y - 3;\n";
  const std::string zero = "3 2\n(x^2 + y - 1)^3 - y;\n(x + y)*(x - y) - x^2 + y^2;\nx*(x^2 + y - 1)^2 + 2*y - 3;\n";
  const std::string times_i = "2\ni*(x^2 + y - 1)^3 - i*y;\n(2 + i)*(x*(x^2 + y - 1)^2 + 2*y - 3);\n";
  const std::string conjugate =
      "2\n(x^2 + y - 1)^3 - y + i*(x*(x^2 + y - 1)^2 + 2*y - 3);\n(x^2 + y - 1)^3 - y - i*(x*(x^2 + y - 1)^2 + 2*y - "
      "3);\n";
  const report::Result reference = solved(plain, "polyhedral");
  for (const std::string& text : {plain, zero, times_i, conjugate}) {
    INFO(text);
    const report::Result r = solved(text, "lifted");
    check_ledger(r);
    CHECK(r.system.real);
    CHECK(r.solutions->isolated == reference.solutions->isolated);
    CHECK(r.solutions->real == reference.solutions->real);
    CHECK(r.solutions->existence.certified == r.solutions->isolated);
  }
}

TEST_CASE("badly scaled texts are lifted, too", "[written]") {
  const std::string sum = "(1000000000*x^2 + y - 7)";
  const report::Result r = solved("2\n" + sum + "^3 - 1/1000000*y;\n1000*x*" + sum + "^2 + 1/1000000*y - 3;\n", "auto");
  check_ledger(r);
  CHECK(r.paths->start == "lifted");
  CHECK(r.solutions->isolated == 7);
  CHECK(r.solutions->real == 1);
  CHECK(r.solutions->completeness == Completeness::proved);
}

TEST_CASE("many sums: the search begins with what is used most", "[written]") {
  std::string text = "2\n";
  for (int e = 0; e < 2; ++e) {
    text += "(x^2 - y + 3)^2*(" + std::to_string(e + 1) + "*x - y)";
    for (int k = 1; k <= 40; ++k) text += " + (x + " + std::to_string(k + e) + "*y - 1)^2";
    text += ";\n";
  }
  const algebra::WrittenSystem system = written(text);
  REQUIRE(system.form);
  CHECK(system.form->groups.size() == 24);
  CHECK(system.form->groups.front().label == "(x^2 - y + 3)");
  const report::Result r = solved(text, "auto");
  check_ledger(r);
  CHECK(r.solutions->isolated == solved(text, "total-degree").solutions->isolated);
}

TEST_CASE("certify finds a lifted bound again, and takes a forged one back", "[written]") {
  const algebra::WrittenSystem system = prepared(written(composed));
  const report::Result run = solved(composed, "auto");
  const Verifier verifier(system, "test", one_thread());
  const report::Result again = verifier(run, "result.json");
  CHECK(again.contradictions.empty());
  CHECK(again.bounds.lifted->value == run.bounds.lifted->value);
  CHECK(again.solutions->completeness == Completeness::proved);

  report::Result forged = run;
  forged.points->pop_back();
  --forged.solutions->isolated;
  --forged.solutions->nonsingular;
  --*forged.solutions->certified_distinct;
  --forged.paths->nonsingular;
  --forged.paths->tracked;
  const Integer count(static_cast<long>(forged.points->size()));
  forged.bounds.lifted->value = forged.bounds.lifts.front().value = count;
  const report::Result found = verifier(forged, "result.json");
  CHECK(found.solutions->completeness != Completeness::proved);
  CHECK(found.bounds.lifted->value == run.bounds.lifted->value);
  CHECK_FALSE(report::complete(found));

  // The same polynomials, written term by term, have no lift: a bound that is claimed for them is not found again.
  const Verifier expanded(system.system, "test", one_thread());
  const report::Result without = expanded(run, "result.json");
  CHECK_FALSE(without.bounds.lifted);
  CHECK(without.solutions->completeness != Completeness::proved);
  CHECK_FALSE(report::complete(without));
}
