#include "polyscape/critical/zero_loss.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
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
    const bool regular =
        std::ranges::any_of(z.points, [&](const ZeroLossPoint& q) { return q.real && q.rank.rank == z.equations; });
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
