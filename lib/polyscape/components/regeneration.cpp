#include "polyscape/components/regeneration.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/bounds/mixed_cells.hpp"
#include "polyscape/certify/excess.hpp"
#include "polyscape/components/combinations.hpp"
#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/effort.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/run.hpp"
#include "polyscape/solve/strategy.hpp"

namespace polyscape::components {
namespace {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;
using algebra::System;
using solve::Coordinates;
using solve::Hyperplane;

constexpr int attempts = 4;  // to carry the points to a hyperplane, with other ones

class Cascade {
 public:
  Cascade(const System& system, const Flag& flag, std::size_t most, const solve::Options& options, Random random,
          const SectionReport& progress)
      : system_(system),
        flag_(flag),
        options_(options),
        random_(random),
        progress_(progress),
        last_(std::min({most, system.names.size(), system.equations.size()})),
        g_(system, last_, random.stream(1)) {
    options_.known_count.reset();
    options_.start = solve::Start::automatic;  // as with all other sections: what a user says of start systems is about
                                               // solving alone
  }

  std::vector<Section> run() {
    std::vector<Section> result;
    std::vector<eval::Point> open{{}};  // the point A_0, which no equation has seen
    for (std::size_t i = 1; i <= last_ && !cancellation_requested(); ++i) {
      if (progress_) progress_(i, {0, 0, ""});
      result.push_back(add_equation(i, open));
    }
    return result;
  }

 private:
  /// The first `count` combinations on the space, in its coordinates, which are the program's variables.
  std::vector<Program::Node> combinations(Program& program, const AffineSpace& space, std::size_t count) const {
    return g_.append(program, append_lifted(program, space), count);
  }

  /// open: the points on A_(i-1) that solve the first i-1 combinations, but not the system; then those on A_i.
  Section add_equation(std::size_t i, std::vector<eval::Point>& open) {
    Section result;
    if (open.empty()) return result;
    if (auto all = solved_whole(i, open.size() * g_.degree(i - 1))) return *all;
    const AffineSpace space = flag_.space(i);
    std::vector<Hyperplane> planes;
    const std::vector<eval::Point> starts = on_planes(space, open, planes, random_.stream(100 + i), result);
    const Program way = line(space, planes, random_.stream(200 + i));
    const solve::Outcome outcome =
        solve::follow_line(way, starts, options_, random_.stream(300 + i), steps_of(i), solve::little_work);
    count(outcome.ledger, i, result);

    open.clear();
    std::size_t singular = 0;
    const std::vector<bool> on_component = zeros_of_all(space, solve::end_of_line(way), outcome.solutions);
    for (std::size_t k = 0; k < outcome.solutions.size(); ++k) {
      const solve::Solution& s = outcome.solutions[k];
      if (on_component[k])
        result.points.push_back(s);
      else if (s.nonsingular)
        open.push_back(s.coordinates);
      else
        ++singular;
    }
    if (algebra::is_real(system_)) add_conjugates(i, open, result);
    if (singular > 0) {
      result.failed += singular;
      result.notes.push_back(
          std::to_string(singular) +
          " points that solve only the combinations are singular, which those of generic combinations are not");
    }
    return result;
  }

  /// Which zeros of the combinations on the space solve the system: seen at rising precision where they are simple,
  /// else by the digits they have.
  std::vector<bool> zeros_of_all(const AffineSpace& space, const Program& square,
                                 const std::vector<solve::Solution>& zeros) const {
    constexpr int first_bits = 128;
    Program further(space.dimension);
    further.outputs = further.append(algebra::program_of(system_), append_lifted(further, space));
    const int most = solve::affordable_bits(square, zeros.size(), solve::certificate_steps, solve::little_work,
                                            first_bits, std::max(first_bits, options_.max_precision));
    const certify::Excess excess(square, further);
    std::vector<char> result(zeros.size());
    parallel_for(zeros.size(), static_cast<std::size_t>(options_.threads), [&](std::size_t k) {
      const solve::Solution& s = zeros[k];
      if (s.nonsingular && !cancellation_requested()) {
        const int first = std::max(first_bits, s.bits);
        if (const auto verdict = excess(s.coordinates, {first, std::max(first, most)})) {
          result[k] = verdict->vanish;
          return;
        }
      }
      const eval::Point x = lifted(s.coordinates, space);
      result[k] =
          std::ranges::all_of(system_.equations, [&](const Polynomial& p) { return solve::vanishes(p, x, s.bits); });
    });
    return {result.begin(), result.end()};
  }

  solve::ProgressReport steps_of(std::size_t codimension) const {
    if (!progress_) return {};
    return [this, codimension](const solve::Progress& p) { progress_(codimension, p); };
  }

  void count(const solve::Ledger& ledger, std::size_t codimension, Section& section) const {
    section.paths += ledger.tracked;
    section.failed += ledger.failed;
    for (const auto& [reason, paths] : ledger.failures)
      section.notes.push_back(std::to_string(paths) + " paths on the way to dimension " +
                              std::to_string(system_.names.size() - codimension) + " failed: " + reason);
  }

  /// The last section is the system itself, when that is square: solved as any other where it takes fewer paths than
  /// going on.
  std::optional<Section> solved_whole(std::size_t dimension, std::size_t paths) const {
    if (dimension < system_.names.size() || system_.equations.size() != dimension) return std::nullopt;
    bounds::MixedVolumeOptions search;
    search.work = solve::work_a_path * static_cast<double>(paths);
    const auto cells = bounds::mixed_cells(bounds::supports(system_, bounds::Origin::added), random_.stream(4), search);
    if (!cells || cells->volume >= algebra::Integer(static_cast<long>(paths))) return std::nullopt;
    solve::Problem problem;
    problem.system = system_;
    problem.hints.mixed_volume = cells->volume;
    solve::Outcome outcome = solve::solve(problem, options_, steps_of(dimension));
    Section result;
    count(outcome.ledger, dimension, result);
    result.points = std::move(outcome.solutions);
    return result;
  }

  /// Combinations and spaces of real equations are real: what is missing of a pair of conjugate points (one far out,
  /// taken for one at infinity) is put back.
  void add_conjugates(std::size_t dimension, std::vector<eval::Point>& open, Section& section) const {
    solve::PointSet known(dimension, random_.stream(3));
    for (const eval::Point& x : open) known.insert(eval::rounded(x));
    for (const solve::Solution& s : section.points) known.insert(s.rounded());
    const auto is_new = [&](const Coordinates& x) {
      const std::size_t before = known.points().size();
      return known.insert(x) == before;
    };
    const std::size_t solved = open.size(), found = section.points.size();
    for (std::size_t k = 0; k < solved; ++k) {
      eval::Point x = eval::conjugate(open[k]);
      if (is_new(eval::rounded(x))) open.push_back(std::move(x));
    }
    for (std::size_t k = 0; k < found; ++k) {
      if (!section.points[k].nonsingular) continue;
      solve::Solution s = section.points[k];
      s.coordinates = eval::conjugate(s.coordinates);
      if (is_new(s.rounded())) section.points.push_back(std::move(s));
    }
  }

  /// The points of A_(n-1) carried along the curve of the first n-1 combinations in A_n to as many random hyperplanes
  /// as the next has degree.
  std::vector<eval::Point> on_planes(const AffineSpace& space, const std::vector<eval::Point>& open,
                                     std::vector<Hyperplane>& planes, Random random, Section& result) {
    const std::size_t n = space.dimension, degree = g_.degree(n - 1);
    const AffineSpace plane = flag_.hyperplane(n - 1);
    const Hyperplane home = hyperplane(plane, n);
    std::vector<eval::Point> row;
    for (const eval::Point& x : open) row.push_back(lifted(x, plane));
    Program map(n);
    map.outputs = combinations(map, space, n - 1);
    const std::vector<std::complex<double>> values(map.outputs.size());
    std::vector<eval::Point> starts;
    std::optional<solve::MovingCut> moving;
    if (n > 1) moving.emplace(map, random.stream(0), solve::ZeroCoordinates::belong);
    for (std::size_t j = 0; j < degree; ++j) {
      std::vector<eval::Point> best;
      std::string why;
      for (int attempt = 0; attempt < attempts && best.size() < row.size() && !cancellation_requested(); ++attempt) {
        Random draw = random.stream(1 + j * attempts + static_cast<std::size_t>(attempt));
        Hyperplane target{Coordinates(n), draw.annulus_complex()};
        for (auto& z : target.form) z = draw.annulus_complex();
        std::vector<eval::Point> ends;
        std::map<std::string, std::size_t> failures;
        // A point of large condition may take many steps whatever the hyperplane.
        track::PathOptions settings = solve::way_settings(options_.max_precision);
        settings.max_steps <<= 2 * attempt;
        if (n == 1) {
          ends = {eval::exact_point(Coordinates{target.value / target.form[0]})};
        } else {
          ends = moving->carry(row, solve::segment({values, home}, {values, target}), settings,
                               static_cast<std::size_t>(options_.threads), failures);
          result.paths += row.size();
        }
        solve::PointSet distinct(n, draw);
        std::vector<eval::Point> reached;
        for (eval::Point& x : ends)
          if (!x.empty() && distinct.insert(eval::rounded(x)) == reached.size()) reached.push_back(std::move(x));
        if (attempt > 0 && reached.size() <= best.size()) continue;
        best = std::move(reached);
        why.clear();
        for (const auto& [reason, count] : failures) why += "; " + std::to_string(count) + ": " + reason;
        if (planes.size() > j)
          planes[j] = target;
        else
          planes.push_back(target);
      }
      if (best.size() < row.size()) {
        result.failed += row.size() - best.size();
        result.notes.push_back(std::to_string(row.size() - best.size()) +
                               " points were lost on the way to a hyperplane" + why);
      }
      starts.insert(starts.end(), best.begin(), best.end());
    }
    return starts;
  }

  /// The first combinations, and the last one taking the place of the product of the planes as t falls.
  Program line(const AffineSpace& space, const std::vector<Hyperplane>& planes, Random random) const {
    Program result(space.dimension, 1);
    result.outputs = combinations(result, space, space.dimension);
    std::vector<Program::Node> factors;
    for (const Hyperplane& plane : planes) factors.push_back(solve::append_plane(result, plane));
    const Program::Node t = result.parameter(0), rest = result.subtract(result.constant(1), t);
    // Of the size of the equation's values, whatever its coefficients are.
    const auto value = [&] {
      Program last(space.dimension);
      last.outputs = {combinations(last, space, space.dimension).back()};
      Coordinates x(space.dimension);
      for (auto& z : x) z = random.unit_complex();
      return std::abs(
          algebra::evaluate(last, std::span<const GaussianRational>(eval::exact_point(x))).front().to_complex());
    }();
    const auto gamma = GaussianRational::from_complex(std::exp2(std::round(std::log2(std::max(value, 1e-300)))) *
                                                      random.unit_complex());
    result.outputs.back() = result.add(result.multiply(rest, result.outputs.back()),
                                       result.scale(gamma, result.multiply(t, result.product(factors))));
    return result;
  }

  const System& system_;
  const Flag& flag_;
  solve::Options options_;
  Random random_;
  const SectionReport& progress_;
  std::size_t last_;
  Combinations g_;
};

}  // namespace

std::vector<Section> regenerate(const System& system, const Flag& flag, std::size_t most, const solve::Options& options,
                                const SectionReport& progress) {
  return Cascade(system, flag, most, options, Random(options.seed).stream("cascade"), progress).run();
}

}  // namespace polyscape::components
