/// Ranks at zeros known to double precision, and multiple zeros that become simple ones.
#include "polyscape/components/deflation.hpp"

#include <algorithm>

#include "polyscape/algebra/format/format.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::components;
using algebra::GaussianRational;
using solve::Coordinates;

namespace {

algebra::System parsed(const std::string& text) { return algebra::read_system(text, "test"); }

Coordinates disturbed(Coordinates point, double size, Random random) {
  for (auto& z : point) z += size * random.unit_complex();
  return point;
}

double largest_value(const algebra::System& system, const Coordinates& at) {
  const eval::Point x = eval::exact_point(at);
  double largest = 0;
  for (const auto& p : system.equations) largest = std::max(largest, std::abs(p.evaluate(x).to_complex()));
  return largest;
}

struct Known {
  std::string text;
  Coordinates zero;
  std::size_t rank, deflations;  ///< until the zero is simple
};

const std::vector<Known>& known() {
  static const std::vector<Known> list{
      {"2\nx^2 + y - 3;\nx + y^2 - 5;\n", {1, 2}, 2, 0},
      {"1\n(x - 1/4)^2;\n", {0.25}, 0, 1},  // x^m: m - 1
      {"1\n(x - 1/4)^3;\n", {0.25}, 0, 2},
      {"1\nx^4;\n", {0}, 0, 3},
      {"2\nx^2;\ny^2;\n", {0, 0}, 0, 1},
      {"2\nx^2 + y - 3;\nx + 1/8*y^2 - 3/2;\n", {1, 2}, 1, 2},              // Ojika, three times
      {"2\n29/16*x^3 - 2*x*y;\ny - x^2;\n", {0, 0}, 1, 2},                  // Griewank, Osborne, three times
      {"3\nx^3 - y*z;\ny^3 - x*z;\nz^3 - x*y;\n", {0, 0, 0}, 0, 1},         // cbms1, eleven times
      {"2\n(x + y - 3)^2*(x - 5);\nx - 1/2*y;\n", {1, 2}, 1, 1},            // a double line, cut
      {"3\n(x^2 + y^2 - 1)^2;\nz^2;\nx - y + 1/5;\n", {0.6, 0.8, 0}, 1, 1}  // four times
  };
  return list;
}

}  // namespace

TEST_CASE("the rank of a Jacobian at a zero known to double precision, whatever the equations' sizes") {
  for (const Known& k : known())
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      INFO(k.text << "seed " << seed);
      algebra::System system = parsed(k.text);
      const Coordinates near = disturbed(k.zero, 1e-13, Random(seed));
      CHECK(numerical_rank(system, near) == k.rank);
      for (std::size_t i = 0; i < system.equations.size(); ++i)
        system.equations[i] *= algebra::power(algebra::Rational(10), i % 2 == 0 ? 12 : -12);
      CHECK(numerical_rank(system, near) == k.rank);
    }
}

TEST_CASE("singular values without a gap are no rank") {
  const auto rank = [](const std::string& text) { return numerical_rank(parsed(text), {0, 0, 0}); };
  CHECK(rank("3\nx;\nx + y;\nx + 1/10*z;\n") == 3);
  CHECK(rank("3\nx;\nx + y;\nx + 1/100000000*z;\n") == 2);
  CHECK(rank("3\nx;\nx + 1/100000000*y;\nx + 1/100000000*z;\n") == 1);
  // One to some hundred each.
  CHECK_FALSE(rank("3\nx;\nx + 1/100*y;\nx + 1/100*y + 1/30000*z;\n"));
}

TEST_CASE("deflated as often as is known, and no less, a multiple zero is simple") {
  for (const Known& k : known()) {
    int simple = 0;
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      INFO(k.text << "seed " << seed);
      algebra::System system = parsed(k.text);
      Coordinates zero = k.zero;
      std::size_t times = 0;
      auto rank = numerical_rank(system, zero);
      for (; rank && *rank < system.names.size() && times < k.deflations; ++times) {
        const std::size_t before = system.names.size();
        system = deflated(system, *rank, Random(seed).stream(times));
        REQUIRE(system.names.size() == before + *rank + 1);
        const Coordinates above = lifted_to_deflation(system, zero);
        CHECK(std::equal(zero.begin(), zero.end(), above.begin()));
        CHECK(largest_value(system, above) < 1e-10);
        zero = above;
        rank = numerical_rank(system, zero);
      }
      CHECK(times == k.deflations);
      if (rank == system.names.size()) ++simple;
    }
    INFO(k.text);
    CHECK(simple >= 4);  // a singular value may be small by accident: callers try other random numbers
  }
}

TEST_CASE("over a zero of a larger rank than a deflation is for there is no zero of it") {
  // Of rank 2 at (1, 2), where the deflation is for rank 1; of rank 1 at the double line's other points.
  const algebra::System regular = parsed("2\nx^2 + y - 3;\nx + y^2 - 5;\n");
  const algebra::System line = parsed("2\n(x - y)^2*(x - 5);\nx*y*(x - y);\n");
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    INFO("seed " << seed);
    const algebra::System one = deflated(regular, 1, Random(seed));
    CHECK(largest_value(one, lifted_to_deflation(one, {1, 2})) > 1e-3);
    const algebra::System none = deflated(line, 0, Random(seed));
    CHECK(largest_value(none, lifted_to_deflation(none, {2, 2})) > 1e-3);
    CHECK(largest_value(none, lifted_to_deflation(none, {0, 0})) < 1e-10);
  }
}
