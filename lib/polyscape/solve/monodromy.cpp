#include "polyscape/solve/monodromy.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "polyscape/base/limit.hpp"
#include "polyscape/eval/point.hpp"
#include "polyscape/solve/plan.hpp"
#include "polyscape/solve/run.hpp"

namespace polyscape::solve {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using Node = Program::Node;

// Of the sizes in the attempts, each from another seed: solutions far away are joined to the others by loops as far.
constexpr double spreads[] = {1, 3, 6, 10, 15};

/// The curve's points with x_coordinate = value, by sliding the hyperplane of its complete section there; for a generic
/// value all are nonsingular, other paths go to infinity.
Outcome slide(const Curve& curve, const Section& section, std::size_t coordinate, const GaussianRational& value,
              const Options& options, Random random, const ProgressReport& report) {
  const std::size_t n = curve.map.variables();
  Program line(n, 1);
  line.outputs = append_curve(line, curve);
  const Node t = line.parameter(0), rest = line.subtract(line.constant(1), t);
  const Node from =
      line.scale(GaussianRational::from_complex(random.stream(1).unit_complex()), append_plane(line, section.plane));
  const Node to = line.subtract(line.variable(coordinate), line.constant(value));
  line.outputs.push_back(line.add(line.multiply(t, from), line.multiply(rest, to)));
  std::vector<eval::Point> points;
  for (const Coordinates& point : section.points) points.push_back(eval::exact_point(point));
  return follow_line(line, points, options, random.stream(2), report);
}

/// F(x) - t p on its line, solved at t = 1.
Member translate_at_random(const Program& program, const Options& options, Random random, double spread,
                           const SectionProgress& progress, const ProgressReport& report) {
  const std::size_t n = program.variables();
  eval::Point x;
  for (std::size_t i = 0; i < n; ++i) x.push_back(GaussianRational::from_complex(random.annulus_complex()));
  const GaussianRational s = GaussianRational::from_complex(random.unit_complex()),
                         fibre = GaussianRational::from_complex(random.unit_complex());
  const auto values = algebra::evaluate(program, std::span<const GaussianRational>(x));
  Curve curve{Program(n + 1), {}, eval::rounded(x)};
  curve.seed.push_back(s.to_complex());
  Program& map = curve.map;
  const std::vector<Node> f = map.append(program, algebra::variables_of(map, n));
  eval::Point p;  // of the translate
  for (std::size_t i = 0; i < n; ++i) {
    // Rows of size 1 at the seed.
    const double size = algebra::log2(values[i]);
    const Rational scale = algebra::power(Rational(2), std::isfinite(size) ? -std::lround(size) : 0);
    const GaussianRational slope = GaussianRational::from_complex(random.annulus_complex());
    const GaussianRational value =
        GaussianRational::from_complex((GaussianRational(scale) * values[i] - slope * s).to_complex());
    map.outputs.push_back(map.subtract(map.scale(scale, f[i]), map.scale(slope, map.variable(n))));
    curve.values.push_back(value);
    p.push_back((value + slope * fibre) * GaussianRational(Rational(1) / scale));
  }
  const Section section = solve::section(curve, options, random.stream(1), progress, spread);
  stop_if_cancelled();  // with an incomplete section there is nothing to follow
  const Outcome at_fibre = slide(curve, section, n, fibre, options, random.stream(2), report);
  stop_if_cancelled();
  Member result{Program(n, 1), {}, {}};
  for (const Solution& solution : at_fibre.solutions) {
    if (!solution.nonsingular) continue;
    result.solutions.push_back(solution.coordinates);
    result.solutions.back().pop_back();
  }
  result.monodromy = {result.solutions.size(), section.points.size(), section.paths + section.points.size(),
                      section.trace.error,
                      section.trace.passed() && at_fibre.ledger.failed == 0 && at_fibre.ledger.singular == 0};
  Program& line = result.line;
  line.outputs = line.append(program, algebra::variables_of(line, n));
  for (std::size_t i = 0; i < n; ++i)
    line.outputs[i] = line.subtract(line.outputs[i], line.scale(p[i], line.parameter(0)));
  return result;
}

}  // namespace

Member generic_translate(const Program& program, const Options& options, Random random, const SectionProgress& progress,
                         const ProgressReport& report) {
  Member best;
  std::uint64_t paths = 0;
  for (std::uint64_t k = 0; k == 0 || (k < std::size(spreads) && !best.monodromy->traced); ++k) {
    Member next = translate_at_random(program, options, random.stream(k), spreads[k], progress, report);
    paths += next.monodromy->paths;
    if (k == 0 || next.monodromy->traced || next.solutions.size() > best.solutions.size()) best = std::move(next);
    best.monodromy->paths = paths;
  }
  return best;
}

}  // namespace polyscape::solve
