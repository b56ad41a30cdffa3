#include "polyscape/critical/zero_loss.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/critical/gauss_newton.hpp"
#include "polyscape/critical/local_dimension.hpp"
#include "polyscape/critical/modular.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"
#include "support/truth.hpp"

using namespace polyscape;
using namespace polyscape::critical;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;
using algebra::Rational;

namespace {

// 2-2-1 with z^2, without biases: v1 (a1 x1 + a2 x2)^2 + v2 (b1 x1 + b2 x2)^2 - y.
Program quadratic_network(Random& random, int samples) {
  Program p(6);
  for (int i = 0; i < samples; ++i) {
    const auto data = support::small_rationals(random, 3);
    std::vector<Program::Node> units;
    for (std::size_t u = 0; u < 2; ++u) {
      const auto z = p.add(p.scale(data[0], p.variable(2 * u)), p.scale(data[1], p.variable(2 * u + 1)));
      units.push_back(p.multiply(p.variable(4 + u), p.power(z, 2)));
    }
    p.outputs.push_back(p.subtract(p.sum(units), p.constant(data[2] + Rational(1) / Rational(7))));
  }
  return p;
}

}  // namespace

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
      const ZeroLoss z = analyze_zero_loss(quadratic_network(random, samples), options);
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
  Program p = quadratic_network(random, 3);
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

TEST_CASE("local dimension by slices") {
  Program p(3);
  const auto x = p.variable(0), y = p.variable(1), z = p.variable(2);
  p.outputs = {p.multiply(x, z), p.multiply(y, z)};  // the plane z = 0 and the line x = y = 0
  using Point = std::vector<GaussianRational>;
  CHECK(local_dimension(p, Point{1, 2, 0}, 0, 3) == 2);
  CHECK(local_dimension(p, Point{0, 0, 1}, 0, 3) == 1);
  CHECK(local_dimension(p, Point{0, 0, 0}, 0, 3) == 2);
  p.outputs = {p.power(x, 2), p.power(y, 2), p.multiply(z, p.subtract(z, p.constant(1)))};
  CHECK(local_dimension(p, Point{0, 0, 1}, 0, 2) == 0);
}

TEST_CASE("emptiness is proved by certificates that can be multiplied out") {
  const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1), one = Polynomial::constant(2, 1);
  for (const std::vector<Polynomial>& system :
       {std::vector{x * y - one, x}, std::vector{x * x + y * y - one, x + y, x - y},
        std::vector{x * x * x - y, y * y - one * Rational(2), x * y - one}, std::vector{one * Rational(3)}}) {
    const auto proof = prove_infeasible(system);
    REQUIRE(proof);
    Polynomial sum(2);
    for (std::size_t i = 0; i < system.size(); ++i) sum += proof->multipliers[i] * system[i];
    CHECK(sum == one);
  }
  // What has solutions, over C only for that matter, gets no proof.
  CHECK(!prove_infeasible(std::vector{x * x + one, y - x}));
  CHECK(!prove_infeasible(std::vector{x * y - one, x * x - y}));
  CHECK(!prove_infeasible(std::vector{Polynomial(2)}));
  // The span alone does not see x y = 1, x = 0.
  NullstellensatzLimits span_only;
  span_only.extra_degree = -1;
  CHECK(!prove_infeasible(std::vector{x * y - one, x}, span_only));
}

TEST_CASE("generic ranks") {
  Random random(5);
  CHECK(generic_rank(quadratic_network(random, 2)) == 2);
  CHECK(generic_rank(quadratic_network(random, 7)) == 3);
  CHECK(generic_rank(Program(4)) == 0);
}

TEST_CASE("ranks at singular endpoints") {
  // (x - 1)^2 = 0, y x = 1: a double point with Jacobian of rank 1, given to few digits.
  Program p(2);
  const auto x = p.variable(0), y = p.variable(1);
  p.outputs = {p.power(p.subtract(x, p.constant(1)), 2), p.subtract(p.multiply(x, y), p.constant(1))};
  const Rational error = algebra::power(Rational(2), -20);
  const eval::RankDecision d =
      jacobian_rank(p, std::vector<GaussianRational>{Rational(1) + error, Rational(1) - error});
  CHECK(d.decided);
  CHECK(d.rank == 1);
  // The same with a complex point: (x - i)^2 = 0.
  p.outputs[0] = p.power(p.subtract(x, p.constant({0, 1})), 2);
  const eval::RankDecision c =
      jacobian_rank(p, std::vector<GaussianRational>{{error, Rational(1)}, {error, Rational(-1) + error}});
  CHECK(c.decided);
  CHECK(c.rank == 1);
  CHECK(c.rows == 2);
  // A point of a curve: quadratic convergence with the small singular value left out.
  Program curve(2);
  const auto u = curve.variable(0), v = curve.variable(1);
  const auto g = curve.subtract(curve.multiply(u, v), curve.constant(1));
  curve.outputs = {curve.multiply(v, g), curve.multiply(u, g)};  // gradient of (uv - 1)^2 / 2
  const eval::RankDecision r =
      jacobian_rank(curve, std::vector<GaussianRational>{Rational(2) + error, Rational(1) / Rational(2)});
  CHECK(r.decided);
  CHECK(r.rank == 1);
}

TEST_CASE("equations that depend on no variable have a Jacobian of rank zero and no zero") {
  Program program(3);
  program.outputs = {program.constant(1), program.constant(Rational(-2))};
  const Refiner refiner(program);
  CHECK(refiner.approximate_rank({1, 2, 3}) == 0);
  CHECK_FALSE(refiner.approach({1, 2, 3}));
  const auto jacobian = refiner.evaluator().jacobian(eval::Point(3), 64);
  REQUIRE(jacobian.size() == 2);
  CHECK(jacobian[1] == eval::Point(3));
}
