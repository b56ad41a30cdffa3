#include "polyscape/bounds/lifted.hpp"

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::algebra;
using namespace polyscape::bounds;

namespace {

/// The gradient of ((a . x) (b) - y)^2 / 2 + regularisation: one linear unit of two inputs.
Liftable one_unit() {
  Liftable form{Program(3), {}};
  Program& p = form.program;
  const auto a1 = p.variable(0), a2 = p.variable(1), b = p.variable(2);
  const auto unit = p.add(p.scale(3, a1), p.scale(5, a2));
  const auto residual = p.add(p.multiply(unit, b), p.constant(-7));
  const auto back = p.multiply(residual, b);
  p.outputs = {p.add(p.scale(3, back), p.scale(2, a1)), p.add(p.scale(5, back), p.scale(11, a2)),
               p.add(p.multiply(residual, unit), p.scale(13, b))};
  form.groups = {{"unit", {unit}}, {"residual", {residual}}, {"adjoint", {back}}};
  return form;
}

const std::vector<std::string> names{"a1", "a2", "b"};

}  // namespace

TEST_CASE("a lifted mixed volume is the number of critical points where that of the equations is not") {
  const Liftable form = one_unit();
  const System expanded = lifted(form.program, names, {}).system;
  CHECK(mixed_volumes(expanded, Random(1), 1e9)->with_origin == Integer(9));
  const LiftSearch found = smallest_lift(std::span(&form, 1), names, Random(1));
  REQUIRE(found.best);
  CHECK(found.mixed_volume == Integer(5));  // 0, and four by the closed form for one unit and one sample
  CHECK(found.best->label == "unit");
  CHECK(found.best->system.names.size() == 4);
}

TEST_CASE("lifts that are too large to be written out are listed without a number") {
  Liftable form{Program(2), {}};
  Program& p = form.program;
  const auto x = p.variable(0), y = p.variable(1);
  const auto s = p.sum(std::vector{x, y, p.constant(1)}), t = p.sum(std::vector{x, p.scale(-2, y), p.constant(3)});
  p.outputs = {p.add(p.power(s, 500), p.constant(1)), p.add(p.power(t, 500), x)};
  form.groups = {{"s", {s}}, {"t", {t}}};
  const LiftSearch found = smallest_lift(std::span(&form, 1), {"x", "y"}, Random(1));
  REQUIRE(found.tries.size() == 3);
  CHECK(found.tries[0].mixed_volume == Integer(250000));
  CHECK(found.tries[1].label == "s");
  CHECK(found.tries[1].unknowns == 3);
  CHECK_FALSE(found.tries[1].mixed_volume);
  CHECK_FALSE(found.tries[2].mixed_volume);
  CHECK(found.best->label == "s, t");
  CHECK_THROWS_AS(lifted(p, {"x", "y"}, {}, 1e6), LimitError);
}

TEST_CASE("each lift that was tried is listed with its own mixed volume") {
  const Liftable form = one_unit();
  const LiftSearch found = smallest_lift(std::span(&form, 1), names, Random(1));
  REQUIRE(found.tries.size() == 3);
  CHECK(found.tries[0].label == "unit, residual, adjoint");
  CHECK(found.tries[0].unknowns == 6);
  for (const LiftTry& t : found.tries) {
    INFO(t.label);
    REQUIRE(t.mixed_volume);
    CHECK(*t.mixed_volume >= found.mixed_volume);
    std::vector<NodeGroup> groups;
    for (const NodeGroup& group : form.groups)
      if (t.label.find(group.label) != std::string::npos) groups.push_back(group);
    const System system = lifted(form.program, names, groups).system;
    CHECK(system.names.size() == t.unknowns);
    CHECK(mixed_volumes(system, Random(9), 1e9)->with_origin == *t.mixed_volume);
  }
}

TEST_CASE("lifts beyond the limits are tried and not computed") {
  const Liftable form = one_unit();
  LiftLimits limits;
  limits.work = 1;
  LiftSearch found = smallest_lift(std::span(&form, 1), names, Random(1), limits);
  CHECK_FALSE(found.best);
  REQUIRE(found.tries.size() == 1);
  CHECK_FALSE(found.tries[0].mixed_volume);
  limits = {};
  limits.unknowns = 5;
  found = smallest_lift(std::span(&form, 1), names, Random(1), limits);
  CHECK_FALSE(found.best);
  CHECK(smallest_lift({}, names, Random(1)).tries.empty());
}

TEST_CASE("an equation that vanishes identically leaves no bound") {
  Liftable form = one_unit();
  form.program.outputs[2] = form.program.constant(0);
  const LiftSearch found = smallest_lift(std::span(&form, 1), names, Random(1));
  CHECK_FALSE(found.best);
  REQUIRE(found.tries.size() == 1);
  CHECK_FALSE(found.tries[0].mixed_volume);
}

TEST_CASE("a cancelled job looks for no lift") {
  const CancelToken token;
  const JobScope scope(token);
  token.request();
  const Liftable form = one_unit();
  CHECK(smallest_lift(std::span(&form, 1), names, Random(1)).tries.empty());
}
