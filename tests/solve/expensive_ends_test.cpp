/// Systems most of whose paths end in expensive places: sets of high multiplicity, multiple points, singular points at
/// infinity. Counts, the ledger, and what it cost, in steps that no batch takes.
#include <string>
#include <vector>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/solve/solver.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::solve;

namespace {

struct Case {
  std::string name;
  std::vector<std::string> equations;
  std::size_t isolated;
  int multiplicity = 1;    ///< of each of them
  bool component = false;  ///< there is a positive-dimensional set of solutions
  bool quick = true;
  std::uint64_t steps = 40;  ///< a path, at most, that no batch takes: three loops around a double end alone take 48
};

std::string power(const std::string& f, int k) { return "(" + f + ")^" + std::to_string(k); }

/// f^k times planes that meet in one point off the set f = 0.
void add_products(std::vector<Case>& all) {
  const std::string plane_curves[] = {"x + 2*y - 1", "x^2 + y^2 - 2", "x*y - 1", "x^2 - y^3 + 1"};
  for (const std::string& f : plane_curves)
    for (int k = 2; k <= 3; ++k)
      all.push_back(
          {power(f, k) + " times lines", {power(f, k) + "*(x - 3)", power(f, k) + "*(y - 2)"}, 1, 1, true, k == 2});
  for (int k = 2; k <= 4; ++k) {
    const std::string f = power("x^2 + y^2 + z^2 - 3", k);
    all.push_back({f + " times planes",
                   {f + "*(x - 1)", f + "*(y - 1)", f + "*(z - 2)"},
                   1,
                   1,
                   true,
                   false,
                   k < 4 ? 40UL : 45UL});  // seen on three seeds: up to 42.1
  }
  all.push_back(
      {"a double line and two points", {"(x + y - 1)^2*(x - 2)*(x + 5)", "(x + y - 1)^2*(y - 4)"}, 2, 1, true});
}

/// All paths end in one point or two.
void add_multiple_points(std::vector<Case>& all) {
  constexpr std::uint64_t many = 350;  // exponents with different denominators only come apart near t = 0
  for (int m = 2; m <= 4; ++m)
    for (int n = m; n <= 4; ++n)
      all.push_back({"a point of multiplicity " + std::to_string(m * n),
                     {power("x - 1/2", m), power("y + x - 2", n)},
                     1,
                     m * n,
                     false,
                     m * n < 10,
                     many});
  all.push_back(
      {"a threefold line through two points of a conic", {"x^2 + y^2 - 5", "(x + y - 1)^3"}, 2, 3, false, true, many});
  all.push_back({"two points of multiplicity 6", {"(x^2 - 2)^2", "(y - 3*x)^3"}, 2, 6, false, false, many});
}

/// q^k + l = 0 with one q: all but degree(q) k paths end on the set q = 0 at infinity, which is k-fold there.
void add_infinity(std::vector<Case>& all) {
  const std::string forms[] = {"x^2 + y^2", "x*y", "x^2 + 3*x*y + y^2"};
  for (const std::string& q : forms)
    for (int k = 2; k <= 3; ++k)
      all.push_back({power(q, k) + " at infinity",
                     {power(q, k) + " + x - 3", power(q, k) + " + y - 2"},
                     static_cast<std::size_t>(2 * k)});
  all.push_back({"a double conic at infinity",
                 {"(x^2 + y^2 + z^2)^2 + x - 1", "(x^2 + y^2 + z^2)^2 + y - 5", "(x^2 + y^2 + z^2)^2 + z + 3"},
                 4});
}

/// Critical points of (f - 1)^2: the set f = 1, and the critical points of f.
void add_gradients(std::vector<Case>& all) {
  all.push_back({"gradient of (xy - 1)^2", {"(x*y - 1)*y", "(x*y - 1)*x"}, 1, 1, true});
  all.push_back({"gradient of (x^2 + y^2 - 1)^2", {"(x^2 + y^2 - 1)*x", "(x^2 + y^2 - 1)*y"}, 1, 1, true});
  all.push_back({"gradient of (x^2 + y^2 + z^2 - 1)^2",
                 {"(x^2 + y^2 + z^2 - 1)*x", "(x^2 + y^2 + z^2 - 1)*y", "(x^2 + y^2 + z^2 - 1)*z"},
                 1,
                 1,
                 true});
  all.push_back({"gradient of (x^2 + y^2 - 1)^4", {"(x^2 + y^2 - 1)^3*x", "(x^2 + y^2 - 1)^3*y"}, 1, 1, true, false});
}

std::vector<Case> cases() {
  std::vector<Case> all;
  add_products(all);
  add_multiple_points(all);
  add_infinity(all);
  add_gradients(all);
  return all;
}

Outcome solved(const Case& c, std::uint64_t seed, int threads) {
  std::string text = std::to_string(c.equations.size()) + "\n";
  for (const std::string& e : c.equations) text += e + ";\n";
  Options options;
  options.start = solve::Start::total_degree;
  options.seed = seed;
  options.threads = threads;
  return solve::solve({algebra::read_system(text, c.name)}, options);
}

void check(const Case& c, std::uint64_t seed) {
  INFO(c.name << ", seed " << seed);
  const Outcome outcome = solved(c, seed, 1);
  CHECK(outcome.ledger.sum() == outcome.ledger.tracked);
  CHECK(outcome.ledger.failed == 0);
  CHECK(outcome.solutions.size() == c.isolated);
  for (const Solution& s : outcome.solutions) {
    CHECK(s.multiplicity == c.multiplicity);
    CHECK(s.nonsingular == (c.multiplicity == 1));
  }
  CHECK(outcome.non_isolated.empty() == !c.component);
  INFO(outcome.single_steps << " steps of " << outcome.steps << ", " << outcome.ledger.tracked << " paths");
  CHECK(outcome.single_steps <= c.steps * outcome.ledger.tracked);
}

}  // namespace

TEST_CASE("expensive ends: counts, ledger, steps") {
  auto all = cases();
  std::erase_if(all, [](const Case& c) { return !c.quick; });
  CHECK(all.size() >= 20);
  for (const Case& c : all) check(c, 1);
}

TEST_CASE("expensive ends: the same with other threads") {
  for (const Case& c : {cases()[0], cases()[4]}) {
    const Outcome one = solved(c, 3, 1), three = solved(c, 3, 3);
    CHECK(one.single_steps == three.single_steps);
    CHECK(one.ledger.positive_dimensional == three.ledger.positive_dimensional);
    REQUIRE(one.non_isolated.size() == three.non_isolated.size());
    for (std::size_t i = 0; i < one.non_isolated.size(); ++i)
      CHECK(one.non_isolated[i].coordinates == three.non_isolated[i].coordinates);
  }
}

TEST_CASE("expensive ends, all of them, three seeds", "[long]") {
  for (const Case& c : cases())
    for (std::uint64_t seed = 1; seed <= 3; ++seed) check(c, seed);
}
