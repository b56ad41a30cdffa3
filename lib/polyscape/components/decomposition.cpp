#include "polyscape/components/decomposition.hpp"

#include <algorithm>
#include <map>

#include "polyscape/base/cancel.hpp"
#include "polyscape/components/breakup.hpp"
#include "polyscape/components/deflation.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::components {
namespace {

using algebra::Polynomial;
using algebra::System;
using solve::Coordinates;

constexpr int most_deflations = 4;
constexpr int witness_bits = 212, singular_bits = 45;
constexpr double basin = 1e-5;  // a point may move so far, relative, when it is refined

/// The section of a system's components of one dimension.
struct Section {
  AffineSpace around;     ///< of one dimension more: curves there
  System on_curves;       ///< the system restricted to it
  AffineSpace plane;      ///< a hyperplane of it
  solve::Outcome points;  ///< isolated there, in its free coordinates
};

Section section(const System& system, std::size_t dimension, const solve::Options& options, Random random) {
  const std::size_t codimension = system.names.size() - dimension;
  Section result;
  result.around = random_space(system.names.size(), codimension + 1, random.stream(1));
  result.on_curves = restricted(system, result.around);
  result.plane = random_space(codimension + 1, codimension, random.stream(2));
  solve::Problem problem;
  problem.system = restricted(result.on_curves, result.plane);
  solve::Options own = options;
  own.known_count.clear();
  own.start = "auto";
  result.points = solve::solve(problem, own);
  return result;
}

solve::Hyperplane hyperplane(const AffineSpace& plane, std::size_t unknowns) {
  solve::Hyperplane result{Coordinates(unknowns), plane.rows[0].back().to_double()};
  for (std::size_t j = 0; j < plane.dimension; ++j) result.form[j] = -plane.rows[0][j].to_double();
  result.form[plane.dimension] = 1;
  return result;
}

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

std::vector<Component> components_of(const Section& s, int dimension, const solve::Options& options, Random random) {
  // Stacks by multiplicity; a simple point has rank codimension on the plane, so on the curve.
  std::map<int, Stack> by_multiplicity;
  for (const solve::Solution& p : s.points.solutions) {
    const int multiplicity = p.nonsingular ? 1 : std::max(2, p.multiplicity);
    Stack& stack = by_multiplicity[multiplicity];
    stack.system = s.on_curves;
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
    if (n > 0) result.components.push_back({static_cast<int>(n), 1, 1, true, {lifted({}, random_space(n, 0, Random(options.seed)))}, witness_bits});
    return result;
  }
  if (std::ranges::any_of(system.equations, [](const Polynomial& p) { return p.degree() == 0; })) return result;
  const Random random = Random(options.seed).stream(9);
  // Each equation cuts the dimension by one at most.
  for (std::size_t k = n - 1; k + m >= n && k + 1 > 0 && !cancellation_requested(); --k) {
    if (progress) progress({static_cast<int>(k)});
    solve::Outcome outcome;
    if (k > 0) {
      const Section s = section(system, k, options, random.stream(k));
      for (Component& c : components_of(s, static_cast<int>(k), options, random.stream(n + k))) result.components.push_back(std::move(c));
      outcome = s.points;
    } else {
      solve::Problem problem;
      problem.system = system;
      solve::Options own = options;
      own.known_count.clear();
      outcome = solve::solve(problem, own);
      result.isolated = outcome.solutions;
    }
    result.paths += outcome.ledger.tracked;
    result.failed += outcome.ledger.failed;
    if (outcome.ledger.failed > 0)
      result.notes.push_back(std::to_string(outcome.ledger.failed) + " paths of the section for dimension " + std::to_string(k) + " failed");
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
