#include "polyscape/components/decomposition.hpp"

#include <algorithm>
#include <map>
#include <memory>

#include "polyscape/base/cancel.hpp"
#include "polyscape/components/breakup.hpp"
#include "polyscape/components/combinations.hpp"
#include "polyscape/components/deflation.hpp"
#include "polyscape/components/regeneration.hpp"
#include "polyscape/components/zero_sums.hpp"
#include "polyscape/eval/newton.hpp"
#include "polyscape/solve/effort.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/span.hpp"

namespace polyscape::components {
namespace {

using algebra::Polynomial;
using algebra::System;
using solve::Coordinates;

constexpr int most_deflations = 4;
constexpr std::size_t most_terms = 5000;  // of a system that is deflated: each time makes many times as many
constexpr std::uint64_t attempts = 2;     // to break a section up
constexpr std::uint64_t flags = 3;        // tried until one decomposes everything
constexpr int witness_bits = 212, most_bits = 848, singular_bits = 45, double_bits = 53;
constexpr double zero_sum_steps = 40;  // of Newton's method, about
constexpr double close = 1e-6;         // points nearer to each other, relative, are not moved in double precision
constexpr double basin = 1e-5;         // a point may move so far, relative, when it is refined

/// Points of the section that look alike: of one multiplicity, one rank of the Jacobian after each deflation.
struct Stack {
  System system;  ///< deflated: further unknowns
  std::vector<eval::Point> points;
  int multiplicity = 1;
  bool resolved = true;
  int bits = 0;  ///< that the points are accurate to, where that is more than double precision
};

std::size_t terms_of(const System& system) {
  std::size_t count = 0;
  for (const algebra::Polynomial& p : system.equations) count += p.term_count();
  return count;
}

/// Deflates until the points are simple on components of this dimension: the rank is the codimension.
void deflate(Stack stack, std::size_t dimension, int depth, Random random, std::vector<Stack>& done) {
  std::map<std::size_t, std::vector<eval::Point>> by_rank;
  std::vector<eval::Point> undecided;
  for (const eval::Point& x : stack.points) {
    const auto rank = numerical_rank(stack.system, eval::rounded(x));
    rank ? by_rank[*rank].push_back(x) : undecided.push_back(x);
  }
  if (!undecided.empty()) done.push_back({stack.system, undecided, stack.multiplicity, false, 0});
  for (const auto& [rank, points] : by_rank) {
    if (rank + dimension == stack.system.names.size()) {
      // Of full rank before any deflation: a simple point, at which several paths do not end.
      done.push_back({stack.system, points, stack.multiplicity, depth > 0, 0});
    } else if (depth == most_deflations || terms_of(stack.system) > most_terms) {
      done.push_back({stack.system, points, stack.multiplicity, false, 0});
    } else {
      Stack next{deflated(stack.system, rank, random.stream(static_cast<std::uint64_t>(depth))),
                 {},
                 stack.multiplicity,
                 true,
                 0};
      for (const eval::Point& x : points)
        next.points.push_back(eval::exact_point(lifted_to_deflation(next.system, eval::rounded(x))));
      deflate(std::move(next), dimension, depth + 1, random, done);
    }
  }
}

/// Zeros of a square system, each once, to high precision.
struct Refined {
  std::vector<eval::Point> points;
  std::vector<bool> converged = {};

  bool all_converged() const { return std::ranges::count(converged, false) == 0; }
};

/// bits: that the points are accurate to. Points that doubles do not tell apart are different ones only if they came
/// with more digits.
Refined refined(const eval::NewtonSolver& newton, const std::vector<eval::Point>& points, int bits, Random random) {
  solve::PointSet distinct(points.front().size(), random);
  const double reach = bits > double_bits ? std::min(basin, least_gap(points) / 8) : basin;
  const int first = std::max(witness_bits, 2 * bits), last = std::max(most_bits, 2 * first);
  Refined result;
  for (eval::Point near : points) {
    bool good = false;
    // Where the section is ill-conditioned more digits get lost.
    for (int working = first; !good && working <= last; working *= 2) {
      eval::NewtonOutcome outcome = newton(near, working);
      good = outcome.converged && eval::distance(outcome.point, near) < reach * std::max(1.0, eval::magnitude(near));
      if (good) near = std::move(outcome.point);
    }
    if (distinct.insert(eval::rounded(near)) < result.points.size() && bits <= double_bits) continue;
    result.points.push_back(std::move(near));
    result.converged.push_back(good);
  }
  return result;
}

/// `points`: simple ones of the system on A_(n - dimension).
WitnessSet witness_set(const Stack& stack, const Flag& flag, std::size_t variables, std::size_t dimension,
                       Random random) {
  const std::size_t unknowns = stack.system.names.size(), codimension = variables - dimension;
  const AffineSpace around = flag.space(codimension + 1);
  algebra::Program map(unknowns);
  map.outputs = Combinations(stack.system, unknowns - dimension, random)
                    .append(map, algebra::variables_of(map, unknowns), unknowns - dimension);
  std::vector<algebra::GaussianRational> values(map.outputs.size());
  for (const algebra::Program::Node form : append_forms(map, around)) map.outputs.push_back(form);
  for (const auto& form : around.forms) values.push_back(form.back());
  return {
      variables, dimension, {std::move(map), std::move(values), {}}, hyperplane(flag.space(codimension), unknowns), {}};
}

/// The set's section, its hyperplane exact: rounded to doubles it is another one for points that doubles do not tell
/// apart.
algebra::Program exact_section(const WitnessSet& set, const AffineSpace& space) {
  algebra::Program result(set.curve.map.variables());
  result.outputs = solve::append_curve(result, set.curve);
  result.outputs.push_back(result.add(append_forms(result, space).front(),
                                      result.constant(algebra::GaussianRational(-space.forms.front().back()))));
  return result;
}

/// The solutions by their multiplicity, deflated until they are simple.
std::vector<Stack> stacks_of(const System& system, const AffineSpace& space,
                             const std::vector<solve::Solution>& solutions, std::size_t dimension, Random random) {
  std::map<int, Stack> by_multiplicity;
  for (const solve::Solution& p : solutions) {
    const int multiplicity = p.nonsingular ? 1 : std::max(2, p.multiplicity);
    Stack& stack = by_multiplicity[multiplicity];
    stack.system = system;
    stack.multiplicity = multiplicity;
    stack.points.push_back(lifted(p.coordinates, space));
    if (p.nonsingular) stack.bits = std::max(stack.bits, p.bits);
  }
  std::vector<Stack> result;
  for (auto& [multiplicity, stack] : by_multiplicity) {
    if (multiplicity == 1)
      result.push_back(std::move(stack));
    else
      deflate(std::move(stack), dimension, 0, random, result);
  }
  return result;
}

/// A stack's points where they were found, and what tells them apart.
struct StackSection {
  const Stack& stack;
  WitnessSet home;
  Refined refined;                                              ///< home's points
  bool simple = false;                                          ///< all of them are simple zeros of the section
  bool movable = false;                                         ///< doubles tell them from each other
  std::optional<std::vector<std::vector<std::size_t>>> groups;  ///< by components, where zero sums say so
};

StackSection section_of(const Stack& stack, const Flag& flag, std::size_t variables, std::size_t dimension,
                        const solve::Options& options, Random random) {
  StackSection result{stack, witness_set(stack, flag, variables, dimension, random.stream(3)), {}, false, false, {}};
  const algebra::Program section = exact_section(result.home, flag.space(variables - dimension));
  result.refined = refined(eval::NewtonSolver(section), stack.points, stack.bits, random.stream(4));
  const std::vector<eval::Point>& points = result.refined.points;
  for (const eval::Point& x : points) result.home.points.push_back(eval::rounded(x));
  result.simple = stack.resolved && result.refined.all_converged();
  result.movable = least_gap(points) > close;
  const int bits = solve::affordable_bits(section, points.size(), zero_sum_steps, solve::little_work, most_bits,
                                          std::max(options.max_precision, most_bits));
  if (result.simple && bits > 0) result.groups = zero_sum_groups(section, variables, points, bits);
  return result;
}

Branch branch_of(const std::vector<Coordinates>& points, const std::vector<std::size_t>& group) {
  Branch result{{}, true};
  for (const std::size_t i : group) result.points.push_back(points[i]);
  return result;
}

/// A witness set, its points sorted by components.
struct Sorted {
  WitnessSet set;
  std::vector<Branch> branches;
};

/// On a generic section, where the points can be moved to one.
Sorted sorted(const StackSection& section, const solve::Options& options, Random random,
              const solve::ProgressReport& report) {
  Sorted result{section.home, {{section.home.points, false}}};
  if (!section.simple || !section.movable) return result;
  const std::function<bool(const Coordinates&)> belongs = [&](const Coordinates& x) {
    const eval::Point point = eval::exact_point(x);
    return std::ranges::all_of(section.stack.system.equations,
                               [&](const Polynomial& p) { return solve::vanishes(p, point, singular_bits); });
  };
  // A point that jumps on its way to the generic place may be one of no component: another way.
  for (std::uint64_t attempt = 0; attempt < attempts && !std::ranges::all_of(result.branches, &Branch::traced);
       ++attempt) {
    const Random draw = random.stream(100 + attempt);
    WitnessSet moved = section.home;
    if (!make_generic(moved, options, draw.stream(0)) || !std::ranges::all_of(moved.points, belongs)) continue;
    if (section.groups) {
      result.branches.clear();
      for (const auto& group : *section.groups) result.branches.push_back(branch_of(moved.points, group));
    } else {
      result.branches = breakup(moved.curve, moved.plane, moved.points, belongs, options, draw.stream(1), report);
    }
    result.set = std::move(moved);
  }
  return result;
}

/// witness: the branch's points with more digits, each once.
Component component_of(const StackSection& section, const WitnessSet& set, Branch branch, Refined witness) {
  Component c;
  c.dimension = static_cast<int>(set.dimension);
  c.degree = witness.points.size();
  c.multiplicity = section.stack.multiplicity;
  c.traced = branch.traced && witness.points.size() == branch.points.size();
  c.movable = section.movable;
  c.bits = witness.all_converged() ? std::max(witness_bits, section.stack.bits) : singular_bits;
  c.set = set;
  c.set.points = std::move(branch.points);
  for (eval::Point& point : witness.points) {
    point.resize(set.variables);
    c.witness.push_back(std::move(point));
  }
  return c;
}

std::vector<Component> components_of(const System& system, const Flag& flag,
                                     const std::vector<solve::Solution>& solutions, std::size_t dimension,
                                     const solve::Options& options, Random random,
                                     const solve::ProgressReport& report) {
  const std::size_t n = system.names.size();
  std::vector<Component> result;
  for (const Stack& stack : stacks_of(system, flag.space(n - dimension), solutions, dimension, random.stream(1))) {
    const StackSection section = section_of(stack, flag, n, dimension, options, random);
    if (section.groups && !section.movable) {
      for (const auto& group : *section.groups) {
        Refined witness;
        for (const std::size_t i : group) witness.points.push_back(section.refined.points[i]);
        result.push_back(
            component_of(section, section.home, branch_of(section.home.points, group), std::move(witness)));
      }
      continue;
    }
    const Sorted moved = sorted(section, options, random, report);
    const eval::NewtonSolver newton(moved.set.section());
    for (const Branch& branch : moved.branches) {
      std::vector<eval::Point> rough;
      for (const Coordinates& x : branch.points) rough.push_back(eval::exact_point(x));
      Refined witness = section.movable ? refined(newton, rough, 0, random.stream(4)) : section.refined;
      result.push_back(component_of(section, moved.set, branch, std::move(witness)));
    }
  }
  std::ranges::stable_sort(result, {}, &Component::degree);
  return result;
}

/// Takes away the singular points that lie on a component of higher dimension: where it meets itself or others they can
/// look isolated on the section. Says how many it could not tell, which stay.
std::size_t drop_members(std::vector<solve::Solution>& points, const AffineSpace& space,
                         const std::vector<Component>& larger, const solve::Options& options, Random random) {
  if (larger.empty() || std::ranges::all_of(points, &solve::Solution::nonsingular)) return 0;
  std::vector<std::unique_ptr<MovingWitnessSet>> movers;
  for (const Component& c : larger)
    if (c.traced && c.movable)
      movers.push_back(std::make_unique<MovingWitnessSet>(c.set, options, random.stream(movers.size())));
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

/// Whether the components of some codimension i have, with multiplicity, more points on their section than the product
/// of the i largest degrees: against Bezout's theorem.
bool above_bezout(const System& system, const std::vector<Component>& components) {
  std::vector<long> degrees = algebra::degrees(system);
  std::ranges::sort(degrees, std::greater<>{});
  algebra::Integer bound = 1;
  for (std::size_t i = 1; i <= std::min(degrees.size(), system.names.size()); ++i) {
    bound *= algebra::Integer(degrees[i - 1]);
    algebra::Integer points = 0;
    for (const Component& c : components)
      if (static_cast<std::size_t>(c.dimension) + i == system.names.size())
        points += algebra::Integer(static_cast<long>(c.degree)) * algebra::Integer(static_cast<long>(c.multiplicity));
    if (points > bound) return true;
  }
  return false;
}

/// The components that a flag drawn from `random` finds.
Decomposition decompose_on_flag(const System& system, const solve::Options& options, std::size_t least_dimension,
                                Random random, const std::function<void(const Progress&)>& progress) {
  const std::size_t n = system.names.size();
  Decomposition result;
  result.complete = true;
  const Flag flag(n, random.stream(0));
  const std::vector<Section> sections = regenerate(system, flag, n - std::min(n, least_dimension), options,
                                                   [&](std::size_t codimension, const solve::Progress& step) {
                                                     if (progress) progress({static_cast<int>(n - codimension), step});
                                                   });
  for (std::size_t i = 1; i <= sections.size(); ++i) {
    Section s = sections[i - 1];
    const std::size_t dimension = n - i;
    const std::size_t unknown =
        drop_members(s.points, flag.space(i), result.components, options, random.stream(2000 + i));
    if (unknown > 0) {
      result.complete = false;
      result.notes.push_back("of " + std::to_string(unknown) + " points of the section for dimension " +
                             std::to_string(dimension) + " it is not known whether they lie on larger components");
    }
    if (dimension == 0) {
      result.isolated = s.points;
    } else if (!s.points.empty()) {
      const auto report = [&](const solve::Progress& step) {
        if (progress) progress({static_cast<int>(dimension), step});
      };
      for (Component& c : components_of(system, flag, s.points, dimension, options, random.stream(i), report))
        result.components.push_back(std::move(c));
    }
    result.paths += s.paths;
    result.failed += s.failed;
    if (s.failed > 0)
      result.notes.push_back(std::to_string(s.failed) + " paths of the section for dimension " +
                             std::to_string(dimension) + " failed");
    result.notes.insert(result.notes.end(), s.notes.begin(), s.notes.end());
  }
  for (const Component& c : result.components) {
    if (c.traced) continue;
    result.complete = false;
    result.notes.push_back("components of dimension " + std::to_string(c.dimension) + " and degree " +
                           std::to_string(c.degree) + " in all were not told apart");
  }
  result.complete =
      result.complete && !above_bezout(system, result.components) && result.failed == 0 && !cancellation_heeded();
  return result;
}

}  // namespace

Decomposition decompose(const System& given, const solve::Options& options, std::size_t least_dimension,
                        const std::function<void(const Progress&)>& progress) {
  solve::require_legal(options);
  const System system = solve::spanning(given);
  const std::size_t n = system.names.size();
  Decomposition result;
  result.complete = true;
  if (system.equations.empty()) {
    if (n == 0) return result;
    const Random random = Random(options.seed).stream("whole space");
    const Flag flag(n, random.stream(0));
    Component& whole = result.components.emplace_back();
    whole.dimension = static_cast<int>(n);
    whole.degree = 1;
    whole.traced = true;
    whole.bits = witness_bits;
    whole.witness = {lifted({}, flag.space(0))};
    whole.set = witness_set({system, {}}, flag, n, n, random.stream(1));
    whole.set.points = {eval::rounded(whole.witness.front())};
    make_generic(whole.set, options, random.stream(2));
    return result;
  }
  if (std::ranges::any_of(system.equations, [](const Polynomial& p) { return p.degree() == 0; })) return result;
  for (std::uint64_t k = 0;; ++k) {
    result = decompose_on_flag(system, options, least_dimension, Random(options.seed).stream("decomposition").stream(k),
                               progress);
    // Spaces that lie badly for one component lose its points: others will not.
    if (result.complete || k + 1 == flags || cancellation_requested()) return result;
  }
}

}  // namespace polyscape::components
