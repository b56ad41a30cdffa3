#include "polyscape/solve/plan.hpp"

#include "polyscape/algebra/expand.hpp"

namespace polyscape::solve {

algebra::Program end_of_line(const algebra::Program& line) {
  algebra::Program end(line.variables());
  const algebra::Program::Node zero = end.constant(0);
  end.outputs = end.append(line, algebra::variables_of(end, line.variables()), std::span(&zero, 1));
  return end;
}

// Where special coefficients lower the degrees, solutions go to infinity.
Plan plan_on_line(const algebra::Program& line, const std::vector<eval::Point>& solutions,
                  const algebra::Partition& partition, Random random) {
  const std::size_t n = line.variables();
  Plan plan;
  plan.affine = end_of_line(line);
  plan.homotopy = {algebra::homogenize(line, partition).program, partition, {{0, 1, 1}}, {}};
  plan.start_name = "parameter";
  plan.reason = std::to_string(solutions.size()) + " paths from the solutions of a generic member of the family";
  track::add_patches(plan.homotopy, random);
  std::vector<eval::Point> points;
  for (eval::Point point : solutions) {
    point.resize(n + partition.size(), 1);
    points.push_back(std::move(point));
  }
  plan.start = start::given(algebra::Program(n + partition.size()), partition, std::move(points));
  return plan;
}

Plan plan_at_member(const Member& member, const algebra::Partition& partition, Random random) {
  Plan plan = plan_on_line(member.line, member.solutions, partition, random);
  plan.orbits = PathOrbits(member.solutions, member.symmetries, random.stream(1));
  if (const std::size_t followed = plan.orbits.count(member.solutions.size()); followed < member.solutions.size())
    plan.reason +=
        ", " + std::to_string(followed) + " of them followed: the others are images of these under symmetries";
  plan.monodromy = member.monodromy;
  if (plan.monodromy) plan.start_name = "monodromy";
  return plan;
}

void project(const Plan& plan, eval::Point& end) {
  if (!plan.projection || end.empty()) return;
  end.resize(plan.projection->size());
  for (std::size_t j = 0; j < end.size(); ++j)
    end[j] = end[j] * algebra::GaussianRational(algebra::power(algebra::Rational(2), (*plan.projection)[j]));
}

}  // namespace polyscape::solve
