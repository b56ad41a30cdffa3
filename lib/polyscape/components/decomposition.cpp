#include "polyscape/components/decomposition.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "polyscape/base/cancel.hpp"
#include "polyscape/components/breakup.hpp"
#include "polyscape/components/combinations.hpp"
#include "polyscape/components/deflation.hpp"
#include "polyscape/components/regeneration.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/endpoint.hpp"

namespace polyscape::components {
namespace {

using algebra::Polynomial;
using algebra::System;
using solve::Coordinates;

constexpr int most_deflations = 4;
constexpr std::uint64_t attempts = 2;  // to break a section up
constexpr std::uint64_t flags = 3;     // tried until one decomposes everything
constexpr int witness_bits = 212, most_bits = 848, singular_bits = 45;
constexpr double basin = 1e-5;  // a point may move so far, relative, when it is refined

/// Points of the section that look alike: of one multiplicity, one rank of the Jacobian after each deflation.
struct Stack {
  System system;  ///< deflated: further unknowns
  std::vector<eval::Point> points;
  int multiplicity = 1;
  bool resolved = true;
};

/// Deflates until the points are simple on components of this dimension: the rank is the codimension.
void deflate(Stack stack, std::size_t dimension, int depth, Random random, std::vector<Stack>& done) {
  std::map<std::size_t, std::vector<eval::Point>> by_rank;
  std::vector<eval::Point> undecided;
  for (const eval::Point& x : stack.points) {
    const auto rank = numerical_rank(stack.system, eval::rounded(x));
    rank ? by_rank[*rank].push_back(x) : undecided.push_back(x);
  }
  if (!undecided.empty()) done.push_back({stack.system, undecided, stack.multiplicity, false});
  for (const auto& [rank, points] : by_rank) {
    if (rank + dimension == stack.system.names.size()) {
      done.push_back({stack.system, points, stack.multiplicity, true});
    } else if (depth == most_deflations) {
      done.push_back({stack.system, points, stack.multiplicity, false});
    } else {
      Stack next{deflated(stack.system, rank, random.stream(static_cast<std::uint64_t>(depth))), {}, stack.multiplicity, true};
      for (const eval::Point& x : points) next.points.push_back(eval::exact_point(over(next.system, eval::rounded(x))));
      deflate(std::move(next), dimension, depth + 1, random, done);
    }
  }
}

/// Zeros of a square system, each once, to high precision.
struct Refined {
  std::vector<eval::Point> points;
  std::vector<bool> converged;
};

Refined refined(const eval::NewtonSolver& newton, const std::vector<eval::Point>& points, Random random) {
  solve::PointSet distinct(points.front().size(), random);
  Refined result;
  for (eval::Point near : points) {
    bool good = false;
    // Where the section is ill-conditioned more digits get lost.
    for (int bits = witness_bits; !good && bits <= most_bits; bits *= 2) {
      eval::NewtonOutcome outcome = newton(near, bits);
      good = outcome.converged && eval::distance(outcome.point, near) < basin * std::max(1.0, eval::magnitude(near));
      if (good) near = std::move(outcome.point);
    }
    if (distinct.insert(eval::rounded(near)) < result.points.size()) continue;
    result.points.push_back(std::move(near));
    result.converged.push_back(good);
  }
  return result;
}

/// `points`: simple ones of the system on A_(n - dimension).
WitnessSet witness_set(const Stack& stack, const Flag& flag, std::size_t variables, std::size_t dimension, Random random) {
  const std::size_t unknowns = stack.system.names.size(), codimension = variables - dimension;
  const AffineSpace around = flag.space(codimension + 1);
  algebra::Program map(unknowns);
  map.outputs = Combinations(stack.system, unknowns - dimension, random).append(map, algebra::variables_of(map, unknowns), unknowns - dimension);
  std::vector<algebra::GaussianRational> values(map.outputs.size());
  for (const algebra::Program::Node form : append_forms(map, around)) map.outputs.push_back(form);
  for (const auto& form : around.forms) values.push_back(form.back());
  return {variables, dimension, {std::move(map), std::move(values), {}}, hyperplane(flag.space(codimension), unknowns), {}};
}

std::vector<Component> components_of(const System& system, const Flag& flag, const std::vector<solve::Solution>& solutions, std::size_t dimension,
                                     const solve::Options& options, Random random) {
  const std::size_t n = system.names.size();
  const AffineSpace space = flag.space(n - dimension);
  std::map<int, Stack> by_multiplicity;
  for (const solve::Solution& p : solutions) {
    const int multiplicity = p.nonsingular ? 1 : std::max(2, p.multiplicity);
    Stack& stack = by_multiplicity[multiplicity];
    stack.system = system;
    stack.multiplicity = multiplicity;
    stack.points.push_back(lifted(p.coordinates, space));
  }
  std::vector<Stack> stacks;
  for (auto& [multiplicity, stack] : by_multiplicity) {
    if (multiplicity == 1) stacks.push_back(std::move(stack));
    else deflate(std::move(stack), dimension, 0, random.stream(1), stacks);
  }
  std::vector<Component> result;
  for (const Stack& stack : stacks) {
    WitnessSet home = witness_set(stack, flag, n, dimension, random.stream(3)), set = home;
    const Refined start = refined(eval::NewtonSolver(set.section()), stack.points, random.stream(4));
    for (const eval::Point& x : start.points) home.points.push_back(eval::rounded(x));
    std::vector<Branch> branches{{home.points, false}};
    const bool simple = stack.resolved && std::ranges::count(start.converged, false) == 0;
    const std::function<bool(const Coordinates&)> belongs = [&](const Coordinates& x) {
      const eval::Point point = eval::exact_point(x);
      return std::ranges::all_of(stack.system.equations, [&](const Polynomial& p) { return solve::vanishes(p, point, singular_bits); });
    };
    // A point that jumps on its way to the generic place may be one of no component: another way.
    for (std::uint64_t attempt = 0; simple && attempt < attempts && !std::ranges::all_of(branches, &Branch::traced); ++attempt) {
      const Random draw = random.stream(100 + attempt);
      WitnessSet moved = home;
      if (!make_generic(moved, options, draw.stream(0)) || !std::ranges::all_of(moved.points, belongs)) continue;
      branches = breakup(moved.curve, moved.plane, moved.points, belongs, options, draw.stream(1));
      set = std::move(moved);
    }
    const eval::NewtonSolver newton(set.section());
    for (const Branch& branch : branches) {
      std::vector<eval::Point> rough;
      for (const Coordinates& x : branch.points) rough.push_back(eval::exact_point(x));
      Refined witness = refined(newton, rough, random.stream(4));
      Component& c = result.emplace_back();
      c.set = set;
      c.set.points = branch.points;
      c.dimension = static_cast<int>(dimension);
      c.degree = witness.points.size();
      c.multiplicity = stack.multiplicity;
      c.traced = branch.traced && witness.points.size() == branch.points.size();
      c.bits = std::ranges::count(witness.converged, false) == 0 ? witness_bits : singular_bits;
      for (eval::Point& point : witness.points) {
        point.resize(n);
        c.witness.push_back(std::move(point));
      }
    }
  }
  std::ranges::stable_sort(result, {}, &Component::degree);
  return result;
}

/// Takes away the singular points that lie on a component of higher dimension: where it meets itself or others they can look isolated on the section. Says
/// how many it could not tell, which stay.
std::size_t drop_members(std::vector<solve::Solution>& points, const AffineSpace& space, const std::vector<Component>& larger, const solve::Options& options, Random random) {
  if (larger.empty() || std::ranges::all_of(points, &solve::Solution::nonsingular)) return 0;
  std::vector<std::unique_ptr<Mover>> movers;
  for (const Component& c : larger)
    if (c.traced) movers.push_back(std::make_unique<Mover>(c.set, options, random.stream(movers.size())));
  std::size_t unknown = 0;
  std::erase_if(points, [&](const solve::Solution& p) {
    if (p.nonsingular) return false;
    const eval::Point point = lifted(p.coordinates, space);
    bool open = false;
    for (const auto& mover : movers) {
      const auto inside = mover->contains(point, p.bits);
      if (inside && *inside) return true;
      open = open || !inside;
    }
    unknown += open;
    return false;
  });
  return unknown;
}

System without_zeros(System system) {
  std::erase_if(system.equations, [](const Polynomial& p) { return p.is_zero(); });
  return system;
}

/// The components that a flag drawn from `random` finds.
Decomposition decompose_on_flag(const System& system, const solve::Options& options, std::size_t least_dimension, Random random,
                                const std::function<void(const Progress&)>& progress) {
  const std::size_t n = system.names.size();
  Decomposition result;
  result.complete = true;
  const Flag flag(n, random.stream(0));
  const std::vector<Section> sections = regenerate(system, flag, n - std::min(n, least_dimension), options, [&](std::size_t codimension) {
    if (progress) progress({static_cast<int>(n - codimension)});
  });
  for (std::size_t i = 1; i <= sections.size(); ++i) {
    Section s = sections[i - 1];
    const std::size_t dimension = n - i;
    const std::size_t unknown = drop_members(s.points, flag.space(i), result.components, options, random.stream(2000 + i));
    if (unknown > 0) {
      result.complete = false;
      result.notes.push_back("of " + std::to_string(unknown) + " points of the section for dimension " + std::to_string(dimension) +
                             " it is not known whether they lie on larger components");
    }
    if (dimension == 0) {
      result.isolated = s.points;
    } else if (!s.points.empty()) {
      for (Component& c : components_of(system, flag, s.points, dimension, options, random.stream(i))) result.components.push_back(std::move(c));
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

}  // namespace

Decomposition decompose(const System& given, const solve::Options& options, std::size_t least_dimension,
                        const std::function<void(const Progress&)>& progress) {
  const System system = without_zeros(given);
  const std::size_t n = system.names.size();
  Decomposition result;
  result.complete = true;
  if (system.equations.empty()) {
    if (n == 0) return result;
    const Flag flag(n, Random(options.seed));
    Component& whole = result.components.emplace_back();
    whole.dimension = static_cast<int>(n);
    whole.degree = 1;
    whole.traced = true;
    whole.bits = witness_bits;
    whole.witness = {lifted({}, flag.space(0))};
    whole.set = witness_set({system, {}}, flag, n, n, Random(options.seed));
    whole.set.points = {eval::rounded(whole.witness.front())};
    make_generic(whole.set, options, Random(options.seed));
    return result;
  }
  if (std::ranges::any_of(system.equations, [](const Polynomial& p) { return p.degree() == 0; })) return result;
  for (std::uint64_t k = 0;; ++k) {
    result = decompose_on_flag(system, options, least_dimension, Random(options.seed).stream(k == 0 ? 9 : 900 + k), progress);
    // Spaces that lie badly for one component lose its points: others will not.
    if (result.complete || k + 1 == flags || cancellation_requested()) return result;
  }
}

}  // namespace polyscape::components
