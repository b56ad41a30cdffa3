#include "polyscape/variety/nearest_points.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/bounds/multihomogeneous.hpp"
#include "polyscape/components/combinations.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/run.hpp"
#include "polyscape/solve/same_point.hpp"
#include "polyscape/solve/scaling.hpp"
#include "polyscape/solve/strategy.hpp"

namespace polyscape::variety {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using Node = Program::Node;

constexpr double nearly_real = 1e-5;  // imaginary parts that the limit of a singular path may have

/// Equations in x, then the multipliers lambda_0, .., lambda_rank, of which lambda_0 is 1 where zeros are smooth.
class Equations {
 public:
  Equations(const algebra::System& system, std::size_t rank, Zeros zeros, Random random)
      : system_(system), rank_(rank), zeros_(zeros), combinations_(system, rank, random.stream(1)) {
    Random draw = random.stream(2);
    for (std::size_t j = 0; j < system.names.size(); ++j)
      centre_.push_back(GaussianRational::from_complex(draw.normal()));
    for (std::size_t i = 0; i < rank; ++i) offset_.push_back(GaussianRational::from_complex(draw.normal()));
    for (std::size_t i = 0; i <= rank; ++i) patch_.push_back(GaussianRational::from_complex(draw.normal()));
    turn_ = GaussianRational::from_complex(draw.unit_complex());
  }

  bool whole() const { return rank_ == system_.equations.size(); }
  bool smooth() const { return zeros_ == Zeros::smooth; }
  std::size_t variables() const { return system_.names.size() + rank_ + (smooth() ? 0 : 1); }
  algebra::Partition partition() const {
    algebra::Partition result(2);
    for (std::size_t v = 0; v < variables(); ++v) result[v < system_.names.size() ? 0 : 1].push_back(v);
    return result;
  }

  /// Those of smooth zeros; of others at t = 1.
  Program start() const {
    Program result(variables());
    result.outputs = outputs(result, result.constant(1));
    return result;
  }
  /// The real offset turns into the complex plane on the way: t (1 + (1 - t) turn).
  Program line() const {
    Program result(variables(), 1);
    const Node t = result.parameter(0), one = result.constant(1);
    result.outputs = outputs(result, result.multiply(t, result.add(one, result.scale(turn_, result.subtract(one, t)))));
    return result;
  }

 private:
  std::vector<Node> outputs(Program& program, Node t) const {
    const std::size_t n = system_.names.size();
    const std::vector<Node> x = algebra::variables_of(program, n);
    std::vector<Node> lambda,
        g = whole() ? program.append(algebra::program_of(system_), x) : combinations_.append(program, x, rank_);
    for (std::size_t v = n; v < variables(); ++v) lambda.push_back(program.variable(v));
    std::vector<Node> result, normal;
    for (std::size_t j = 0; j < n; ++j) {
      const Node towards = program.subtract(x[j], program.constant(centre_[j]));
      normal.push_back(smooth() ? towards : program.multiply(lambda[0], towards));
    }
    for (std::size_t i = 0; i < rank_; ++i) {
      const std::vector<Node> gradient = algebra::gradient(program, g[i]);
      for (std::size_t j = 0; j < n; ++j)
        normal[j] = program.add(normal[j], program.multiply(lambda[lambda.size() - rank_ + i], gradient[j]));
      result.push_back(smooth() ? g[i] : program.subtract(g[i], program.scale(offset_[i], t)));
    }
    result.insert(result.end(), normal.begin(), normal.end());
    if (!smooth()) result.push_back(program.linear_form(patch_, lambda, -1));
    return result;
  }

  const algebra::System& system_;
  std::size_t rank_;
  Zeros zeros_;
  components::Combinations combinations_;
  std::vector<GaussianRational> centre_, offset_, patch_;
  GaussianRational turn_;
};

/// All isolated solutions. Of solve::solve() it leaves out what is known here: that there are solutions at infinity,
/// since the two-homogeneous Bezout number is less than the product of the degrees.
solve::Outcome solved(const solve::Problem& problem, const solve::Options& options,
                      const solve::ProgressReport& report) {
  if (solve::scaling_of(problem.system)) return solve::solve(problem, options, report);
  return solve::unless_cancelled_before([&] {
    const solve::Plan plan = solve::plan(problem, options, report);
    solve::Problem unexpanded;
    unexpanded.known = problem.known;
    return plan.start ? solve::follow(unexpanded, options, plan, report) : solve::without_paths(plan.reason);
  });
}

/// Adds what may be a real point, once.
void add_real(const eval::Point& solution, std::size_t n, solve::PointSet& real) {
  const auto first = solution.begin();
  const eval::Point x(first, first + static_cast<std::ptrdiff_t>(n));
  const double size = std::max(1.0, eval::magnitude(x));
  solve::Coordinates place = eval::rounded(x);
  for (auto& z : place) {
    if (std::abs(z.imag()) > nearly_real * size) return;
    z.imag(0);
  }
  real.insert(place);
}

}  // namespace

std::optional<NearestPoints> nearest_points(const algebra::System& system, std::size_t rank, Zeros zeros,
                                            std::uint64_t most_paths, const solve::Options& options,
                                            const solve::ProgressReport& report) {
  if (zeros == Zeros::smooth && rank != system.equations.size())
    throw ArgumentError("nearest_points: smooth zeros of dependent equations");
  const std::size_t n = system.names.size();
  const Random random = Random(options.seed).stream("nearest points");
  const Equations equations(system, rank, zeros, random.stream(0));

  solve::Problem problem;
  problem.program = equations.start();
  for (std::size_t v = 0; v < equations.variables(); ++v) problem.system.names.push_back("v" + std::to_string(v));
  problem.system.equations = algebra::expand(*problem.program);
  problem.hints.partitions = {equations.partition()};
  problem.known.real = equations.smooth() && algebra::is_real(problem.system);
  if (bounds::multihomogeneous_bezout(problem.system, equations.partition()) >
      algebra::Integer(static_cast<long>(most_paths)))
    return std::nullopt;
  solve::Outcome outcome = solved(problem, options, report);
  if (outcome.cancelled) return std::nullopt;

  NearestPoints result;
  result.whole = equations.whole();
  result.paths = outcome.ledger.tracked;
  result.failed = outcome.ledger.failed;
  std::vector<eval::Point> starts;
  for (const solve::Solution& s : outcome.solutions) {
    if (s.nonsingular)
      starts.push_back(s.coordinates);
    else
      ++result.failed;  // at a generic z or p there is none
  }
  result.failed += outcome.non_isolated.size();
  if (!equations.smooth()) {
    if (starts.empty()) return result;
    outcome = solve::follow_line(equations.line(), starts, options, random.stream(1), report);
    if (outcome.cancelled) return std::nullopt;
    result.paths += outcome.ledger.tracked;
    result.failed += outcome.ledger.failed;
  } else if (!outcome.closed) {
    ++result.failed;
  }
  result.solutions = outcome.solutions.size() + outcome.non_isolated.size();
  solve::PointSet real(n, random.stream(2), solve::rough_point);
  // The limit equations are real: a simple solution of theirs is its own conjugate or not, as its digits say.
  for (const solve::Solution& s : outcome.solutions)
    if (s.real || !s.nonsingular) add_real(s.coordinates, n, real);
  for (const solve::NonIsolatedEndpoint& e : outcome.non_isolated) add_real(e.coordinates, n, real);
  for (const solve::Coordinates& x : real.points()) {
    auto& place = result.real.emplace_back();
    for (const auto& z : x) place.push_back(z.real());
  }
  return result;
}

}  // namespace polyscape::variety
