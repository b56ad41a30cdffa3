#include "polyscape/components/regeneration.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/cancel.hpp"
#include "polyscape/solve/curve.hpp"
#include "polyscape/solve/endpoint.hpp"
#include "polyscape/solve/strategy.hpp"

namespace polyscape::components {
namespace {

using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Program;
using algebra::Rational;
using algebra::System;
using solve::Coordinates;
using solve::Hyperplane;

constexpr int attempts = 4;  // to carry the points to a hyperplane, with other ones

/// Combinations of the equations, by falling degree: each is one of them and random multiples of all that come later.
std::vector<Polynomial> generic_combinations(const System& system, std::size_t count, Random random) {
  std::vector<Polynomial> equations = system.equations, result;
  std::ranges::stable_sort(equations, std::greater<>{}, [](const Polynomial& p) { return p.degree(); });
  for (std::size_t i = 0; i < count; ++i) {
    Polynomial g = equations[i];
    for (std::size_t k = i + 1; k < equations.size(); ++k) g += equations[k] * generic_rational(random);
    result.push_back(std::move(g));
  }
  return result;
}

class Cascade {
 public:
  Cascade(const System& system, const Flag& flag, const solve::Options& options, Random random)
      : system_(system), flag_(flag), options_(options), random_(random),
        last_(std::min(system.names.size(), system.equations.size())), g_(generic_combinations(system, last_, random.stream(1))) {
    options_.known_count.clear();
  }

  std::vector<Section> run(const std::function<void(std::size_t)>& progress) {
    std::vector<Section> result;
    std::vector<Coordinates> open{{}};  // the point A_0, which no equation has seen
    for (std::size_t i = 1; i <= last_ && !cancellation_requested(); ++i) {
      if (progress) progress(i);
      result.push_back(add_equation(i, open));
    }
    return result;
  }

 private:
  /// open: the points on A_(i-1) that solve the first i-1 combinations, but not the system; then those on A_i.
  Section add_equation(std::size_t i, std::vector<Coordinates>& open) {
    Section result;
    if (open.empty()) return result;
    const AffineSpace space = flag_.space(i);
    const System here = restricted({system_.names, {g_.begin(), g_.begin() + static_cast<std::ptrdiff_t>(i)}}, space);
    const auto degree = static_cast<std::size_t>(here.equations.back().degree());
    std::vector<Hyperplane> planes;
    const std::vector<Coordinates> starts = on_planes(here, degree, open, planes, random_.stream(100 + i), result);
    std::vector<eval::Point> points;
    for (const Coordinates& x : starts) points.push_back(eval::exact_point(x));
    solve::Plan plan = solve::plan_on_line(line(here, planes, random_.stream(200 + i)), points, algebra::trivial_partition(i), random_.stream(300 + i));
    plan.square = here;
    solve::Problem problem;
    problem.real = false;  // the starts are not closed under conjugation
    const solve::Outcome outcome = solve::follow(problem, options_, plan, {});
    result.paths += outcome.ledger.tracked;
    result.failed += outcome.ledger.failed;

    const System all = restricted(system_, space);
    open.clear();
    std::size_t singular = 0;
    for (const solve::Solution& s : outcome.solutions) {
      if (std::ranges::all_of(all.equations, [&](const Polynomial& p) { return solve::vanishes(p, s.coordinates, s.bits); })) result.points.push_back(s);
      else if (s.nonsingular) open.push_back(s.rounded());
      else ++singular;
    }
    if (singular > 0) {
      result.failed += singular;
      result.notes.push_back(std::to_string(singular) + " points that solve only the combinations are singular, against Bertini's theorem");
    }
    return result;
  }

  /// The points of A_(i-1) carried along the curve of the first i-1 combinations in A_i to `degree` random hyperplanes.
  std::vector<Coordinates> on_planes(const System& here, std::size_t degree, const std::vector<Coordinates>& open, std::vector<Hyperplane>& planes,
                                     Random random, Section& result) {
    const std::size_t n = here.names.size();
    const AffineSpace plane = flag_.hyperplane(n - 1);
    Hyperplane home{Coordinates(n, 1), plane.rows[0].back().to_double()};
    std::vector<Coordinates> row;
    for (Coordinates x : open) {
      std::complex<double> last = home.value;
      for (std::size_t j = 0; j + 1 < n; ++j) {
        home.form[j] = -plane.rows[0][j].to_double();
        last -= home.form[j] * x[j];
      }
      x.push_back(last);
      row.push_back(std::move(x));
    }
    Program map(n);
    map.outputs = map.append(algebra::program_of({here.names, {here.equations.begin(), here.equations.end() - 1}}), algebra::variables_of(map, n));
    const std::vector<std::complex<double>> values(map.outputs.size());
    track::PathOptions settings = track::tightened({}, 1);
    settings.max_precision = options_.max_precision;
    std::vector<Coordinates> starts;
    std::optional<solve::MovingCut> moving;
    if (n > 1) moving.emplace(map, random.stream(0), solve::ZeroCoordinates::belong);
    for (std::size_t j = 0; j < degree; ++j) {
      std::vector<Coordinates> best;
      for (int attempt = 0; attempt < attempts && best.size() < row.size() && !cancellation_requested(); ++attempt) {
        Random draw = random.stream(1 + j * attempts + static_cast<std::size_t>(attempt));
        Hyperplane target{Coordinates(n), draw.annulus_complex()};
        for (auto& z : target.form) z = draw.annulus_complex();
        std::vector<Coordinates> ends;
        if (n == 1) {
          ends = {{target.value / target.form[0]}};
        } else {
          const solve::Way way = solve::segment({values, home}, {values, target});
          ends = moving->carry(
              row.size(), [&](std::size_t k) -> const Coordinates& { return row[k]; }, [&](std::size_t) -> const solve::Way& { return way; }, settings,
              static_cast<std::size_t>(options_.threads));
          result.paths += row.size();
        }
        solve::PointSet distinct(n, draw);
        for (const Coordinates& x : ends)
          if (!x.empty()) distinct.insert(x);
        if (attempt > 0 && distinct.points().size() <= best.size()) continue;
        best = distinct.points();
        if (planes.size() > j) planes[j] = target;
        else planes.push_back(target);
      }
      if (best.size() < row.size()) {
        result.failed += row.size() - best.size();
        result.notes.push_back(std::to_string(row.size() - best.size()) + " points were lost on the way to a hyperplane");
      }
      starts.insert(starts.end(), best.begin(), best.end());
    }
    return starts;
  }

  /// The first combinations, and the last one taking the place of the product of the planes as t falls.
  static Program line(const System& here, const std::vector<Hyperplane>& planes, Random random) {
    const std::size_t n = here.names.size();
    Program result(n, 1);
    const auto x = algebra::variables_of(result, n);
    result.outputs = result.append(algebra::program_of(here), x);
    std::vector<Program::Node> factors;
    for (const Hyperplane& plane : planes) factors.push_back(solve::append_plane(result, plane));
    const Program::Node t = result.parameter(0), rest = result.subtract(result.constant(1), t);
    // Of the size of the equation's coefficients, whatever these are.
    double size = 0;
    for (const algebra::Term& term : here.equations.back().terms()) size = std::max(size, std::abs(term.coefficient.to_double()));
    const auto gamma = GaussianRational::from_complex(std::exp2(std::round(std::log2(size))) * random.unit_complex());
    result.outputs.back() =
        result.add(result.multiply(rest, result.outputs.back()), result.scale(gamma, result.multiply(t, result.product(factors))));
    return result;
  }

  const System& system_;
  const Flag& flag_;
  solve::Options options_;
  Random random_;
  std::size_t last_;
  std::vector<Polynomial> g_;
};

}  // namespace

std::vector<Section> regenerate(const System& system, const Flag& flag, const solve::Options& options, const std::function<void(std::size_t)>& progress) {
  return Cascade(system, flag, options, Random(options.seed).stream(10)).run(progress);
}

}  // namespace polyscape::components
