#include "polyscape/critical/zero_loss.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/parsed.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::critical;
using algebra::Program;
using algebra::Rational;

TEST_CASE("the zero-loss sets of the truth have their dimensions") {
  int rows = 0;
  for (const support::Row& row : support::truth_table("degenerate.csv")) {
    INFO(row.at("name"));
    const auto model =
        model::build_model(spec::read_specification(support::truth_path("degenerate/" + row.at("name") + ".toml")));
    const ZeroLoss z = analyze_zero_loss(model.residuals);
    const int dimension = support::largest_dimension(row.at("zero_loss"));
    CHECK(z.dimension == dimension);
    CHECK(z.empty_proved == (dimension < 0));
    CHECK(z.degenerate == (dimension >= 1));
    CHECK(z.variables == static_cast<std::size_t>(std::stoi(row.at("variables"))));
    if (dimension < 0) CHECK(z.real_points == false);
    const bool regular = std::ranges::any_of(
        z.points, [&](const ZeroLossPoint& q) { return q.real && q.rank.rank == z.independent.size(); });
    CHECK(z.proof.has_value() == regular);
    for (const ZeroLossPoint& p : z.points) {
      CHECK(p.rank.decided);
      CHECK(p.smooth);
      if (!p.real) continue;
      REQUIRE(p.hessian);
      CHECK(p.hessian->inertia.zero + p.rank.rank == z.variables);
      CHECK(p.hessian->inertia.negative == 0);
      CHECK(p.morse_bott == true);
    }
    ++rows;
  }
  CHECK(rows == 13);
}

TEST_CASE("2-2-1 with z^2 on random data: dimension 6 - N up to N = 3, then empty") {
  for (std::uint64_t draw = 1; draw <= 10; ++draw)
    for (int samples = 1; samples <= 5; ++samples) {
      INFO("draw " << draw << ", N = " << samples);
      Random random(100 * draw + static_cast<std::uint64_t>(samples));
      ZeroLossOptions options;
      options.points = 1;
      options.seed = draw;
      const ZeroLoss z = analyze_zero_loss(support::quadratic_network(random, samples), options);
      CHECK(z.dimension == (samples <= 3 ? 6 - samples : -1));
      CHECK(z.empty_proved == (samples > 3));
      CHECK(z.function_space_dimension == static_cast<std::size_t>(std::min(samples, 3)));
      CHECK(z.expected_dimension == 6 - samples);
      if (samples <= 3) CHECK(z.real_points == true);
    }
}

TEST_CASE("dependent equations do not lower the dimension") {
  // XOR's first sample (0, 0) gives 0 = 0: four equations, three of them independent.
  Random random(1);
  Program p = support::quadratic_network(random, 3);
  p.outputs.push_back(p.constant(0));
  const ZeroLoss z = analyze_zero_loss(p);
  CHECK(z.expected_dimension == 2);
  CHECK(z.dimension == 3);
  CHECK(z.jacobian_rank == std::size_t{3});
  CHECK(z.independent == std::vector<std::size_t>{0, 1, 2});
  REQUIRE(z.proof);
  CHECK(z.proof->free.size() == 3);
  CHECK(z.real_dimension_by == Evidence::theorem);
  CHECK(z.degenerate_by == Evidence::theorem);
}

TEST_CASE("non-reduced sets: M - rank J is larger than the dimension") {
  // v u^2 = 0 and u (u - v^2 + 1) = 0: the double line u = 0 without its generic reduced structure, and points.
  Program p(2);
  const auto u = p.variable(0), v = p.variable(1);
  p.outputs = {p.power(u, 2)};
  const ZeroLoss line = analyze_zero_loss(p);
  CHECK(line.dimension == 1);
  CHECK(line.jacobian_rank == std::size_t{0});
  REQUIRE(!line.points.empty());
  CHECK(!line.points[0].smooth);
  CHECK(line.points[0].morse_bott == false);

  p.outputs = {p.add(p.power(u, 2), p.power(v, 2))};  // two complex lines that meet in the only real point
  const ZeroLoss cross = analyze_zero_loss(p);
  CHECK(cross.dimension == 1);
  CHECK(cross.jacobian_rank == std::size_t{1});
}

TEST_CASE("zero-loss sets with complex points alone, and with a singular real point alone") {
  algebra::Program p(3);
  const auto a = p.variable(0), b = p.variable(1), c = p.variable(2);
  const auto squares = p.add(p.add(p.power(a, 2), p.power(b, 2)), p.multiply(p.power(c, 2), p.power(a, 2)));
  p.outputs = {p.add(squares, p.constant(1))};
  const ZeroLoss none = analyze_zero_loss(p);
  CHECK(none.dimension == 2);
  CHECK(none.real_points == false);
  CHECK_FALSE(none.empty_proved);
  CHECK_FALSE(none.proof);
  p.outputs = {p.add(p.power(a, 2), p.add(p.power(b, 2), p.power(c, 2)))};
  const ZeroLoss cone = analyze_zero_loss(p);
  CHECK(cone.dimension == 2);
  CHECK(cone.real_points == true);
  CHECK_FALSE(cone.proof);
}

namespace {

ZeroLoss zero_loss(const std::string& equations, const ZeroLossOptions& options) {
  return analyze_zero_loss(algebra::program_of(support::parsed(equations)), options);
}
ZeroLossOptions seeded(std::uint64_t seed) {
  ZeroLossOptions options;
  options.seed = seed;
  return options;
}
bool says(const ZeroLoss& z, const std::string& words) {
  return std::ranges::any_of(z.reasons, [&](const std::string& r) { return r.find(words) != std::string::npos; });
}
bool solved_nearest(const ZeroLoss& z) { return says(z, "solve the nearest-point equations"); }

constexpr std::uint64_t zero_loss_seeds = 4;

}  // namespace

TEST_CASE("nearest points tell that there is no real zero where there are complex ones, smooth or not") {
  for (std::uint64_t seed = 1; seed <= zero_loss_seeds; ++seed) {
    INFO("seed " << seed);
    const ZeroLoss smooth =
        zero_loss(R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2 + z^2 + 1"]})j", seeded(seed));
    CHECK(smooth.real_points == false);
    CHECK(smooth.dimension == 2);
    CHECK(says(smooth, "no point is singular"));
    const ZeroLoss singular =  // at x = i, -i
        zero_loss(R"j({"variables": ["x", "y"], "equations": ["y^2 + (x^2 + 1)^2"]})j", seeded(seed));
    CHECK(singular.real_points == false);
    CHECK(singular.dimension == 1);
    CHECK_FALSE(says(singular, "no point is singular"));
  }
}

TEST_CASE("singular real zeros alone are found, and nothing is proved of their surroundings") {
  const char* const isolated[] = {
      R"j({"variables": ["x", "y"], "equations": ["(x - 1)^2 + (y + 2)^2"]})j",
      R"j({"variables": ["x", "y", "z"], "equations": ["(x - 1)^2 + y^2", "z - x*y - 1"]})j",
      R"j({"variables": ["x", "y"], "equations": ["(x^2 + y^2 - 1)^2"]})j",
  };
  for (std::uint64_t seed = 1; seed <= 2; ++seed)
    for (const char* const equations : isolated) {
      INFO("seed " << seed << ", " << equations);
      const ZeroLoss z = zero_loss(equations, seeded(seed));
      CHECK(z.real_points == true);
      CHECK_FALSE(z.proof);
      CHECK_FALSE(says(z, "no point is singular"));
      CHECK(solved_nearest(z));
    }
}

TEST_CASE(
    "components of different dimensions: a proof on a small one does not keep the large one from being looked for") {
  // A line with regular points, which Gauss-Newton prefers, and a plane far away.
  const char* const far = R"j({"variables": ["x", "y", "z"], "equations": ["(x - 60)*y", "(x - 60)*z"]})j";
  for (std::uint64_t seed = 1; seed <= zero_loss_seeds; ++seed) {
    INFO("seed " << seed);
    ZeroLossOptions options = seeded(seed);
    options.real_starts = 6;
    options.complex_starts = 0;
    options.further_nearest_paths = 0;
    for (const bool bounded : {false, true}) {
      if (bounded) options.most_dimension = 2;
      const ZeroLoss z = zero_loss(far, options);
      REQUIRE(z.proof);
      CHECK(solved_nearest(z));
      CHECK(z.dimension == 2);
      CHECK(says(z, "on every connected component"));
    }
  }
}

TEST_CASE("further pieces: looked for where zeros are smooth, and said to be open where that takes many limits") {
  const char* const ovals = R"j({"variables": ["x", "y"], "equations": ["(x^2 - 4)^2 + (y^2 - 4)^2 - 1"]})j";
  // XOR's kind of set: of two units one is dead, or both are multiples of one, which is a multiple component.
  const char* const doubled = R"j({"variables": ["a", "b", "c", "d", "v", "w"], "equations":
      ["v*a^2 + w*c^2 - 1", "v*b^2 + w*d^2 - 1", "v*(a + b)^2 + w*(c + d)^2"]})j";
  for (std::uint64_t seed = 1; seed <= zero_loss_seeds; ++seed) {
    INFO("seed " << seed);
    ZeroLossOptions options = seeded(seed);
    options.most_dimension = 1;
    options.real_starts = 1;  // one oval, or none
    const ZeroLoss four = zero_loss(ovals, options);
    CHECK(solved_nearest(four));
    CHECK(says(four, "on every connected component"));
    CHECK(four.real_points == true);
    ZeroLossOptions of_xor = seeded(seed);
    of_xor.most_dimension = 3;
    const ZeroLoss open = zero_loss(doubled, of_xor);
    CHECK(open.proof);
    CHECK(open.real_dimension == 3);
    CHECK_FALSE(solved_nearest(open));
    CHECK(says(open, "on further pieces, was not examined"));
    // A proof and no dimension: anything may be larger.
    of_xor.most_dimension.reset();
    of_xor.nearest_paths = 10;
    CHECK(says(zero_loss(doubled, of_xor), "on larger sets, was not examined"));
  }
}

TEST_CASE("affine spaces have one piece: no nearest points") {
  const ZeroLoss z = zero_loss(R"j({"variables": ["x", "y", "z"], "equations": ["x + y - 1", "2*x + 2*y - 2"]})j", {});
  CHECK(z.dimension == 2);
  CHECK(z.dimension_by == Evidence::exact);
  CHECK_FALSE(solved_nearest(z));
  CHECK_FALSE(says(z, "was not examined"));
}

TEST_CASE("without counting, zeros are not known to be smooth, and the answers stay") {
  for (std::uint64_t seed = 1; seed <= zero_loss_seeds; ++seed) {
    INFO("seed " << seed);
    ZeroLossOptions options = seeded(seed);
    options.counting = 0;
    const ZeroLoss z = zero_loss(R"j({"variables": ["x", "y"], "equations": ["y^2 - x^3 + x"]})j", options);
    CHECK_FALSE(says(z, "no point is singular"));
    CHECK(solved_nearest(z));
    CHECK(says(z, "on every connected component"));
  }
}

TEST_CASE("what is said of a zero-loss set does not depend on the threads") {
  const char* const sets[] = {
      R"j({"variables": ["x", "y"], "equations": ["(x^2 - 4)^2 + (y^2 - 4)^2 - 1"]})j",
      R"j({"variables": ["x", "y", "z"], "equations": ["x^2 + y^2", "z - x - 1"]})j",
      R"j({"variables": ["x", "y", "z"], "equations": ["(x - 60)*y", "(x - 60)*z"]})j",
  };
  for (const char* const equations : sets) {
    INFO(equations);
    ZeroLossOptions options;
    options.points = 3;
    options.threads = 1;
    const ZeroLoss one = zero_loss(equations, options);
    options.threads = 3;
    const ZeroLoss three = zero_loss(equations, options);
    CHECK(one.reasons == three.reasons);
    REQUIRE(one.points.size() == three.points.size());
    for (std::size_t k = 0; k < one.points.size(); ++k) CHECK(one.points[k].coordinates == three.points[k].coordinates);
  }
}
