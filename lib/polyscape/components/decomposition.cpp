#include "polyscape/components/decomposition.hpp"

#include <algorithm>
#include <map>

#include "polyscape/base/cancel.hpp"
#include "polyscape/components/breakup.hpp"
#include "polyscape/components/deflation.hpp"
#include "polyscape/components/regeneration.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::components {
namespace {

using algebra::Polynomial;
using algebra::System;
using solve::Coordinates;

constexpr int most_deflations = 4;
constexpr int witness_bits = 212, singular_bits = 45;
constexpr double basin = 1e-5;  // a point may move so far, relative, when it is refined

/// Curves of the components of one codimension, and a hyperplane with their points.
struct Curves {
  AffineSpace around;  ///< of one dimension more than the codimension
  System system;       ///< restricted to it
  AffineSpace plane;   ///< in its coordinates
};

/// Points of the section that look alike: of one multiplicity, one rank of the Jacobian after each deflation.
struct Stack {
  System system;  ///< deflated, in the curves' coordinates and further ones
  std::vector<Coordinates> points;
  int multiplicity = 1;
  bool resolved = true;
};

/// Deflates until the points are simple on the curve: rank one less than unknowns.
void deflate(Stack stack, int depth, Random random, std::vector<Stack>& done) {
  std::map<std::size_t, std::vector<Coordinates>> by_rank;
  std::vector<Coordinates> undecided;
  for (const Coordinates& x : stack.points) {
    const auto rank = numerical_rank(stack.system, x);
    rank ? by_rank[*rank].push_back(x) : undecided.push_back(x);
  }
  if (!undecided.empty()) done.push_back({stack.system, undecided, stack.multiplicity, false});
  for (const auto& [rank, points] : by_rank) {
    if (rank + 1 == stack.system.names.size()) {
      done.push_back({stack.system, points, stack.multiplicity, true});
    } else if (depth == most_deflations) {
      done.push_back({stack.system, points, stack.multiplicity, false});
    } else {
      Stack next{deflated(stack.system, rank, random.stream(static_cast<std::uint64_t>(depth))), {}, stack.multiplicity, true};
      for (const Coordinates& x : points) next.points.push_back(over(next.system, x));
      deflate(std::move(next), depth + 1, random, done);
    }
  }
}

/// Zeros of as many equations as unknowns, each once, to high precision.
struct Refined {
  std::vector<eval::Point> points;
  std::vector<bool> converged;
};

Refined refined(const System& square, const std::vector<Coordinates>& points, Random random) {
  const eval::NewtonSolver newton(algebra::program_of(square));
  solve::PointSet distinct(square.names.size(), random);
  Refined result;
  for (const Coordinates& x : points) {
    eval::Point near = eval::exact_point(x);
    eval::NewtonOutcome outcome = newton(near, witness_bits);
    const bool good = outcome.converged && eval::distance(outcome.point, near) < basin * std::max(1.0, eval::magnitude(near));
    if (good) near = std::move(outcome.point);
    if (distinct.insert(eval::rounded(near)) < result.points.size()) continue;
    result.points.push_back(std::move(near));
    result.converged.push_back(good);
  }
  return result;
}

/// The square system of the curve and its plane.
System square_section(const System& curve, const AffineSpace& plane, Random random) {
  const std::size_t unknowns = curve.names.size();
  System result{curve.names, combined(curve, unknowns - 1, random)};
  Polynomial form = Polynomial::variable(unknowns, plane.dimension) - Polynomial::constant(unknowns, plane.rows[0].back());
  for (std::size_t j = 0; j < plane.dimension; ++j) form -= Polynomial::variable(unknowns, j) * plane.rows[0][j];
  result.equations.push_back(std::move(form));
  return result;
}

std::vector<Component> components_of(const Curves& s, const std::vector<solve::Solution>& solutions, int dimension, const solve::Options& options, Random random) {
  // Stacks by multiplicity; a simple point has rank codimension on the plane, so on the curve.
  std::map<int, Stack> by_multiplicity;
  for (const solve::Solution& p : solutions) {
    const int multiplicity = p.nonsingular ? 1 : std::max(2, p.multiplicity);
    Stack& stack = by_multiplicity[multiplicity];
    stack.system = s.system;
    stack.multiplicity = multiplicity;
    stack.points.push_back(eval::rounded(lifted(p.coordinates, s.plane)));
  }
  std::vector<Stack> stacks;
  for (auto& [multiplicity, stack] : by_multiplicity) {
    if (multiplicity == 1) stacks.push_back(std::move(stack));
    else deflate(std::move(stack), 0, random.stream(1), stacks);
  }
  std::vector<Component> result;
  for (const Stack& stack : stacks) {
    const System square = square_section(stack.system, s.plane, random.stream(3));
    const Refined start = refined(square, stack.points, random.stream(4));
    std::vector<Coordinates> points;
    for (const eval::Point& x : start.points) points.push_back(eval::rounded(x));
    std::vector<Branch> branches{{points, false}};
    if (stack.resolved && std::ranges::count(start.converged, false) == 0)
      branches = breakup(stack.system, hyperplane(s.plane, stack.system.names.size()), points, options, random.stream(2));
    for (const Branch& branch : branches) {
      Refined witness = refined(square, branch.points, random.stream(4));
      Component& c = result.emplace_back();
      c.dimension = dimension;
      c.degree = witness.points.size();
      c.multiplicity = stack.multiplicity;
      c.traced = branch.traced && witness.points.size() == branch.points.size();
      c.bits = std::ranges::count(witness.converged, false) == 0 ? witness_bits : singular_bits;
      for (eval::Point& point : witness.points) {
        point.resize(s.plane.dimension + 1);
        c.witness.push_back(lifted(point, s.around));
      }
    }
  }
  std::ranges::stable_sort(result, {}, &Component::degree);
  return result;
}

System without_zeros(System system) {
  std::erase_if(system.equations, [](const Polynomial& p) { return p.is_zero(); });
  return system;
}

}  // namespace

Decomposition decompose(const System& given, const solve::Options& options, const std::function<void(const Progress&)>& progress) {
  const System system = without_zeros(given);
  const std::size_t n = system.names.size(), m = system.equations.size();
  Decomposition result;
  result.complete = true;
  if (m == 0) {
    // The whole space.
    if (n > 0) result.components.push_back({static_cast<int>(n), 1, 1, true, {lifted({}, Flag(n, Random(options.seed)).space(0))}, witness_bits});
    return result;
  }
  if (std::ranges::any_of(system.equations, [](const Polynomial& p) { return p.degree() == 0; })) return result;
  const Random random = Random(options.seed).stream(9);
  const Flag flag(n, random.stream(0));
  const std::vector<Section> sections = regenerate(system, flag, options, [&](std::size_t codimension) {
    if (progress) progress({static_cast<int>(n - codimension)});
  });
  for (std::size_t i = 1; i <= sections.size(); ++i) {
    const Section& s = sections[i - 1];
    const int dimension = static_cast<int>(n - i);
    if (dimension == 0) {
      result.isolated = s.points;
    } else if (!s.points.empty()) {
      const AffineSpace around = flag.space(i + 1);
      const Curves curves{around, restricted(system, around), flag.hyperplane(i)};
      for (Component& c : components_of(curves, s.points, dimension, options, random.stream(i))) result.components.push_back(std::move(c));
    }
    result.paths += s.paths;
    result.failed += s.failed;
    if (s.failed > 0) result.notes.push_back(std::to_string(s.failed) + " paths of the section for dimension " + std::to_string(dimension) + " failed");
    result.notes.insert(result.notes.end(), s.notes.begin(), s.notes.end());
  }
  for (const Component& c : result.components) {
    if (c.traced) continue;
    result.complete = false;
    result.notes.push_back("components of dimension " + std::to_string(c.dimension) + " and degree " + std::to_string(c.degree) + " in all were not told apart");
  }
  result.complete = result.complete && result.failed == 0 && !cancellation_requested();
  return result;
}

}  // namespace polyscape::components
